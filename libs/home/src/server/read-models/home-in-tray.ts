import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { actorOf } from '@accord/kernel/server';
import { InTray, type ComingThing, type Standings, type WaitingThing } from '../../contract/index.js';
import { ComingUpReader } from './coming-up.js';
import { SharingInShortReader } from './sharing-in-short.js';
import { WaitingReader } from './waiting.js';

/** Home, for whoever asks in code: the same three readers behind it as behind the screen. */
@Injectable()
export class HomeInTray extends InTray {
  constructor(private readonly waits: WaitingReader, private readonly comes: ComingUpReader, private readonly stands: SharingInShortReader) { super(); }

  waiting(tx: Tx, atMost: number): Promise<readonly WaitingThing[]> {
    return this.waits.of(tx, actorOf(tx).duty ?? '', atMost);
  }

  coming(tx: Tx, atMost: number): Promise<readonly ComingThing[]> {
    return this.comes.soon(tx, atMost);
  }

  async standing(tx: Tx): Promise<Standings> {
    const { odsCode, localities } = actorOf(tx);
    return { organisation: odsCode === null ? null : await this.stands.ofOrganisation(tx), localities: localities.length === 0 ? [] : await this.stands.ofLocalities(tx) };
  }
}

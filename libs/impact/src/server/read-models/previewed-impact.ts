import { Injectable } from '@nestjs/common';
import { ImpactChanged, ImpactNotSeen, ImpactOfActs, type ActOnAccess, type ImpactCompared } from '@accord/agreements';
import type { Tx } from '@accord/kernel';
import { LOCK_KEYS, sql } from '@accord/kernel/server';
import { impactOf, type Impact } from '../../contract/index.js';
import { SharingWorldReader } from './sharing-world-reader.js';

const HASH = /^[0-9a-f]{64}$/;

/** What an act would change, and whether it is still what somebody was shown. */
@Injectable()
export class PreviewedImpact extends ImpactOfActs {
  constructor(private readonly worlds: SharingWorldReader) { super(); }

  async of(tx: Tx, act: ActOnAccess): Promise<Impact> {
    return impactOf(await this.worlds.forAct(tx, act), act);
  }

  async hashOf(tx: Tx, act: ActOnAccess): Promise<string> {
    return (await this.of(tx, act)).hash;
  }

  async inTurn(tx: Tx): Promise<void> {
    await sql(tx, 'SELECT pg_advisory_xact_lock($1)', [LOCK_KEYS.boundToImpact]);
  }

  async demandUnchanged(tx: Tx, act: ActOnAccess, seen: string | null | undefined): Promise<void> {
    if (!seen) throw new ImpactNotSeen();
    await this.inTurn(tx);
    if (await this.hashOf(tx, act) !== seen) throw new ImpactChanged();
  }

  async compared(tx: Tx, act: ActOnAccess, seen: string | null | undefined): Promise<ImpactCompared> {
    // What is no hash was shown to nobody.
    if (!seen || !HASH.test(seen)) return { impactSeen: null, impactFound: null, impactMoved: false };
    const impactFound = await this.hashOf(tx, act);
    return { impactSeen: seen, impactFound, impactMoved: impactFound !== seen };
  }
}

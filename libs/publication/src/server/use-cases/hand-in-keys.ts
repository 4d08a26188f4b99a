import { Injectable } from '@nestjs/common';
import { Clock, newId, type Actor } from '@accord/kernel';
import { Changes, demand, timeOf, Transactions } from '@accord/kernel/server';
import { changeOf, isProposedIn, readCeremony } from '../domain/key-ceremony.js';
import { CeremonyRefused } from '../domain/ceremony-refused.js';
import { newTrust } from '../domain/new-trust.js';
import { keyIdOf } from '../domain/trust-parts.js';
import { KeyCeremonies } from '../storage/key-ceremonies.js';
import { RepositoryStore } from '../storage/repository-store.js';

export interface HandedIn {
  readonly id: string;
  /** What the change was for that waited, and waits no more. */
  readonly superseded: string | null;
}

/** Takes a change of keys that its holders have signed. The publisher adopts it with its next publication; until then the keys before stand. */
@Injectable()
export class HandInKeys {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly changes: Changes,
    private readonly repository: RepositoryStore,
    private readonly ceremonies: KeyCeremonies,
  ) {}

  /** Where nothing else of the publisher runs: the command line. */
  static with(transactions: Transactions, clock: Clock): HandInKeys {
    return new HandInKeys(transactions, clock, new Changes(), new RepositoryStore(), new KeyCeremonies());
  }

  /** @param isEmergency takes the place of a change that waits: whoever must be rid of stolen keys waits for nobody's plan */
  async execute(actor: Actor, bytes: Uint8Array, { isEmergency = false }: { readonly isEmergency?: boolean } = {}): Promise<HandedIn> {
    return this.transactions.run(actor, { act: 'key.hand-in' }, async (tx) => {
      demand(tx, 'hand-in', 'KeyCeremony');
      await this.repository.takeTurn(tx);
      const waiting = await this.ceremonies.waiting(tx);
      const ceremony = readCeremony(bytes);
      if (waiting !== null && isProposedIn(waiting.content, ceremony)) return { id: waiting.id, superseded: null };
      if (waiting !== null && !isEmergency) throw new CeremonyRefused('KEYS_WAITING', { reason: waiting.reason });
      const trust = newTrust(ceremony, await this.ceremonies.standing(tx), this.clock.now());
      if (changeOf(ceremony).before === null) throw new CeremonyRefused('KEYS_MOVED_ON');

      const id = newId(timeOf(tx));
      if (waiting !== null) await this.ceremonies.supersede(tx, waiting.id, id);
      await this.ceremonies.add(tx, id, ceremony, trust);

      if (waiting !== null) await this.changes.record(tx, { type: 'key.superseded', subject: waiting.id, reason: ceremony.reason, details: { by: id, planned: waiting.reason } });
      await this.changes.record(tx, {
        type: 'key.handed-in', subject: id, reason: ceremony.reason,
        details: { files: trust.files.map(({ role, version }) => `${role} ${version}`), rotated: trust.rotated, holders: trust.approvedBy.map(keyIdOf) },
      });
      await this.ceremonies.announce(tx);
      return { id, superseded: waiting?.reason ?? null };
    });
  }
}

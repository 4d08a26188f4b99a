import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '@accord/kernel';
import { Changes, demand, Transactions } from '@accord/kernel/server';
import { changeOf, readCeremony } from '../domain/key-ceremony.js';
import { CeremonyRefused } from '../domain/ceremony-refused.js';
import { newTrust } from '../domain/new-trust.js';
import { keyIdOf } from '../domain/trust-parts.js';
import { KeyCeremonies } from '../storage/key-ceremonies.js';
import { RepositoryStore } from '../storage/repository-store.js';

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

  async execute(actor: Actor, bytes: Uint8Array): Promise<{ readonly id: string }> {
    return this.transactions.run(actor, { act: 'key.hand-in' }, async (tx) => {
      demand(tx, 'hand-in', 'KeyCeremony');
      await this.repository.takeTurn(tx);
      if ((await this.ceremonies.waiting(tx)) !== null) throw new CeremonyRefused('KEYS_WAITING');
      const ceremony = readCeremony(bytes);
      const trust = newTrust(ceremony, await this.ceremonies.standing(tx), this.clock.now());
      if (changeOf(ceremony).before === null) throw new CeremonyRefused('KEYS_MOVED_ON');

      const id = await this.ceremonies.add(tx, ceremony, trust);

      await this.changes.record(tx, {
        type: 'key.handed-in', subject: id, reason: ceremony.reason,
        details: { files: trust.files.map(({ role, version }) => `${role} ${version}`), rotated: trust.rotated, holders: trust.approvedBy.map(keyIdOf) },
      });
      await this.ceremonies.announce(tx);
      return { id };
    });
  }
}

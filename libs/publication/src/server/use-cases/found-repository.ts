import { Injectable } from '@nestjs/common';
import { Clock, sha256Hex, type Actor } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import { CeremonyRefused } from '../domain/ceremony-refused.js';
import { offlineMetadata } from '../domain/offline-metadata.js';
import { RepositoryStore } from '../storage/repository-store.js';

/**
 * Once, at installation: takes root and top targets as the offline keys signed them. A repository that stands is left as it is, and has to
 * have been founded on this very root: gateways are given it to begin with.
 */
@Injectable()
export class FoundRepository {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly changes: Changes,
    private readonly repository: RepositoryStore,
  ) {}

  async execute(actor: Actor, root: Buffer, targets: Buffer): Promise<{ readonly founded: boolean }> {
    return this.transactions.run(actor, { act: 'publication.found' }, async (tx) => {
      await this.repository.takeTurn(tx);
      const first = await this.repository.firstRoot(tx);
      if (first !== undefined) {
        if (first !== sha256Hex(root)) throw new CeremonyRefused('KEYS_OF_ANOTHER_REPOSITORY');
        return { founded: false };
      }
      const offline = offlineMetadata(root, targets);
      await this.repository.addMetadata(tx, this.clock.now(), null, [offline.root, offline.targets]);
      await this.changes.record(tx, { type: 'key.founded', subject: 'root', details: { root: offline.root.sha256, targets: offline.targets.sha256 } });
      return { founded: true };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import { foundTrust, keyIdOf, type TrustKeys } from '../domain/found-trust.js';
import { RepositoryStore } from '../storage/repository-store.js';

/** Once, at installation: root and top targets, signed with the offline keys. A repository that stands is left as it is. */
@Injectable()
export class FoundRepository {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly changes: Changes,
    private readonly repository: RepositoryStore,
  ) {}

  async execute(actor: Actor, keys: TrustKeys): Promise<{ readonly founded: boolean }> {
    return this.transactions.run(actor, { act: 'publication.found' }, async (tx) => {
      await this.repository.takeTurn(tx);
      const { root } = await this.repository.latestMetadata(tx, ['root']);
      if (root) return { founded: false };
      const now = this.clock.now();
      const trust = foundTrust(keys, now);
      await this.repository.addMetadata(tx, now, null, [trust.root, trust.targets]);
      await this.changes.record(tx, { type: 'key.founded', subject: 'root', details: { rootKeys: keys.root.map(keyIdOf) } });
      return { founded: true };
    });
  }
}

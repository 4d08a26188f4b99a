import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { OnlineSigner } from '../domain/online-signer.js';
import { RepositoryIssue } from '../domain/repository-issue.js';
import { keysIn } from '../domain/trust-parts.js';
import { VALID_FOR_MS } from '../domain/tuf-metadata.js';
import { KeyCeremonies } from '../storage/key-ceremonies.js';
import { RepositoryStore } from '../storage/repository-store.js';

/**
 * Says once a minute that what is published is still what is published: stop list, snapshot and timestamp are signed again, and
 * any delegated role past half its life. Nothing is numbered: fresh signatures make no publication (R7).
 */
@Injectable()
export class RefreshFreshness {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly signer: OnlineSigner,
    private readonly repository: RepositoryStore,
    private readonly ceremonies: KeyCeremonies,
  ) {}

  async execute(actor: Actor, every: number): Promise<{ readonly refreshed: boolean }> {
    return this.transactions.run(actor, { act: 'publication.refresh' }, async (tx) => {
      await this.repository.takeTurn(tx);
      const now = this.clock.now();
      const before = await this.repository.latestMetadata(tx, ['targets', 'localities', 'consumers', 'stops', 'snapshot', 'timestamp']);
      // Nothing published yet; or another copy of the publisher refreshed a moment ago.
      if (!before.timestamp || !before.stops) return { refreshed: false };
      const age = now.getTime() + VALID_FOR_MS.timestamp - before.timestamp.expiresAt.getTime();
      if (age < every) return { refreshed: false };

      const standing = await this.ceremonies.standing(tx);
      if (standing === null) return { refreshed: false };
      const issue = new RepositoryIssue(this.signer, before, keysIn(standing), now);
      for (const role of new Set(['stops', ...issue.due] as const)) await issue.renew(role, (entry) => this.repository.bytesOf(tx, entry));
      await issue.seal();

      await this.repository.addMetadata(tx, now, null, issue.files);
      await this.repository.clearSuperseded(tx, new Date(now.getTime() - 3_600_000));
      return { refreshed: true };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import { PublisherOvertaken } from '../domain/publisher-overtaken.js';
import { VALID_FOR_MS } from '../domain/tuf-metadata.js';
import { RepositoryStore } from '../storage/repository-store.js';

/**
 * Makes this process the publisher: from here on the database takes what it writes, and nothing of whoever was publisher before. Waits for
 * a transaction that the other has open, so that nothing of an earlier term is committed after a later one began.
 */
@Injectable()
export class BeginTerm {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly changes: Changes,
    private readonly repository: RepositoryStore,
  ) {}

  /** Whether this is how a turn ends once another has begun a later term. */
  static wasOvertaken(error: unknown): error is PublisherOvertaken {
    return error instanceof PublisherOvertaken;
  }

  /** @param onlyAfterSilenceOf take over only where nothing was signed for so long; null takes over in any case */
  async execute(actor: Actor, holder: string, onlyAfterSilenceOf: number | null = null): Promise<{ readonly begun: boolean }> {
    const number = await this.transactions.run(actor, { act: 'publication.begin-term' }, async (tx) => {
      await this.repository.lockForTurn(tx);
      const now = this.clock.now();
      const { timestamp } = await this.repository.latestMetadata(tx, ['timestamp']);
      const silence = timestamp === undefined ? Infinity : now.getTime() - (timestamp.expiresAt.getTime() - VALID_FOR_MS.timestamp);
      if (onlyAfterSilenceOf !== null && silence < onlyAfterSilenceOf) return null;
      const term = await this.repository.addTerm(tx, holder, now);
      await this.changes.record(tx, { type: 'publication.term-begun', subject: String(term), details: { holder } });
      return term;
    });
    if (number !== null) this.repository.belongTo(number);
    return { begun: number !== null };
  }
}

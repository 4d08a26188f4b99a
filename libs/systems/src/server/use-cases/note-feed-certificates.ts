import type { Actor } from '@accord/kernel';
import type { Transactions } from '@accord/kernel/server';
import { FeedCertificates, type FeedCertificate } from '../storage/feed-certificates.js';

/** A feed says which certificates it runs with, so that people are warned before one ends. Nothing is decided by it. */
export class NoteFeedCertificates {
  private readonly store = new FeedCertificates();

  constructor(private readonly transactions: Transactions) {}

  execute(feed: Actor, certificates: readonly FeedCertificate[]): Promise<void> {
    return this.transactions.run(feed, { act: 'certificate.note' }, (tx) => this.store.note(tx, certificates));
  }
}

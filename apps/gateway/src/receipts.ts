import { type KeyObject, createPrivateKey, sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Book, type Receipt, type ReceiptContent, canonicalBytes } from '@accord/enforcement';

import type { FeedClient } from './feed-client.js';
import type { Repeating } from './journal.js';
import { Backoff, Pause } from './pause.js';

/**
 * Fifty gateways apply a publication at once: whoever is first waits a moment with its word, each for another while, so that receipts do
 * not stand in the way of gateways that have still to hear of it, or of the next. What comes meanwhile is told with it.
 */
const SPREAD = { least: 500, most: 2_000 };

/**
 * Tells the feed what has been applied, and goes on telling until it is heard. The newest receipt stands for those before it, and what is held
 * at start is told again: whoever has heard it before keeps the first.
 */
export class Receipts {
  private due: ReceiptContent | undefined;
  private sent = '';
  private readonly key: KeyObject;
  private readonly pause: Pause;

  constructor(
    private readonly feed: Pick<FeedClient, 'sendReceipt'>,
    private readonly gateway: string,
    key: string,
    private readonly trouble: Repeating,
    private readonly stop: AbortSignal,
  ) {
    this.key = createPrivateKey(key);
    this.pause = new Pause(stop);
  }

  applied(book: Book, now: number): void {
    if (markOf(book.publication, book.stopList, book.publicationHash) === this.latest) return;
    this.due = { gateway: this.gateway, publication: book.publication, stopList: book.stopList, hash: book.publicationHash, appliedAt: new Date(now).toISOString() };
    this.pause.nudge();
  }

  async run(): Promise<void> {
    const backoff = new Backoff(250, 30_000);
    while (!this.stop.aborted) {
      if (this.due === undefined) {
        await this.pause.wait(60_000);
        await sleep(SPREAD.least + Math.random() * (SPREAD.most - SPREAD.least), undefined, { signal: this.stop }).catch(() => undefined);
        continue;
      }
      const receipt = this.due;
      try {
        await this.feed.sendReceipt(this.signed(receipt));
        this.sent = markOf(receipt.publication, receipt.stopList, receipt.hash);
        if (this.due === receipt) this.due = undefined;
        backoff.reset();
        this.trouble.clear('Receipts reach the feed again.');
      } catch (error) {
        if (this.stop.aborted) return;
        this.trouble.say(`A receipt could not be sent: ${error instanceof Error ? error.message : String(error)}`);
        await this.pause.wait(backoff.next());
      }
    }
  }

  private signed(content: ReceiptContent): Receipt {
    return { ...content, signature: sign('sha256', canonicalBytes(content), this.key).toString('base64') };
  }

  private get latest(): string {
    return this.due === undefined ? this.sent : markOf(this.due.publication, this.due.stopList, this.due.hash);
  }
}

function markOf(publication: number, stopList: number, hash: string): string {
  return `${publication} ${stopList} ${hash}`;
}

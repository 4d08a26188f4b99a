import type { EventBuffer } from '@accord/enforcement';

import type { FeedClient } from './feed-client.js';
import type { Repeating } from './journal.js';
import { Backoff, Pause } from './pause.js';

const MOST_EVENTS = 200;
const MOST_BYTES = 262_144;

/** Sends buffered access events, oldest first, and lets go of them only when the feed has said that they are stored. */
export class EventSender {
  private readonly pause: Pause;

  constructor(
    private readonly feed: Pick<FeedClient, 'sendEvents'>,
    private readonly buffer: EventBuffer,
    private readonly trouble: Repeating,
    private readonly stop: AbortSignal,
  ) {
    this.pause = new Pause(stop);
  }

  nudge(): void {
    this.pause.nudge();
  }

  async run(): Promise<void> {
    const backoff = new Backoff(250, 15_000);
    while (!this.stop.aborted) {
      try {
        if (await this.sendOne()) {
          backoff.reset();
          this.trouble.clear('Access events reach the feed again.');
        } else {
          await this.pause.wait(5_000);
        }
      } catch (error) {
        if (this.stop.aborted) return;
        this.trouble.say(`Access events wait on disk: ${error instanceof Error ? error.message : String(error)}`);
        await this.pause.wait(backoff.next());
      }
    }
  }

  private async sendOne(): Promise<boolean> {
    const batch = await this.buffer.next(MOST_EVENTS, MOST_BYTES);
    const first = batch?.events[0];
    const last = batch?.events.at(-1);
    if (batch === undefined || first === undefined || last === undefined) return false;
    const { acknowledged, rejected } = await this.feed.sendEvents(batch);
    if (acknowledged < first.sequence) throw new NotStored(`the feed has stored only up to ${acknowledged}, and ${first.sequence} was sent`);
    // Never past what was sent: what was not sent cannot be stored.
    await this.buffer.acknowledge(batch.boot, Math.min(acknowledged, last.sequence));
    if (rejected.length > 0) this.trouble.say(`The feed set aside ${rejected.length} access events it could not read.`);
    return true;
  }
}

class NotStored extends Error {
  override readonly name = 'NotStored';
}

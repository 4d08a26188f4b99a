import { Injectable } from '@nestjs/common';

/** From an announcement, or a publication, to the last gateway that enforces it, and some more. */
const ON_ITS_WAY_MS = 300;
/** Nobody waits longer, however many announcements follow each other … */
const LONGEST_MS = 2_000;
/** … and then everybody passes for as long, before anybody waits again: who asks much is held up, and not kept from ever ending. */
const PASSING_MS = 2_000;

/**
 * What may change access goes first: whoever only looks how the feed answers others waits until it has gone out. Of which kind an announcement is, is not known
 * when it is heard of: each is waited for, though many a one changes nobody's access.
 */
@Injectable()
export class RightOfWay {
  private until = 0;
  /** Since when one has followed another. */
  private since = 0;

  /** Something was announced, or published. */
  claim(): void {
    const now = performance.now();
    if (now >= this.until) this.since = now;
    this.until = now + ON_ITS_WAY_MS;
  }

  async give(): Promise<void> {
    for (let left = this.left(); left > 0; left = this.left()) await new Promise((done) => { setTimeout(done, Math.ceil(left)); });
  }

  private left(): number {
    const now = performance.now();
    return Math.min(this.until - now, LONGEST_MS - (now - this.since) % (LONGEST_MS + PASSING_MS));
  }
}

import { type Book, type CarriedFiles, ClockWatch, MOST_SKEW_MILLIS, PushedSource, type Source, UpdateRefused, type UpdateRefusalCode, type Verified, type Verifier, loadBook } from '@accord/enforcement';

import type { Clock } from './clock.js';
import { type FeedClient, FeedFault } from './feed-client.js';
import { type Journal, Repeating } from './journal.js';
import { Backoff, Pause } from './pause.js';

const POLL = 15_000;
/** What could wait is put in order on disk once nothing new was said for so long, and at the latest so long after the first of it. */
const QUIET = 2_000;
const LONGEST_UNTIDY = 15_000;

/** Keeps the book in step with the feed: on every wake-up, and every fifteen seconds in case one was lost. */
export class Synchroniser {
  private current: Book | undefined;
  private refusal: UpdateRefusalCode | undefined;
  private fault: string | undefined;
  private readonly watch = new ClockWatch();
  private readonly pause: Pause;
  private readonly trouble: Repeating;
  private readonly age: Repeating;
  private readonly untidy: Repeating;
  private readonly absent: Repeating;
  private carried: CarriedFiles | undefined;
  /** The timestamp of the last round that ended well: what a failed one left held was not yet held against this clock. */
  private heard: number | undefined;
  private hasTried: () => void = () => undefined;
  /** Resolves once the feed was asked, however that ended. */
  readonly triedOnce = new Promise<void>((resolve) => { this.hasTried = resolve; });
  private tidyBy: number | undefined;

  constructor(
    private readonly verifier: Verifier,
    private readonly feed: Pick<FeedClient, 'fetch' | 'localities'>,
    private readonly localities: readonly string[],
    private readonly applied: (book: Book, now: number) => void,
    private readonly clock: Clock,
    private readonly journal: Journal,
    private readonly stop: AbortSignal,
  ) {
    this.pause = new Pause(stop);
    this.trouble = new Repeating(journal, 'alarm');
    this.age = new Repeating(journal, 'alarm');
    this.untidy = new Repeating(journal, 'alarm');
    this.absent = new Repeating(journal, 'alarm');
    if (verifier.damage !== undefined) journal.write('alarm', `What was held does not verify, so nothing is loaded: ${verifier.damage.message}`);
    this.heard = verifier.held?.timestampVersion;
    this.takeHeld(clock.now());
  }

  /** What decisions rest on; undefined until something was verified. */
  get book(): Book | undefined {
    return this.current;
  }

  /** Why the feed's last offer was not believed, if it was not. */
  get lastRefusal(): UpdateRefusalCode | undefined {
    return this.refusal;
  }

  /** Why the feed could not be asked the last time, if it could not: its own code where it gave one. */
  get feedFault(): string | undefined {
    return this.fault;
  }

  /** Localities that it was told by hand to serve, of which nothing is published: a spelling perhaps. */
  get unpublished(): readonly string[] {
    const held = new Set(this.current?.localities.map(({ code }) => code));
    return this.current === undefined ? [] : this.localities.filter((code) => !held.has(code));
  }

  /** Something is new. What was carried along is tried once, as if it had been fetched; only the newest is worth trying. */
  wake(carried?: CarriedFiles): void {
    this.carried = carried;
    this.pause.nudge();
  }

  async run(): Promise<void> {
    const backoff = new Backoff(500, POLL);
    while (!this.stop.aborted) {
      const isBelieved = await this.round();
      this.hasTried();
      if (isBelieved) backoff.reset();
      this.tellAge();
      await this.rest(isBelieved ? POLL : backoff.next());
    }
  }

  /** Many gateways may share a disk, or a machine: who enforces a publication leaves both to those that do not yet, and tidies up later. */
  private async rest(millis: number): Promise<void> {
    let left = millis;
    if (this.tidyBy !== undefined) {
      const quiet = this.clock.now() >= this.tidyBy ? 0 : Math.min(left, QUIET * (1 + Math.random()));
      if (quiet > 0 && !await this.pause.wait(quiet)) return;
      await this.tidy();
      left -= quiet;
    }
    await this.pause.wait(left);
  }

  private async tidy(): Promise<void> {
    try {
      await this.verifier.tidy();
      this.tidyBy = undefined;
      this.untidy.clear('What is held is in order on disk again.');
    } catch (error) {
      this.untidy.say(`What is held cannot be put in order on disk: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** True when the feed was reached and believed. */
  async round(): Promise<boolean> {
    const now = this.clock.now();
    try {
      const verified = await this.carriedOrFetched(now);
      const suspicion = this.watch.look(verified.signedAt, verified.timestampVersion !== this.heard, now);
      this.heard = verified.timestampVersion;
      if (verified !== this.current?.verified) this.tidyBy ??= now + LONGEST_UNTIDY * (0.5 + Math.random() / 2);
      if (verified !== this.current?.verified || suspicion !== this.current?.suspicion) this.take(loadBook(verified, this.current, suspicion));
      this.refusal = undefined;
      this.fault = undefined;
      this.trouble.clear('The feed is believed again.');
      return true;
    } catch (error) {
      if (this.stop.aborted) return false;
      this.watch.lookAtLate(this.verifier.lateOffer, now);
      this.takeHeld(now);
      if (error instanceof UpdateRefused) {
        this.refusal = error.code;
        this.fault = undefined;
        this.trouble.say(`The feed's offer is refused: ${error.code}, ${error.message}`);
      } else {
        this.fault = error instanceof FeedFault ? error.code : 'FEED_UNREACHABLE';
        this.trouble.say(`The feed cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
      }
      return false;
    }
  }

  /** A push that is late, or lies, is refused like anything else; it costs nothing but this try, and what the feed serves then counts. */
  private async carriedOrFetched(now: number): Promise<Verified> {
    const { carried } = this;
    this.carried = undefined;
    if (carried !== undefined) {
      try {
        const source: Source = new PushedSource(carried, this.feed);
        const verified = await this.verifier.verify(source, this.localities.length > 0 ? this.localities : carried.localities, now);
        // Signed a while ago, so it came late: the feed is asked what it says now, or its time would look like a clock that is wrong.
        if (now - verified.signedAt <= MOST_SKEW_MILLIS) return verified;
      } catch (error) {
        if (!(error instanceof UpdateRefused)) throw error;
        this.journal.write('info', `What an event carried is not believed, so it is fetched: ${error.code}, ${error.message}`);
      }
    }
    return this.verifier.verify(this.feed, () => this.wanted(), now);
  }

  /** The register's word on which localities are ours; when it cannot be had, those already held, so that stops still arrive. */
  private async wanted(): Promise<readonly string[]> {
    if (this.localities.length > 0) return this.localities;
    try {
      return await this.feed.localities();
    } catch (error) {
      if (this.current === undefined) throw error;
      return this.current.localities.map(({ code }) => code);
    }
  }

  /** A round may fail after something was verified and kept, a stop perhaps: what is held is enforced all the same. */
  private takeHeld(now: number): void {
    const { held } = this.verifier;
    if (held === undefined) return;
    const suspicion = this.watch.lookAtHeld(held.signedAt, now);
    if (held !== this.current?.verified || suspicion !== this.current.suspicion) this.take(loadBook(held, this.current, suspicion));
  }

  private take(book: Book): void {
    const before = this.current;
    this.current = book;
    if (before?.publication !== book.publication || before.stopList !== book.stopList) {
      this.journal.write('info', `Enforcing publication ${book.publication}, stop list ${book.stopList}: ${book.pairs} pairs in ${book.localities.length} localities.`);
    }
    if (this.unpublished.length > 0) this.absent.say(`Nothing is published of ${this.unpublished.join(', ')}, which this gateway was told to serve.`);
    else this.absent.clear('Everything that this gateway was told to serve is published.');
    if (book.suspicion !== undefined && before?.suspicion === undefined) {
      this.journal.write('alarm', 'This clock and the feed are more than 30 seconds apart: nothing new begins until they agree.');
    }
    this.applied(book, this.clock.now());
  }

  private tellAge(): void {
    const freshness = this.current?.freshnessAt(this.clock.now());
    if (freshness === 'stale') this.age.say('What is enforced is stale: nothing new begins.');
    else if (freshness === 'refuse') this.age.say('What is enforced is past its refuse limit: everything is refused.');
    else if (freshness === 'fresh') this.age.clear('What is enforced is fresh again.');
  }
}

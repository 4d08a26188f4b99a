import { TIMESTAMP_RESIGN_SECONDS } from '@accord/enforcement';
import { machineActor } from '@accord/kernel';
import { SaidOnce } from '@accord/kernel/server';
import type { PublisherOvertaken } from '../domain/publisher-overtaken.js';
import { BeginTerm } from '../use-cases/begin-term.js';
import type { PublishSummaries } from '../use-cases/publish-summaries.js';
import type { RefreshFreshness } from '../use-cases/refresh-freshness.js';

export interface Rhythm {
  /** Changes closer together than this share a publication. */
  readonly gather: number;
  /** How often to look although nobody called: a lost wake-up costs this much. */
  readonly poll: number;
  /** How often freshness is signed again. */
  readonly refresh: number;
  /** How often everything is compiled and compared with what announcements led to. */
  readonly compare: number;
  /** How often one that was overtaken looks whether the other has fallen silent, and for how long that must be. */
  readonly standBy: number;
  readonly silence: number;
  readonly firstRetry: number;
  readonly longestRetry: number;
}

export const RHYTHM: Rhythm = { gather: 10, poll: 1_000, refresh: TIMESTAMP_RESIGN_SECONDS * 1_000, compare: 300_000, standBy: 15_000, silence: 150_000, firstRetry: 200, longestRetry: 5_000 };

export const PUBLISHER = machineActor('publisher', 'publisher', 'publisher');

/** Time and sleep as the machine has them; a spec brings its own. */
export interface Pace {
  milliseconds(): number;
  /** Resolves after so long, or at once when woken. */
  sleep(milliseconds: number): Promise<void>;
}

/**
 * The truth is the outbox and the tables; a wake-up is a hint. One turn at a time: publish what waits, refresh what is due. Whatever
 * fails (database, signer) is tried again, ever more slowly, and each turn may be the second of its kind. Whoever starts becomes the
 * publisher; one that was overtaken writes nothing, and stands by until the other falls silent.
 */
export class PublishingLoop {
  private stopping = false;
  private nextRefresh = 0;
  private nextComparison = 0;
  private retry = 0;
  private standing: 'starting' | 'publisher' | 'standing by' = 'starting';
  private nextTry = 0;
  private readonly trouble = new SaidOnce('nothing can be published', (line) => this.say(line));

  constructor(
    private readonly terms: BeginTerm,
    private readonly holder: string,
    private readonly publishing: PublishSummaries,
    private readonly refreshing: RefreshFreshness,
    private readonly pace: Pace,
    private readonly say: (line: string) => void,
    /** Told what somebody has to look into. */
    private readonly alarm: (line: string) => void,
    /** Told after each turn that succeeded. */
    private readonly onTurn: () => void = () => undefined,
    private readonly rhythm: Rhythm = RHYTHM,
  ) {}

  async run(): Promise<void> {
    while (!this.stopping) {
      const pause = await this.turn();
      if (this.stopping) return;
      await this.pace.sleep(pause);
      if (this.retry === 0) await this.gather();
    }
  }

  stop(): void {
    this.stopping = true;
  }

  /** One turn; gives how long to wait for the next. */
  async turn(): Promise<number> {
    const now = this.pace.milliseconds();
    try {
      if (this.standing !== 'publisher' && !(await this.takeOver(now))) return this.nextTry - now;
      const everything = now >= this.nextComparison;
      const published = await this.publishing.execute(PUBLISHER, everything);
      if (everything) this.nextComparison = now + this.rhythm.compare;
      for (const line of published.alarms ?? []) this.alarm(line);
      if (published.issued) this.say(`publication ${published.number}, stop list ${published.stopList}`);
      if (now >= this.nextRefresh) {
        await this.refreshing.execute(PUBLISHER, this.rhythm.refresh);
        this.nextRefresh = now + this.rhythm.poll;
      }
      this.retry = 0;
      this.trouble.clear();
      this.onTurn();
      return this.rhythm.poll;
    } catch (error) {
      if (BeginTerm.wasOvertaken(error)) return this.standBy(now, error);
      this.retry = Math.min(this.retry === 0 ? this.rhythm.firstRetry : this.retry * 2, this.rhythm.longestRetry);
      this.trouble.say(error);
      return this.retry;
    }
  }

  private async takeOver(now: number): Promise<boolean> {
    if (now < this.nextTry) return false;
    const { begun } = await this.terms.execute(PUBLISHER, this.holder, this.standing === 'starting' ? null : this.rhythm.silence);
    if (!begun) {
      this.nextTry = now + this.rhythm.standBy;
      return false;
    }
    if (this.standing === 'standing by') this.alarm('the other publisher fell silent: this one publishes again');
    this.standing = 'publisher';
    this.nextRefresh = this.nextComparison = 0;
    return true;
  }

  private standBy(now: number, overtaken: PublisherOvertaken): number {
    this.standing = 'standing by';
    this.nextTry = now + this.rhythm.standBy;
    this.alarm(`${overtaken.message} This one writes nothing more and stands by.`);
    return this.rhythm.standBy;
  }

  /** The first of several changes waits a moment for the others. */
  private async gather(): Promise<void> {
    const until = this.pace.milliseconds() + this.rhythm.gather;
    for (let left = this.rhythm.gather; left > 0 && !this.stopping; left = until - this.pace.milliseconds()) await this.pace.sleep(left);
  }
}

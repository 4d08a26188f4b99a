import { setMaxListeners } from 'node:events';
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import { LookBrokenOff, LookOverdue, type LookingPace } from '@accord/publication/server';

/** However few pieces there are, they do not wait longer for each other: a small installation is looked at in seconds. */
const LONGEST_GAP_MS = 40;
/** So many begin together: a program that is woken for each single piece works longer on all of them. */
const TOGETHER = 4;
/** How many times as long as it should a look may take. */
const PATIENCE = 3;

/** Begins pieces evenly over the time they have, a few at a time; what took longer is made up for, one piece after the other. */
export class EvenPace implements LookingPace {
  private readonly ended = new AbortController();
  private begunAt = 0;
  private begun = 0;
  private gap = 0;
  private patience = Infinity;

  constructor(private readonly milliseconds: () => number = () => performance.now(), private readonly wait: typeof pause = pause) {
    setMaxListeners(0, this.ended.signal); // many wait at once
  }

  begin(pieces: number, withinMs: number): void {
    this.begunAt = this.milliseconds();
    this.begun = 0;
    this.gap = Math.min(LONGEST_GAP_MS, withinMs / Math.max(1, pieces));
    this.patience = PATIENCE * withinMs;
  }

  async turn(): Promise<void> {
    const passed = this.milliseconds() - this.begunAt;
    const due = this.gap * (this.begun - this.begun % TOGETHER);
    this.begun += 1;
    if (passed > this.patience) throw new LookOverdue();
    await (due > passed ? this.pause(due - passed) : breathe());
    if (this.ended.signal.aborted) throw new LookBrokenOff();
  }

  async pause(milliseconds: number): Promise<void> {
    await this.wait(milliseconds, undefined, { signal: this.ended.signal }).catch(() => undefined);
    if (this.ended.signal.aborted) throw new LookBrokenOff();
  }

  /** Whoever waits for a turn, or asks for one, learns that nobody wants to know any more. */
  breakOff(): void {
    this.ended.abort();
  }
}

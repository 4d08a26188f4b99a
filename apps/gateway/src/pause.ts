import { setTimeout as sleep } from 'node:timers/promises';

/** Something to wait for that can be hurried along, and is let go when everything stops. */
export class Pause {
  private nudged = false;
  private hurry: AbortController | undefined;

  constructor(private readonly stop: AbortSignal) {}

  nudge(): void {
    this.nudged = true;
    this.hurry?.abort();
  }

  /** Resolves after `millis`, or at once when nudged before or meanwhile, or when stopping. */
  async wait(millis: number): Promise<void> {
    if (!this.nudged && !this.stop.aborted) {
      this.hurry = new AbortController();
      await sleep(millis, undefined, { signal: AbortSignal.any([this.hurry.signal, this.stop]) }).catch(() => undefined);
      this.hurry = undefined;
    }
    this.nudged = false;
  }
}

/** Longer and longer waits, up to a limit, spread so that many gateways do not return at the same instant. */
export class Backoff {
  private tries = 0;

  constructor(
    private readonly first: number,
    private readonly longest: number,
  ) {}

  next(): number {
    const whole = Math.min(this.longest, this.first * 2 ** this.tries);
    this.tries = Math.min(this.tries + 1, 20);
    return whole * (0.75 + Math.random() / 2);
  }

  reset(): void {
    this.tries = 0;
  }
}

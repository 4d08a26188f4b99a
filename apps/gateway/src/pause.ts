/** Something to wait for that can be hurried along, and is let go when everything stops. */
export class Pause {
  private nudged = false;
  private end: (() => void) | undefined;

  constructor(private readonly stop: AbortSignal) {
    stop.addEventListener('abort', () => this.end?.());
  }

  nudge(): void {
    this.nudged = true;
    this.end?.();
  }

  /** Resolves after `millis`, or at once when nudged before or meanwhile, or when stopping; true where nobody did. */
  async wait(millis: number): Promise<boolean> {
    if (!this.nudged && !this.stop.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, millis);
        this.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.end = undefined;
    }
    const isQuiet = !this.nudged && !this.stop.aborted;
    this.nudged = false;
    return isQuiet;
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

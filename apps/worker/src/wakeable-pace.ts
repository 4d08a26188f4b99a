import type { Pace } from '@accord/publication/server';

/** Sleeps as long as asked, or until woken. A wake-up while nobody sleeps counts for the next sleep. */
export class WakeablePace implements Pace {
  private woken = false;
  private end: (() => void) | undefined;

  milliseconds(): number {
    return performance.now();
  }

  wake(): void {
    this.woken = true;
    this.end?.();
  }

  async sleep(milliseconds: number): Promise<void> {
    if (!this.woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.end = undefined;
    this.woken = false;
  }
}

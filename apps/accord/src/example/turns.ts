interface Waiting {
  readonly daysAgo: number;
  readonly go: () => void;
}

/** Lets chapters that are told side by side happen in one order of time: whoever waits for the earliest day goes on, alone, until it waits again. */
export class Turns {
  private waiting: Waiting[] = [];

  private constructor(private running: number) {}

  static async play(chapters: readonly ((turns: Turns) => Promise<void>)[]): Promise<void> {
    const turns = new Turns(chapters.length);
    await Promise.all(chapters.map(async (chapter) => {
      await chapter(turns);
      turns.pass();
    }));
  }

  /** Waits until everything before that day has happened elsewhere. */
  until(daysAgo: number): Promise<void> {
    return new Promise((go) => {
      this.waiting.push({ daysAgo, go });
      this.pass();
    });
  }

  private pass(): void {
    this.running -= 1;
    if (this.running > 0 || this.waiting.length === 0) return;
    const next = this.waiting.reduce((first, each) => (each.daysAgo > first.daysAgo ? each : first));
    this.waiting = this.waiting.filter((each) => each !== next);
    this.running = 1;
    next.go();
  }
}

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly done: (answer: Answer) => void;
  readonly failed: (reason: unknown) => void;
}

/** Asks once for all who come within a moment, or while the last asking goes on. Each gets its own answer; nobody gets one from before it came. */
export class Together<Asked, Answer> {
  private waiting: Waiting<Asked, Answer>[] = [];
  private isUnderWay = false;

  /** @param moment in milliseconds; 0 asks at once for whoever comes first */
  constructor(private readonly ask: (asked: readonly Asked[]) => Promise<readonly PromiseSettledResult<Answer>[]>, private readonly moment: number) {}

  answerFor(asked: Asked): Promise<Answer> {
    return new Promise<Answer>((done, failed) => {
      this.waiting.push({ asked, done, failed });
      if (!this.isUnderWay) this.begin();
    });
  }

  private begin(): void {
    this.isUnderWay = true;
    const turn = (): void => {
      this.turn().finally(() => {
        if (this.waiting.length > 0) this.begin();
        else this.isUnderWay = false;
      }).catch(() => undefined);
    };
    if (this.moment === 0) turn();
    else setTimeout(turn, this.moment);
  }

  private async turn(): Promise<void> {
    const waiting = this.waiting;
    this.waiting = [];
    try {
      const answers = await this.ask(waiting.map(({ asked }) => asked));
      waiting.forEach(({ done, failed }, at) => {
        const answer = answers[at]!;
        if (answer.status === 'fulfilled') done(answer.value);
        else failed(answer.reason);
      });
    } catch (error) {
      for (const { failed } of waiting) failed(error);
    }
  }
}

/** What waits for a free child. Nothing of a file is held while it waits. */
export interface Waiting {
  /** Who asked; those who have the least in hand are served first. Nobody in particular shares with everybody else unnamed. */
  readonly who: string | null;
}

/** A bounded line in which one person, however much they ask for, keeps nobody else waiting. */
export class WaitingLine<Job extends Waiting> {
  private readonly jobs: Job[] = [];
  private readonly inHand = new Map<string | null, number>();

  constructor(private readonly most: number, private readonly mostOfOne: number) {}

  get length(): number {
    return this.jobs.length;
  }

  /** Whether there is room for one more of this person. */
  hasRoomFor(who: string | null): boolean {
    return this.jobs.length < this.most && (who === null || this.jobs.filter((job) => job.who === who).length < this.mostOfOne);
  }

  join(job: Job): void {
    this.jobs.push(job);
  }

  /** The next to be served: the first of whoever has least in hand. */
  take(): Job | undefined {
    const least = Math.min(...this.jobs.map((job) => this.inHandOf(job)));
    const at = this.jobs.findIndex((job) => this.inHandOf(job) === least);
    if (at < 0) return undefined;
    const [job] = this.jobs.splice(at, 1);
    this.inHand.set(job!.who, this.inHandOf(job!) + 1);
    return job;
  }

  /** A job that was taken is done. */
  served({ who }: Waiting): void {
    const left = (this.inHand.get(who) ?? 1) - 1;
    if (left === 0) this.inHand.delete(who);
    else this.inHand.set(who, left);
  }

  /** Empties the line. */
  dissolve(): readonly Job[] {
    return this.jobs.splice(0);
  }

  private inHandOf({ who }: Waiting): number {
    return this.inHand.get(who) ?? 0;
  }
}

/** What one benchmark measured: the product and its peer in the same rounds. */
export interface Measured {
  readonly value: number;
  /** Null where no peer runs. */
  readonly peerValue: number | null;
  readonly rounds: number;
  /** How the two come out of the rounds, in words. */
  readonly statistic: string;
  readonly size: Readonly<Record<string, number>>;
}

/** The product beside something that people would otherwise use for the same thing. */
export interface Bench {
  /** `enforcement.decide-sql`: capability, what is measured, and beside which peer where one name would not do. */
  readonly name: string;
  readonly unit: string;
  /** Null where no peer runs. */
  readonly peer: string | null;
  /** Prepares, proves that both sides give the same answers, and measures. Leaves nothing behind. */
  run(say: (line: string) => void): Promise<Measured>;
}

/** The product and its peer disagree, or one of them cannot run: there is nothing to compare. */
export class BenchFault extends Error {
  override readonly name = 'BenchFault';
}

/** Room for three where two stand: short ways past others, and less memory than twice as much room. */
const ROOM = 1.5;
const NARROW = 2 ** 16;
const WIDE = 2 ** 31;

/**
 * Which blocks join a provider to a consumer, and with which of the consumer's sets of views: for each provider a row that is a small
 * open-addressing table of its consumers, all rows in one array, mostly four bytes a pair. So few bytes say where the rows begin that they
 * stay near the processor, and a question waits for one line of memory. Providers, consumers and blocks are known by their positions; of
 * one pair several blocks are found in the order in which they were put in.
 */
export class Pairs {
  /** Consumer counted from one, and value, in turn; 0 where there is none. As narrow as all of them allow. */
  readonly slots: Uint16Array | Int32Array | Float64Array;
  /** Where the row of each provider begins, and where that of the last one ends; in pairs. */
  private readonly begins: Int32Array;
  private readonly isWide: boolean;

  /**
   * @param counts how many pairs each provider has
   * @param consumers how many consumers there are
   * @param blocks how many blocks there are
   * @param setBits how many bits say which of its sets of views a consumer has
   */
  constructor(counts: Int32Array, consumers: number, blocks: number, private readonly setBits: number) {
    this.begins = new Int32Array(counts.length + 1);
    for (let provider = 0; provider < counts.length; provider += 1) {
      this.begins[provider + 1] = (this.begins[provider] as number) + Math.ceil(ROOM * (counts[provider] as number)) + 1;
    }
    const places = 2 * (this.begins[counts.length] as number);
    const highest = Math.max(consumers + 1, blocks * 2 ** setBits);
    this.isWide = highest >= WIDE;
    this.slots = this.isWide ? new Float64Array(places) : highest >= NARROW ? new Int32Array(places) : new Uint16Array(places);
  }

  put(provider: number, consumer: number, block: number, set: number): void {
    const { slots } = this;
    let at = this.firstOf(provider, consumer);
    while (slots[at] !== 0) at = this.after(at, provider);
    slots[at] = consumer + 1;
    slots[at + 1] = this.isWide ? block * 2 ** this.setBits + set : (block << this.setBits) | set;
  }

  /** Where the search for a consumer in a provider's row begins; it ends where there is none. */
  firstOf(provider: number, consumer: number): number {
    const begin = this.begins[provider] as number;
    const hash = Math.imul(consumer ^ (consumer >>> 15), 0x9e3779b1) >>> 0;
    return (begin + Math.floor((hash * ((this.begins[provider + 1] as number) - begin)) / 2 ** 32)) << 1;
  }

  after(at: number, provider: number): number {
    const next = (at >> 1) + 1;
    return (next < (this.begins[provider + 1] as number) ? next : this.begins[provider] as number) << 1;
  }

  blockOf(value: number): number {
    return this.isWide ? Math.floor(value / 2 ** this.setBits) : value >>> this.setBits;
  }

  /** Where the set of views stands among those of all consumers. */
  setOf(consumer: number, value: number): number {
    return (consumer << this.setBits) | (value & ((1 << this.setBits) - 1));
  }
}

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

  /** Joins a consumer, by one of its sets of views, to the providers of a block: those of a list, from one place up to another. */
  put(consumer: number, block: number, set: number, providers: Int32Array, from: number, to: number): void {
    const { slots, begins } = this;
    const hash = hashOf(consumer);
    const value = this.isWide ? block * 2 ** this.setBits + set : (block << this.setBits) | set;
    for (let nth = from; nth < to; nth += 1) {
      const provider = providers[nth] as number;
      const begin = begins[provider] as number;
      const end = begins[provider + 1] as number;
      let at = begin + placeOf(hash, end - begin);
      while (slots[at << 1] !== 0) at = at + 1 < end ? at + 1 : begin;
      slots[at << 1] = consumer + 1;
      slots[(at << 1) + 1] = value;
    }
  }

  /** Where the search for a consumer in a provider's row begins; it ends where there is none. */
  firstOf(provider: number, consumer: number): number {
    const begin = this.begins[provider] as number;
    return (begin + placeOf(hashOf(consumer), (this.begins[provider + 1] as number) - begin)) << 1;
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

function hashOf(consumer: number): number {
  return Math.imul(consumer ^ (consumer >>> 15), 0x9e3779b1) >>> 0;
}

function placeOf(hash: number, room: number): number {
  return Math.floor((hash * room) / 2 ** 32);
}

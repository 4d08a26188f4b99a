import { Codes } from './codes.js';
import type { LocalityTarget } from './format.js';

/** One service as one locality knows it: views are bits. */
export interface ServiceIndex {
  readonly code: string;
  readonly ordinal: number;
  readonly views: Codes;
}

/**
 * One locality's target as integer arrays: nothing of it is kept but its codes. A book asks the pages that it makes of all its localities
 * together; this is what the next book makes them of.
 */
export class LocalityIndex {
  readonly code: string;
  readonly refuseAfterMillis: number;
  readonly services: readonly ServiceIndex[];
  readonly providers: readonly string[];
  /** ODS code of each row of consumers: a row for each set of views, so a code may follow itself. */
  readonly consumers: readonly string[];
  readonly rowViews: Int32Array;
  readonly references: readonly string[];
  readonly agreementService: Uint16Array;
  readonly blockAgreement: Uint16Array;
  readonly blockFrom: Float64Array;
  readonly blockUntil: Float64Array;
  readonly pairs: number;
  /** How many pairs each provider is in. */
  readonly pairsOf: Uint32Array;
  /** The providers of each block. */
  readonly providersOf: Lists;
  /** The blocks that each row of consumers is in. */
  private readonly blocksOf: Lists;

  constructor(target: LocalityTarget) {
    const { agreements, blocks, consumers, providers } = target;
    this.code = target.locality;
    this.refuseAfterMillis = target.refuseAfterSeconds * 1000;
    this.services = Object.keys(target.services).sort().map((code, ordinal) => serviceIndex(code, ordinal, target.services[code] ?? []));
    this.providers = providers;
    this.consumers = consumers.codes;
    this.rowViews = Int32Array.from(consumers.views);
    this.references = agreements.references;
    this.agreementService = Uint16Array.from(agreements.services);
    this.blockFrom = Float64Array.from(blocks.from);
    this.blockUntil = Float64Array.from(blocks.until);
    this.blockAgreement = new Uint16Array(blocks.from.length);
    for (let at = 0, block = 0; at < agreements.blocks.length; at += 1) {
      for (const end = block + (agreements.blocks[at] as number); block < end; block += 1) this.blockAgreement[block] = at;
    }
    this.providersOf = positionsOf(blocks.providers);
    const consumersOf = positionsOf(blocks.consumers);
    this.blocksOf = turned(consumersOf, consumers.codes.length);
    this.pairsOf = new Uint32Array(providers.length);
    for (let block = 0; block < blocks.from.length; block += 1) {
      for (let at = this.providersOf.start[block] as number; at < (this.providersOf.start[block + 1] as number); at += 1) {
        const provider = this.providersOf.items[at] as number;
        this.pairsOf[provider] = (this.pairsOf[provider] as number) + lengthOf(consumersOf, block);
      }
    }
    this.pairs = this.pairsOf.reduce((sum, pairs) => sum + pairs, 0);
  }

  /** Every block of each row of consumers: by row, then by block. */
  eachBlock(visit: (row: number, block: number) => void): void {
    const { start, items } = this.blocksOf;
    for (let row = 0; row < this.consumers.length; row += 1) {
      for (let nth = start[row] as number; nth < (start[row + 1] as number); nth += 1) visit(row, items[nth] as number);
    }
  }

  /** Every pair by the positions of its provider, its row of consumers and its block, in that order of blocks. */
  eachPair(visit: (provider: number, row: number, block: number) => void): void {
    const { start, items } = this.providersOf;
    this.eachBlock((row, block) => {
      for (let at = start[block] as number; at < (start[block + 1] as number); at += 1) visit(items[at] as number, row, block);
    });
  }
}

/** Lists of positions in one array: where each begins, and where the last one ends. */
export interface Lists {
  readonly start: Uint32Array;
  readonly items: Uint16Array;
}

function lengthOf({ start }: Lists, list: number): number {
  return (start[list + 1] as number) - (start[list] as number);
}

function serviceIndex(code: string, ordinal: number, views: readonly string[]): ServiceIndex {
  return { code, ordinal, views: new Codes(views) };
}

/** Positions from steps: each is said as its distance from the one before. */
function positionsOf(lists: readonly (readonly number[])[]): Lists {
  const start = new Uint32Array(lists.length + 1);
  for (let list = 0; list < lists.length; list += 1) start[list + 1] = (start[list] as number) + (lists[list] as readonly number[]).length;
  const items = new Uint16Array(start[lists.length] as number);
  for (let list = 0, next = 0; list < lists.length; list += 1) {
    const steps = lists[list] as readonly number[];
    for (let nth = 0, position = 0; nth < steps.length; nth += 1, next += 1) {
      position += steps[nth] as number;
      items[next] = position;
    }
  }
  return { start, items };
}

/** The lists that each position stands in, in their order. */
function turned(lists: Lists, positions: number): Lists {
  const start = new Uint32Array(positions + 1);
  for (let at = 0; at < lists.items.length; at += 1) {
    const after = (lists.items[at] as number) + 1;
    start[after] = (start[after] as number) + 1;
  }
  for (let at = 0; at < positions; at += 1) start[at + 1] = (start[at + 1] as number) + (start[at] as number);
  const items = new Uint16Array(lists.items.length);
  const next = start.slice();
  for (let list = 0; list + 1 < lists.start.length; list += 1) {
    for (let at = lists.start[list] as number; at < (lists.start[list + 1] as number); at += 1) {
      const position = lists.items[at] as number;
      const place = next[position] as number;
      items[place] = list;
      next[position] = place + 1;
    }
  }
  return { start, items };
}

import { Codes } from './codes.js';
import type { LocalityTarget } from './format.js';

/** One service as one locality knows it: views are bits. */
export interface ServiceIndex {
  readonly code: string;
  readonly ordinal: number;
  readonly views: Codes;
}

/**
 * One locality's target as integer arrays: per provider a row of the pairs it is in, sorted by consumer. A pair is four bytes, the
 * consumer's row above the block, which holds its dates and leads to the agreement. Nothing of the target is kept but its codes. A book
 * asks the pages that it makes of all its localities together; this is what the next book makes them of.
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
  /** Where each provider's pairs begin, and where the last one's end. */
  readonly rowStart: Uint32Array;
  readonly pairsByProvider: Uint32Array;

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

    // Blocks by consumer, consumers in order: every provider's row is filled already sorted.
    const blocksOf = byPosition(blocks.consumers, consumers.codes.length);
    this.rowStart = new Uint32Array(providers.length + 1);
    blocks.providers.forEach((steps, block) => {
      const consumersOfBlock = (blocks.consumers[block] as readonly number[]).length;
      for (let at = 0, provider = 0; at < steps.length; at += 1) {
        provider += steps[at] as number;
        this.rowStart[provider + 1] = (this.rowStart[provider + 1] as number) + consumersOfBlock;
      }
    });
    for (let at = 0; at < providers.length; at += 1) this.rowStart[at + 1] = (this.rowStart[at + 1] as number) + (this.rowStart[at] as number);
    this.pairsByProvider = new Uint32Array(this.rowStart[providers.length] as number);
    const next = this.rowStart.slice();
    for (let row = 0; row < consumers.codes.length; row += 1) {
      for (let at = blocksOf.start[row] as number; at < (blocksOf.start[row + 1] as number); at += 1) {
        const block = blocksOf.items[at] as number;
        const steps = blocks.providers[block] as readonly number[];
        for (let nth = 0, provider = 0; nth < steps.length; nth += 1) {
          provider += steps[nth] as number;
          const pair = next[provider] as number;
          next[provider] = pair + 1;
          this.pairsByProvider[pair] = row * 65_536 + block;
        }
      }
    }
  }

  get pairs(): number {
    return this.pairsByProvider.length;
  }
}

function serviceIndex(code: string, ordinal: number, views: readonly string[]): ServiceIndex {
  return { code, ordinal, views: new Codes(views) };
}

/** The lists that each position stands in, in their order. */
function byPosition(lists: readonly (readonly number[])[], positions: number): { start: Uint32Array; items: Uint32Array } {
  const start = new Uint32Array(positions + 1);
  for (const steps of lists) {
    for (let at = 0, position = 0; at < steps.length; at += 1) {
      position += steps[at] as number;
      start[position + 1] = (start[position + 1] as number) + 1;
    }
  }
  for (let at = 0; at < positions; at += 1) start[at + 1] = (start[at + 1] as number) + (start[at] as number);
  const items = new Uint32Array(start[positions] as number);
  const next = start.slice();
  lists.forEach((steps, list) => {
    for (let at = 0, position = 0; at < steps.length; at += 1) {
      position += steps[at] as number;
      items[next[position] as number] = list;
      next[position] = (next[position] as number) + 1;
    }
  });
  return { start, items };
}

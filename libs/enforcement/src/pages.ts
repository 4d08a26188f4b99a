import { Codes } from './codes.js';
import type { LocalityIndex, ServiceIndex } from './locality-index.js';

/**
 * The pairs of all localities on pages that lie together, so that a decision touches few lines of memory: consumers beside
 * consumers to search in, and beside each the block it is in and its views.
 */
export class Pages {
  /** Providers by code. A practice that changes commissioner is in two localities for a while, and stands twice. */
  readonly providers: Codes;
  readonly localityOf: Uint16Array;
  /** The same provider in another locality, -1 where there is none. */
  readonly nextOf: Int32Array;
  /** Position of each caller's consumer among all that are listed anywhere. */
  readonly consumerOf: Int32Array;
  /** Where each provider's pairs begin, and where the last one's end. */
  readonly start: Uint32Array;
  /** Position of the consumer of each pair, in order within a provider. */
  readonly consumers: Uint16Array | Uint32Array;
  /** Block and views of each pair. */
  readonly pairs: Int32Array;
  /** Of each block when it begins, when it ends, its agreement and its service: four numbers that are always read together. */
  readonly blocks: Float64Array;
  readonly references: readonly string[];
  /** Each service once, unless localities say its views differently. */
  readonly services: readonly ServiceIndex[];

  constructor(localities: readonly LocalityIndex[], callers: readonly string[]) {
    const sum = (count: (locality: LocalityIndex) => number): number => localities.reduce((total, locality) => total + count(locality), 0);
    this.providers = new Codes(localities.flatMap(({ providers }) => providers));
    const { texts } = this.providers;
    this.localityOf = new Uint16Array(texts.length);
    this.nextOf = new Int32Array(texts.length).fill(-1);
    this.start = new Uint32Array(texts.length + 1);
    this.pairs = new Int32Array(2 * sum(({ pairs }) => pairs));
    this.blocks = new Float64Array(4 * sum(({ blockFrom }) => blockFrom.length));
    this.references = localities.flatMap(({ references }) => references);

    // Whoever has no certificate never asks, but has pairs.
    const codes = new Set(callers);
    for (const { consumers } of localities) for (const code of consumers) codes.add(code);
    const positions = new Map([...codes].sort().map((code, at) => [code, at]));
    this.consumerOf = Int32Array.from(callers, (code) => positions.get(code) as number);
    this.consumers = positions.size < 65_536 ? new Uint16Array(this.pairs.length / 2) : new Uint32Array(this.pairs.length / 2);

    const services: ServiceIndex[] = [];
    const first = { provider: 0, pair: 0, block: 0, reference: 0 };
    localities.forEach((locality, ordinal) => {
      this.copy(locality, ordinal, first, positions, locality.services.map((service) => positionAmong(services, service)));
      first.provider += locality.providers.length;
      first.pair += locality.pairs;
      first.block += locality.blockFrom.length;
      first.reference += locality.references.length;
    });
    this.start[texts.length] = first.pair;
    this.services = services;
  }

  /** The first pair of this provider with this consumer or a later one; the end of its row where there is none. */
  firstPair(provider: number, consumer: number): number {
    const { consumers } = this;
    let low = this.start[provider] as number;
    let high = this.start[provider + 1] as number;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((consumers[middle] as number) < consumer) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private copy(
    locality: LocalityIndex, ordinal: number, first: { provider: number; pair: number; block: number; reference: number }, positions: ReadonlyMap<string, number>, services: readonly number[],
  ): void {
    const { providers, rowStart, pairsByProvider, rowViews, blockFrom, blockUntil, blockAgreement, agreementService } = locality;
    for (let row = 0; row < providers.length; row += 1) {
      const provider = first.provider + row;
      this.localityOf[provider] = ordinal;
      this.start[provider] = first.pair + (rowStart[row] as number);
      const before = this.providers.find(providers[row] as string);
      if (before !== provider) {
        this.nextOf[provider] = this.nextOf[before] as number;
        this.nextOf[before] = provider;
      }
    }
    const consumerOf = Int32Array.from(locality.consumers, (code) => positions.get(code) as number);
    for (let at = 0; at < pairsByProvider.length; at += 1) {
      const pair = pairsByProvider[at] as number;
      this.consumers[first.pair + at] = consumerOf[pair >>> 16] as number;
      this.pairs[2 * (first.pair + at)] = first.block + (pair & 0xffff);
      this.pairs[2 * (first.pair + at) + 1] = rowViews[pair >>> 16] as number;
    }
    for (let block = 0; block < blockFrom.length; block += 1) {
      const agreement = blockAgreement[block] as number;
      const at = 4 * (first.block + block);
      this.blocks[at] = blockFrom[block] as number;
      this.blocks[at + 1] = blockUntil[block] as number;
      this.blocks[at + 2] = first.reference + agreement;
      this.blocks[at + 3] = services[agreementService[agreement] as number] as number;
    }
  }
}

/** Where a service of the same code and views stands, added where it does not yet. */
function positionAmong(services: ServiceIndex[], service: ServiceIndex): number {
  const at = services.findIndex(({ code, views }) => code === service.code && views.texts.join() === service.views.texts.join());
  return at < 0 ? services.push(service) - 1 : at;
}

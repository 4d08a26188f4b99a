import { Codes } from './codes.js';
import type { LocalityIndex, ServiceIndex } from './locality-index.js';

/** Up to so many views, the lists of an answer are made once each and kept. */
const LISTED_VIEWS = 12;

/** A service as answers name it. */
export interface ServicePage extends ServiceIndex {
  /** The views of each mask, once an answer has needed them: no answer needs a new list. */
  readonly lists: (readonly string[] | undefined)[];
}

/**
 * The pairs of all localities on pages that lie together, so that a decision touches few lines of memory: consumers beside
 * consumers to search in, and beside each the block it is in and its views.
 */
export class Pages {
  /** Providers by code. A practice that changes commissioner is in two localities for a while, and stands twice. */
  readonly providers: Codes;
  /** Of each provider where its pairs begin and end, its locality, and where it stands again in another locality (-1: nowhere). */
  readonly rows: Int32Array;
  /** Position of each caller's consumer among all that are listed anywhere. */
  readonly consumerOf: Int32Array;
  /** Position of the consumer of each pair, in order within a provider. */
  readonly consumers: Uint16Array | Uint32Array;
  /** Block and views of each pair. */
  readonly pairs: Int32Array;
  /** Of each block when it begins, when it ends and its service: three numbers that are always read together. */
  readonly blocks: Float64Array;
  /** The agreement of each block. */
  readonly references: readonly string[];
  /** Each service once, unless localities say its views differently. */
  readonly services: readonly ServicePage[];

  constructor(localities: readonly LocalityIndex[], callers: readonly string[]) {
    const sum = (count: (locality: LocalityIndex) => number): number => localities.reduce((total, locality) => total + count(locality), 0);
    this.providers = new Codes(localities.flatMap(({ providers }) => providers));
    const { texts } = this.providers;
    this.rows = new Int32Array(4 * texts.length).fill(-1);
    this.pairs = new Int32Array(2 * sum(({ pairs }) => pairs));
    this.blocks = new Float64Array(3 * sum(({ blockFrom }) => blockFrom.length));
    this.references = localities.flatMap(({ references, blockAgreement }) => Array.from(blockAgreement, (agreement) => references[agreement] as string));

    const positions = new Codes(everyConsumer(localities, callers));
    this.consumerOf = Int32Array.from(callers, (code) => positions.find(code));
    this.consumers = positions.texts.length < 65_536 ? new Uint16Array(this.pairs.length / 2) : new Uint32Array(this.pairs.length / 2);

    const services: ServicePage[] = [];
    const first = { provider: 0, pair: 0, block: 0 };
    localities.forEach((locality, ordinal) => {
      this.copy(locality, ordinal, first, positions, locality.services.map((service) => positionAmong(services, service)));
      first.provider += locality.providers.length;
      first.pair += locality.pairs;
      first.block += locality.blockFrom.length;
    });
    this.services = services;
  }

  /** The first pair of this provider with this consumer or a later one; the end of its row where there is none. */
  firstPair(provider: number, consumer: number): number {
    const { consumers, rows } = this;
    let low = rows[4 * provider] as number;
    let high = rows[4 * provider + 1] as number;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((consumers[middle] as number) < consumer) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private copy(
    locality: LocalityIndex, ordinal: number, first: { provider: number; pair: number; block: number }, positions: Codes, services: readonly number[],
  ): void {
    const { providers, rowStart, pairsByProvider, rowViews, blockFrom, blockUntil, blockAgreement, agreementService } = locality;
    const { blocks, consumers, pairs } = this;
    for (let row = 0; row < providers.length; row += 1) {
      const provider = first.provider + row;
      this.rows[4 * provider] = first.pair + (rowStart[row] as number);
      this.rows[4 * provider + 1] = first.pair + (rowStart[row + 1] as number);
      this.rows[4 * provider + 2] = ordinal;
      const before = this.providers.find(providers[row] as string);
      if (before !== provider) {
        this.rows[4 * provider + 3] = this.rows[4 * before + 3] as number;
        this.rows[4 * before + 3] = provider;
      }
    }
    const consumerOf = Int32Array.from(locality.consumers, (code) => positions.find(code));
    const { pair: firstPair, block: firstBlock } = first;
    for (let at = 0; at < pairsByProvider.length; at += 1) {
      const pair = pairsByProvider[at] as number;
      const nth = firstPair + at;
      consumers[nth] = consumerOf[pair >>> 16] as number;
      pairs[2 * nth] = firstBlock + (pair & 0xffff);
      pairs[2 * nth + 1] = rowViews[pair >>> 16] as number;
    }
    for (let block = 0; block < blockFrom.length; block += 1) {
      const at = 3 * (firstBlock + block);
      blocks[at] = blockFrom[block] as number;
      blocks[at + 1] = blockUntil[block] as number;
      blocks[at + 2] = services[agreementService[blockAgreement[block] as number] as number] as number;
    }
  }
}

/** In order of their codes. Whoever has no certificate never asks, but has pairs. */
function everyConsumer(localities: readonly LocalityIndex[], callers: readonly string[]): readonly string[] {
  const listed = new Codes(callers);
  const others = new Set<string>();
  for (const { consumers } of localities) for (const code of consumers) if (listed.find(code) < 0) others.add(code);
  return [...callers, ...others].sort();
}

/** Where a service of the same code and views stands, added where it does not yet. */
function positionAmong(services: ServicePage[], service: ServiceIndex): number {
  const { texts } = service.views;
  const at = services.findIndex(({ code, views }) => code === service.code && views.texts.join() === texts.join());
  return at < 0 ? services.push({ ...service, lists: new Array<undefined>(2 ** Math.min(texts.length, LISTED_VIEWS)).fill(undefined) }) - 1 : at;
}

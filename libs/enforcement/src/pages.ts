import { Codes } from './codes.js';
import type { LocalityIndex, ServiceIndex } from './locality-index.js';
import { Pairs } from './pairs.js';

/** Up to so many views, the lists of an answer are made once each and kept. */
const LISTED_VIEWS = 12;

/** A service as answers name it. */
export interface ServicePage extends ServiceIndex {
  /** The views of each mask, once an answer has needed them: no answer needs a new list. */
  readonly lists: (readonly string[] | undefined)[];
}

/** The localities of a book together, so that a decision touches few lines of memory: each thing it needs is one step away. */
export class Pages {
  /** Providers by code, each once. */
  readonly providers: Codes;
  /** Of each provider the first locality it is in. */
  readonly homeOf: Int32Array;
  /** 1 for each provider that is in several localities, as one is for a while that changes commissioner. */
  readonly isSplit: Uint8Array;
  readonly pairs: Pairs;
  /** Sets of views, room for as many of each consumer as the one with most has. */
  readonly sets: Int32Array;
  readonly blockFrom: Float64Array;
  readonly blockUntil: Float64Array;
  readonly blockService: Int32Array;
  readonly blockLocality: Int32Array;
  /** The agreement of each block. */
  readonly references: readonly string[];
  /** Each service once, unless localities say its views differently. */
  readonly services: readonly ServicePage[];

  /** @param callers the consumers that have certificates, by the positions that their certificates name them by */
  constructor(localities: readonly LocalityIndex[], callers: readonly string[]) {
    const count = (of: (locality: LocalityIndex) => number): number => localities.reduce((total, locality) => total + of(locality), 0);
    this.providers = new Codes([...new Set(localities.flatMap(({ providers }) => providers))]);
    this.homeOf = new Int32Array(this.providers.texts.length).fill(-1);
    this.isSplit = new Uint8Array(this.providers.texts.length);
    const blocks = count(({ blockFrom }) => blockFrom.length);
    this.blockFrom = new Float64Array(blocks);
    this.blockUntil = new Float64Array(blocks);
    this.blockService = new Int32Array(blocks);
    this.blockLocality = new Int32Array(blocks);

    const consumers = new Consumers(callers);
    const counts = new Int32Array(this.providers.texts.length);
    const rows = localities.map((locality, ordinal) => {
      const providerOf = this.placed(locality, ordinal);
      providerOf.forEach((provider, at) => { counts[provider] = (counts[provider] as number) + (locality.pairsOf[at] as number); });
      return { providerOf, ...consumers.rowsOf(locality) };
    });
    this.sets = consumers.sets();
    this.pairs = new Pairs(counts, consumers.count, blocks, consumers.setBits);

    const services: ServicePage[] = [];
    const references: string[] = [];
    localities.forEach((locality, ordinal) => {
      const { blockFrom, blockUntil, blockAgreement, agreementService } = locality;
      const firstBlock = references.length;
      const { providerOf, consumerOf, setOf } = rows[ordinal] as RowsOf & { readonly providerOf: Int32Array };
      const { start, items } = locality.providersOf;
      const among = mapped(items, (at) => providerOf[at] as number);
      locality.eachBlock((row, block) => {
        this.pairs.put(consumerOf[row] as number, firstBlock + block, setOf[row] as number, among, start[block] as number, start[block + 1] as number);
      });
      this.blockFrom.set(blockFrom, firstBlock);
      this.blockUntil.set(blockUntil, firstBlock);
      this.blockLocality.fill(ordinal, firstBlock, firstBlock + blockFrom.length);
      const positionOf = locality.services.map((service) => positionAmong(services, service));
      for (let block = 0; block < blockFrom.length; block += 1) {
        const agreement = blockAgreement[block] as number;
        this.blockService[firstBlock + block] = positionOf[agreementService[agreement] as number] as number;
        references.push(locality.references[agreement] as string);
      }
    });
    this.services = services;
    this.references = references;
  }

  /** The positions of a locality's providers among all. */
  private placed({ providers }: LocalityIndex, ordinal: number): Int32Array {
    return mapped(providers, (code) => {
      const provider = this.providers.find(code);
      if ((this.homeOf[provider] as number) < 0) this.homeOf[provider] = ordinal;
      else this.isSplit[provider] = 1;
      return provider;
    });
  }
}

/** Of each row of a locality's consumers whose it is, and which of that consumer's sets of views. */
interface RowsOf {
  readonly consumerOf: Int32Array;
  readonly setOf: Int32Array;
}

/** Consumers by position, and the sets of views that each has anywhere. */
class Consumers {
  private readonly listed: Codes;
  /** Those without a certificate never ask, but have pairs. */
  private readonly others = new Map<string, number>();
  private readonly setsOf: number[][];
  private most = 1;

  constructor(callers: readonly string[]) {
    this.listed = new Codes(callers);
    this.setsOf = callers.map(() => []);
  }

  get count(): number {
    return this.setsOf.length;
  }

  /** How many bits say which of its sets of views a consumer has. */
  get setBits(): number {
    return Math.ceil(Math.log2(this.most));
  }

  rowsOf({ consumers, rowViews }: LocalityIndex): RowsOf {
    const consumerOf = mapped(consumers, (code) => this.positionOf(code));
    const setOf = new Int32Array(consumerOf.length);
    for (let row = 0; row < setOf.length; row += 1) setOf[row] = this.setOf(consumerOf[row] as number, rowViews[row] as number);
    return { consumerOf, setOf };
  }

  /** The sets of views of all, as much room for each as the one with most needs. */
  sets(): Int32Array {
    const { setBits } = this;
    const sets = new Int32Array(this.setsOf.length << setBits);
    this.setsOf.forEach((known, consumer) => { sets.set(known, consumer << setBits); });
    return sets;
  }

  private positionOf(code: string): number {
    const at = this.listed.find(code);
    if (at >= 0) return at;
    const known = this.others.get(code);
    if (known !== undefined) return known;
    this.others.set(code, this.setsOf.length);
    return this.setsOf.push([]) - 1;
  }

  private setOf(consumer: number, views: number): number {
    const known = this.setsOf[consumer] as number[];
    const at = known.indexOf(views);
    if (at >= 0) return at;
    this.most = Math.max(this.most, known.push(views));
    return known.length - 1;
  }
}

/** Where a service of the same code and views stands, added where it does not yet. */
function positionAmong(services: ServicePage[], service: ServiceIndex): number {
  const { texts } = service.views;
  const at = services.findIndex(({ code, views }) => code === service.code && views.texts.join() === texts.join());
  return at < 0 ? services.push({ ...service, lists: new Array<undefined>(2 ** Math.min(texts.length, LISTED_VIEWS)).fill(undefined) }) - 1 : at;
}

/** As `Int32Array.from`, which takes several times as long. */
function mapped<T>(list: ArrayLike<T>, position: (item: T) => number): Int32Array {
  const positions = new Int32Array(list.length);
  for (let at = 0; at < positions.length; at += 1) positions[at] = position(list[at] as T);
  return positions;
}

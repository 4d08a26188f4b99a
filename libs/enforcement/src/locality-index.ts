import type { LocalityTarget, SummaryPart } from './format.js';
import { millis } from './reading.js';

/** One service as one locality knows it: views are bits. */
export interface ServiceIndex {
  readonly ordinal: number;
  readonly views: ReadonlyMap<string, number>;
  readonly codes: readonly string[];
  /** A list of one for each view, so that the commonest answer needs no new list. */
  readonly single: readonly (readonly string[])[];
}

/**
 * One locality's target as integer arrays: per provider a row of the pairs it is in, sorted by consumer. A pair costs twelve
 * bytes and points at its two halves (participation and part), which are stored once.
 */
export class LocalityIndex {
  readonly code: string;
  readonly refuseAfterMillis: number;
  readonly services = new Map<string, ServiceIndex>();
  readonly references: readonly string[];
  readonly agreementService: Int32Array;

  readonly participationFrom: Float64Array;
  readonly participationUntil: Float64Array;
  readonly participationAgreement: Int32Array;
  readonly partFrom: Float64Array;
  readonly partUntil: Float64Array;
  readonly partViews: Int32Array;

  readonly rowStart: Int32Array;
  readonly pairConsumer: Int32Array;
  readonly pairParticipation: Int32Array;
  readonly pairPart: Int32Array;

  constructor(readonly target: LocalityTarget) {
    this.code = target.locality;
    this.refuseAfterMillis = target.refuseAfterSeconds * 1000;
    for (const [code, views] of Object.entries(target.services)) this.services.set(code, serviceIndex(this.services.size, views));
    this.references = target.agreements.map((each) => each.reference);
    this.agreementService = Int32Array.from(target.agreements, (each) => this.services.get(each.service)?.ordinal ?? -1);

    const versions = target.agreements.flatMap((each, agreement) => each.versions.map((version) => ({ agreement, version })));
    const participations = versions.flatMap(({ agreement, version }) => version.providers.map((each) => ({ agreement, each })));
    this.participationFrom = Float64Array.from(participations, ({ each }) => millis(each.from));
    this.participationUntil = Float64Array.from(participations, ({ each }) => millis(each.until));
    this.participationAgreement = Int32Array.from(participations, ({ agreement }) => agreement);
    const parts = versions.flatMap(({ version }) => version.consumers);
    this.partFrom = Float64Array.from(parts, (each) => millis(each.from));
    this.partUntil = Float64Array.from(parts, (each) => millis(each.until));
    this.partViews = Int32Array.from(parts, maskOf);

    // Blocks in the order of their consumer fill every provider's row already sorted.
    const blocks: Block[] = [];
    let firstParticipation = 0;
    let part = 0;
    for (const { version } of versions) {
      const without = new Set(version.without.map(([p, c]) => p * target.consumers.length + c));
      for (const { c } of version.consumers) {
        blocks.push({ c, part, firstParticipation, providers: version.providers.map(({ p }) => (without.has(p * target.consumers.length + c) ? -1 : p)) });
        part += 1;
      }
      firstParticipation += version.providers.length;
    }
    blocks.sort((one, other) => one.c - other.c || one.part - other.part);

    this.rowStart = new Int32Array(target.providers.length + 1);
    for (const { providers } of blocks) {
      for (const p of providers) if (p >= 0) this.rowStart[p + 1] = (this.rowStart[p + 1] ?? 0) + 1;
    }
    for (let p = 0; p < target.providers.length; p += 1) this.rowStart[p + 1] = (this.rowStart[p + 1] ?? 0) + (this.rowStart[p] ?? 0);
    const pairs = this.rowStart[target.providers.length] ?? 0;
    this.pairConsumer = new Int32Array(pairs);
    this.pairParticipation = new Int32Array(pairs);
    this.pairPart = new Int32Array(pairs);
    const next = this.rowStart.slice();
    for (const block of blocks) {
      block.providers.forEach((p, at) => {
        if (p < 0) return;
        const pair = next[p] ?? 0;
        next[p] = pair + 1;
        this.pairConsumer[pair] = block.c;
        this.pairParticipation[pair] = block.firstParticipation + at;
        this.pairPart[pair] = block.part;
      });
    }
  }

  get pairs(): number {
    return this.pairConsumer.length;
  }

  /** The first pair of this provider with this consumer, or -1. Others of the same two follow it. */
  firstPair(provider: number, consumer: number): number {
    let low = this.rowStart[provider] ?? 0;
    const end = this.rowStart[provider + 1] ?? 0;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.pairConsumer[middle] as number) < consumer) low = middle + 1;
      else high = middle;
    }
    return low < end && this.pairConsumer[low] === consumer ? low : -1;
  }

  rowEnd(provider: number): number {
    return this.rowStart[provider + 1] as number;
  }
}

interface Block {
  readonly c: number;
  readonly part: number;
  readonly firstParticipation: number;
  /** Provider of each participation, -1 where the pair is left out. */
  readonly providers: readonly number[];
}

function maskOf(part: SummaryPart): number {
  let mask = 0;
  for (const view of part.views) mask |= 1 << view;
  return mask;
}

function serviceIndex(ordinal: number, codes: readonly string[]): ServiceIndex {
  return { ordinal, codes, views: new Map(codes.map((code, bit) => [code, bit])), single: codes.map((code) => Object.freeze([code])) };
}

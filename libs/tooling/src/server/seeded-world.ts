import type { CertificateRow, ConsumerRow, Facts, LocalityRow, ProviderRow } from '@accord/publication/server';

import { inventedDigest, SeededNumbers } from './seeded-numbers.js';

export interface WorldSize {
  readonly regions: number;
  readonly localities: number;
  readonly providers: number;
  readonly consumers: number;
  /** Exactly so many pairs are shared. */
  readonly pairs: number;
}

/** About the size of England: a provider shares with 61 consumers, a consumer asks 200 providers, by some 23,000 agreements. */
export const NATIONAL_SIZE: WorldSize = { regions: 9, localities: 106, providers: 6_500, consumers: 2_000, pairs: 400_000 };

/** A hundredth of it. */
export const SMALL_SIZE: WorldSize = { regions: 2, localities: 4, providers: 65, consumers: 80, pairs: 4_000 };

export interface SeededWorld {
  readonly facts: Facts;
  readonly size: WorldSize & { readonly agreements: number };
  /** An instant at which everything is in force. */
  readonly at: Date;
  readonly providers: readonly string[];
  readonly consumers: readonly string[];
  certificateOf(consumer: string): string;
}

const VIEWS = ['summary', 'problems', 'diagnosis', 'medication', 'risks-and-warnings', 'procedures', 'investigations', 'examinations', 'events', 'demographics'];
const SERVICE = 'DCR';
const DAY = 86_400_000;
/** The day on which everything is in force. */
const TODAY = Date.UTC(2026, 4, 1);
const WITHIN_REGION = 0.6;
const [SHORTEST, LONGEST] = [30, 1_430];
const [MOST_PROVIDERS, MOST_CONSUMERS] = [12, 6];

/**
 * A country that is the same on every machine: localities of uneven size, each in a region; agreements of 1 to 12 practices of one
 * locality with 1 to 6 consumers, who are of the same region in 60 % of them and from anywhere in the others; one view set per
 * consumer; each agreement with dates of its own. A consumer already agreed with one of the practices is left out, so no pair is shared twice.
 */
export function seededWorld(size: WorldSize = NATIONAL_SIZE, seed = 20_260_302): SeededWorld {
  const numbers = new SeededNumbers(seed);
  const providers = named('TSTP', size.providers);
  const consumers = named('TSTV', size.consumers);
  const views = new Map(consumers.map((code) => [code, VIEWS.filter((_view, index) => index === 0 || numbers.chance(0.6))]));
  const rows: Rows = { localities: [], providers: [], consumers: [] };
  let agreements = 0;
  let pairsLeft = size.pairs;
  let providersLeft = size.providers;

  for (const share of shares(numbers, size)) {
    const code = `TSTL${String(rows.localities.length + 1).padStart(3, '0')}`;
    const own = providers.slice(size.providers - providersLeft, size.providers - providersLeft + share);
    const neighbours = consumers.filter((_consumer, at) => at % size.regions === rows.localities.length % size.regions);
    const pairs = Math.round((pairsLeft * share) / providersLeft);
    rows.localities.push({ code, refuseAfterSeconds: 86_400, agreements: null });
    const shared = new Set<string>();
    for (let wanted = pairs; wanted > 0;) {
      const block = blockOf(numbers, own, numbers.chance(WITHIN_REGION) ? neighbours : consumers, shared, wanted);
      if (block === undefined) continue;
      agreements += 1;
      wanted -= block.providers.length * block.consumers.length;
      agree(numbers, rows, `${SERVICE}-${code}-${String(agreements).padStart(5, '0')}`, code, block, views);
    }
    providersLeft -= share;
    pairsLeft -= pairs;
  }

  const certificates = consumers.flatMap((consumer): CertificateRow[] => [certificate(consumer, 1), ...(numbers.chance(0.2) ? [certificate(consumer, 2)] : [])]);
  return {
    facts: { ...rows, services: [{ code: SERVICE, views: VIEWS }], certificates },
    size: { ...size, agreements }, at: new Date(TODAY), providers, consumers,
    certificateOf: (consumer) => certificate(consumer, 1).sha256,
  };
}

interface Rows {
  readonly localities: LocalityRow[];
  readonly providers: ProviderRow[];
  readonly consumers: ConsumerRow[];
}

interface Block {
  readonly providers: readonly string[];
  readonly consumers: readonly string[];
}

/** A block of pairs that nobody shares yet, no more than `most` of them; undefined where none of those drawn is free. */
function blockOf(numbers: SeededNumbers, own: readonly string[], asking: readonly string[], shared: Set<string>, most: number): Block | undefined {
  const providers = numbers.someOf(own, Math.min(most, numbers.between(1, MOST_PROVIDERS))).sort();
  const drawn = numbers.someOf(asking, numbers.between(1, MOST_CONSUMERS)).filter((consumer) => providers.every((provider) => !shared.has(`${provider} ${consumer}`)));
  const consumers = drawn.slice(0, Math.floor(most / providers.length)).sort();
  for (const consumer of consumers) for (const provider of providers) shared.add(`${provider} ${consumer}`);
  return consumers.length === 0 ? undefined : { providers, consumers };
}

/** Adds the rows of one agreement: one window for all of it. */
function agree(numbers: SeededNumbers, rows: Rows, agreement: string, locality: string, block: Block, views: ReadonlyMap<string, readonly string[]>): void {
  const days = numbers.between(SHORTEST, LONGEST);
  const begun = numbers.between(1, days - 1);
  const during = { from: instant(-begun), until: instant(days - begun) };
  for (const provider of block.providers) {
    rows.providers.push({
      locality, agreement, service: SERVICE, version: 1, provider, ...during, evidence: inventedDigest(`${agreement} ${provider}`), consumers: block.consumers,
    });
  }
  for (const consumer of block.consumers) {
    rows.consumers.push({ agreement, consumer, views: views.get(consumer) ?? [], ...during, evidence: inventedDigest(`${agreement} ${consumer}`) });
  }
}

/** How many practices each locality has: uneven, none empty, all of them used. */
function shares(numbers: SeededNumbers, size: WorldSize): number[] {
  const weights = Array.from({ length: size.localities }, () => 0.3 + 1.4 * numbers.next());
  let weightLeft = weights.reduce((sum, weight) => sum + weight, 0);
  let left = size.providers;
  return weights.map((weight, index) => {
    const after = weights.length - index - 1;
    const share = after === 0 ? left : Math.max(1, Math.min(left - after, Math.round((left * weight) / weightLeft)));
    weightLeft -= weight;
    left -= share;
    return share;
  });
}

function certificate(consumer: string, number: number): CertificateRow {
  return { consumer, system: `${consumer}-1`, sha256: inventedDigest(`certificate ${number} of ${consumer}`), from: instant(-320), until: instant(1_380) };
}

function instant(day: number): string {
  return new Date(TODAY + day * DAY).toISOString();
}

function named(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_none, index) => `${prefix}${String(index + 1).padStart(5, '0')}`);
}

import type { CertificateRow, ConsumerRow, Facts, LocalityRow, ProviderRow } from '@accord/publication/server';

import { inventedDigest, SeededNumbers } from './seeded-numbers.js';

export interface WorldSize {
  readonly localities: number;
  readonly providers: number;
  readonly consumers: number;
  /** Exactly so many pairs are shared. */
  readonly pairs: number;
}

/** About the size of England: a provider shares with 61 consumers, a consumer asks 200 providers. */
export const NATIONAL_SIZE: WorldSize = { localities: 106, providers: 6_500, consumers: 2_000, pairs: 400_000 };

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
const FIRST_DAY = Date.UTC(2026, 0, 1);
const HOLES = 0.02;

/**
 * A country that is the same on every machine: localities of uneven size; in each an agreement of all its practices with its own
 * consumers, then smaller ones of some practices with consumers from elsewhere; one view set per consumer; a few practices that
 * leave out a consumer; dates that differ.
 */
export function seededWorld(size: WorldSize = NATIONAL_SIZE, seed = 20_260_302): SeededWorld {
  const numbers = new SeededNumbers(seed);
  const providers = named('TSTP', size.providers);
  const consumers = named('TSTV', size.consumers);
  const views = new Map(consumers.map((code) => [code, VIEWS.filter((_view, index) => index === 0 || numbers.chance(0.6))]));
  const rows: { localities: LocalityRow[]; providers: ProviderRow[]; consumers: ConsumerRow[] } = { localities: [], providers: [], consumers: [] };
  let agreements = 0;
  let pairsLeft = size.pairs;
  let providersLeft = size.providers;

  for (const share of shares(numbers, size)) {
    const code = `TSTL${String(rows.localities.length + 1).padStart(3, '0')}`;
    const own = providers.slice(size.providers - providersLeft, size.providers - providersLeft + share);
    const pairs = Math.round((pairsLeft * share) / providersLeft);
    rows.localities.push({ code, refuseAfterSeconds: 86_400 });
    const drawn = new Set<string>();
    for (let wanted = pairs, first = true; wanted > 0; first = false) {
      agreements += 1;
      const block = blockOf(numbers, own, consumers.filter((one) => !drawn.has(one)), wanted, first);
      for (const one of block.consumers) drawn.add(one);
      wanted -= agree(numbers, rows, `${SERVICE}-${code}-${String(agreements).padStart(4, '0')}`, code, block, views);
    }
    providersLeft -= share;
    pairsLeft -= pairs;
  }

  const certificates = consumers.flatMap((consumer): CertificateRow[] => [certificate(consumer, 1), ...(numbers.chance(0.2) ? [certificate(consumer, 2)] : [])]);
  return {
    facts: { ...rows, services: [{ code: SERVICE, views: VIEWS }], callers: [], certificates },
    size: { ...size, agreements }, at: new Date(FIRST_DAY + 120 * DAY), providers, consumers,
    certificateOf: (consumer) => certificate(consumer, 1).sha256,
  };
}

interface Block {
  readonly providers: readonly string[];
  readonly consumers: readonly string[];
  /** No more pairs than this, so that the whole comes out exact. */
  readonly most: number;
}

function blockOf(numbers: SeededNumbers, own: readonly string[], free: readonly string[], wanted: number, first: boolean): Block {
  const width = first ? 19 : numbers.between(3, 14);
  const height = first ? own.length : numbers.between(Math.ceil(own.length / 4), own.length);
  return { providers: numbers.someOf(own, height), consumers: numbers.someOf(free, width), most: wanted };
}

/** Adds the rows of one agreement and gives the number of its pairs. */
function agree(
  numbers: SeededNumbers, rows: { providers: ProviderRow[]; consumers: ConsumerRow[] }, agreement: string, locality: string, block: Block,
  views: ReadonlyMap<string, readonly string[]>,
): number {
  const until = instant(numbers.between(500, 1_400));
  const named = new Set<string>();
  let pairs = 0;
  for (const provider of block.providers) {
    const shared = block.consumers.filter(() => !numbers.chance(HOLES)).slice(0, block.most - pairs);
    if (shared.length === 0) continue;
    for (const consumer of shared) named.add(consumer);
    pairs += shared.length;
    rows.providers.push({
      locality, agreement, service: SERVICE, version: 1, provider, from: instant(numbers.between(0, 90)), until,
      evidence: inventedDigest(`${agreement} ${provider}`), consumers: shared,
    });
  }
  for (const consumer of named) {
    rows.consumers.push({
      agreement, consumer, views: views.get(consumer) ?? [], from: instant(numbers.between(0, 90)), until, evidence: inventedDigest(`${agreement} ${consumer}`),
    });
  }
  return pairs;
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
  return { consumer, system: `${consumer}-1`, sha256: inventedDigest(`certificate ${number} of ${consumer}`), from: instant(-200), until: instant(1_500) };
}

function instant(day: number): string {
  return new Date(FIRST_DAY + day * DAY).toISOString();
}

function named(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_none, index) => `${prefix}${String(index + 1).padStart(5, '0')}`);
}

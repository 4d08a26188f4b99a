import type { ProviderRow } from './facts.js';
import { groupedBy, sortedUnique } from './order.js';

export interface Interval {
  readonly from: string;
  readonly until: string;
}

/** Providers × consumers, less `without`; a pair holds while both its sides do. */
export interface Factored {
  readonly providers: ReadonlyMap<string, Interval>;
  readonly consumers: ReadonlyMap<string, Interval>;
  readonly without: readonly (readonly [provider: string, consumer: string])[];
}

interface HeldPair extends Interval {
  readonly provider: string;
  readonly consumer: string;
}

/**
 * Writes the pairs of one agreement version as few products as it takes. Nearly always that is one: a pair is held from when both
 * sides are live, so it is what its sides have in common. Pairs with dates of their own get a product for those dates.
 */
export function factored(rows: readonly ProviderRow[]): readonly Factored[] {
  const pairs = rows.flatMap((row) => row.consumers.map((consumer): HeldPair => ({ provider: row.provider, consumer, from: row.from, until: row.until })));
  const providers = hulls(pairs, (pair) => pair.provider);
  const consumers = hulls(pairs, (pair) => pair.consumer);
  const isCommon = (pair: HeldPair): boolean => {
    const both = common(providers.get(pair.provider)!, consumers.get(pair.consumer)!);
    return both.from === pair.from && both.until === pair.until;
  };
  const usual = pairs.filter(isCommon);
  const products = usual.length === 0 ? [] : [product(usual, providers, consumers)];
  for (const own of groupedBy(pairs.filter((pair) => !isCommon(pair)), (pair) => `${pair.from}|${pair.until}`).values()) {
    products.push(product(own, hulls(own, (pair) => pair.provider), hulls(own, (pair) => pair.consumer)));
  }
  return products;
}

function product(pairs: readonly HeldPair[], providers: ReadonlyMap<string, Interval>, consumers: ReadonlyMap<string, Interval>): Factored {
  const held = new Set(pairs.map((pair) => `${pair.provider}|${pair.consumer}`));
  const ofProviders = sortedUnique(pairs.map((pair) => pair.provider));
  const ofConsumers = sortedUnique(pairs.map((pair) => pair.consumer));
  const without: [string, string][] = [];
  if (held.size < ofProviders.length * ofConsumers.length) {
    for (const provider of ofProviders) for (const consumer of ofConsumers) if (!held.has(`${provider}|${consumer}`)) without.push([provider, consumer]);
  }
  return {
    providers: new Map(ofProviders.map((code) => [code, providers.get(code)!])),
    consumers: new Map(ofConsumers.map((code) => [code, consumers.get(code)!])),
    without,
  };
}

/** From the first moment to the last at which any pair of a side is held. */
function hulls(pairs: readonly HeldPair[], side: (pair: HeldPair) => string): Map<string, Interval> {
  const hulls = new Map<string, { from: string; until: string }>();
  for (const pair of pairs) {
    const hull = hulls.get(side(pair));
    if (!hull) hulls.set(side(pair), { from: pair.from, until: pair.until });
    else {
      if (pair.from < hull.from) hull.from = pair.from;
      if (pair.until > hull.until) hull.until = pair.until;
    }
  }
  return hulls;
}

/** What two intervals share; ISO instants of one length sort as they fall. */
export function common(a: Interval, b: Interval): Interval {
  return { from: a.from > b.from ? a.from : b.from, until: a.until < b.until ? a.until : b.until };
}

import type { LocalitySummary } from '@accord/enforcement';

/** What a pair may be asked for, and when; a pair whose views change at an instant has several. */
export interface Terms {
  readonly views: readonly string[];
  readonly from: string;
  readonly until: string;
}

export type PairDifferenceKind = 'pairs-gained' | 'pairs-lost' | 'views-changed' | 'dates-changed';

/** Practices for which the same changed alike, in one agreement with one viewing organisation. */
export interface PairDifference {
  readonly kind: PairDifferenceKind;
  readonly locality: string;
  readonly agreement: string;
  readonly service: string;
  readonly consumer: string;
  /** In order of their codes. */
  readonly providers: readonly string[];
  /** In order of when they begin; none where the pair was not held. */
  readonly was: readonly Terms[];
  readonly is: readonly Terms[];
}

interface Held { readonly service: string; readonly consumers: ReadonlyMap<string, ReadonlyMap<string, readonly Terms[]>> }

/** One locality's summary before and after, pair by pair, in an order that is always the same. */
export function pairDifferences(before: LocalitySummary | null, after: LocalitySummary | null): readonly PairDifference[] {
  const locality = (after ?? before)?.locality ?? '';
  const [old, young] = [heldIn(before), heldIn(after)];
  return sortedUnique([...old.keys(), ...young.keys()]).flatMap((agreement) => {
    const [was, is] = [old.get(agreement), young.get(agreement)];
    return sortedUnique([...was?.consumers.keys() ?? [], ...is?.consumers.keys() ?? []]).flatMap((consumer) =>
      ofOne(was?.consumers.get(consumer) ?? NOBODY, is?.consumers.get(consumer) ?? NOBODY).map((found) => ({ locality, agreement, service: (is ?? was)?.service ?? '', consumer, ...found })));
  });
}

const NOBODY: ReadonlyMap<string, readonly Terms[]> = new Map();

function ofOne(was: ReadonlyMap<string, readonly Terms[]>, is: ReadonlyMap<string, readonly Terms[]>): readonly Pick<PairDifference, 'kind' | 'providers' | 'was' | 'is'>[] {
  const alike = new Map<string, { readonly kind: PairDifferenceKind; readonly providers: string[]; readonly was: readonly Terms[]; readonly is: readonly Terms[] }>();
  for (const provider of sortedUnique([...was.keys(), ...is.keys()])) {
    const [held, holds] = [was.get(provider) ?? [], is.get(provider) ?? []];
    const [one, other] = [written(held), written(holds)];
    if (one === other) continue;
    const key = `${one}|${other}`;
    const group = alike.get(key);
    if (group === undefined) alike.set(key, { kind: kindOf(held, holds), providers: [provider], was: held, is: holds });
    else group.providers.push(provider);
  }
  return [...alike.values()];
}

function kindOf(was: readonly Terms[], is: readonly Terms[]): PairDifferenceKind {
  if (was.length === 0) return 'pairs-gained';
  if (is.length === 0) return 'pairs-lost';
  const views = (terms: readonly Terms[]): string => sortedUnique(terms.map((each) => each.views.join())).join(';');
  return views(was) === views(is) ? 'dates-changed' : 'views-changed';
}

function heldIn(summary: LocalitySummary | null): ReadonlyMap<string, Held> {
  const agreements = new Map<string, { readonly service: string; readonly consumers: Map<string, Map<string, Terms[]>> }>();
  for (const { reference, service, blocks } of summary?.agreements ?? []) {
    const held = agreements.get(reference) ?? { service, consumers: new Map<string, Map<string, Terms[]>>() };
    agreements.set(reference, held);
    for (const { from, until, providers, consumers } of blocks) for (const { consumer, views } of consumers) {
      const pairs = held.consumers.get(consumer) ?? new Map<string, Terms[]>();
      held.consumers.set(consumer, pairs);
      for (const provider of providers) pairs.set(provider, inOrder([...pairs.get(provider) ?? [], { views, from, until }]));
    }
  }
  return agreements;
}

const inOrder = (terms: Terms[]): Terms[] => (terms.length === 1 ? terms : terms.sort((one, other) => compare(one.from, other.from) || compare(one.until, other.until) || compare(one.views.join(), other.views.join())));
const written = (terms: readonly Terms[]): string => terms.map(({ views, from, until }) => `${from}/${until}/${views.join()}`).join(';');
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
/** By code unit, so that every machine sorts alike. */
const sortedUnique = (texts: Iterable<string>): string[] => [...new Set(texts)].sort(compare);

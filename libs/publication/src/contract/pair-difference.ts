import type { LocalitySummary, StopEntry } from '@accord/enforcement';
import { stoppedOf } from './held-pairs.js';

/** What a pair may be asked for, and when; a pair whose views change at an instant has several. */
export interface Terms {
  readonly views: readonly string[];
  readonly from: string;
  readonly until: string;
}

/** Stopped and resumed: the summaries say the same, and the stop lists do not. */
export type PairDifferenceKind = 'pairs-gained' | 'pairs-lost' | 'views-changed' | 'dates-changed' | 'pairs-stopped' | 'pairs-resumed';

/** Two stop lists, of which a summary is read with the one that was issued with it. */
export interface StopsBeside { readonly was: readonly StopEntry[]; readonly is: readonly StopEntry[] }

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

/** One locality's summary before and after, pair by pair, in an order that is always the same; with stop lists what these alone took away or gave back. */
export function pairDifferences(before: LocalitySummary | null, after: LocalitySummary | null, stops: StopsBeside = { was: [], is: [] }): readonly PairDifference[] {
  const locality = (after ?? before)?.locality ?? '';
  const [old, young] = [heldIn(before), heldIn(after)];
  return sortedUnique([...old.keys(), ...young.keys()]).flatMap((agreement) => {
    const [was, is] = [old.get(agreement), young.get(agreement)];
    return sortedUnique([...was?.consumers.keys() ?? [], ...is?.consumers.keys() ?? []]).flatMap((consumer) =>
      ofOne({ locality, agreement, service: (is ?? was)?.service ?? '', consumer }, was?.consumers.get(consumer) ?? NOBODY, is?.consumers.get(consumer) ?? NOBODY, stops));
  });
}

const NOBODY: ReadonlyMap<string, readonly Terms[]> = new Map();

function ofOne(
  about: Pick<PairDifference, 'locality' | 'agreement' | 'service' | 'consumer'>, was: ReadonlyMap<string, readonly Terms[]>, is: ReadonlyMap<string, readonly Terms[]>, stops: StopsBeside,
): readonly PairDifference[] {
  const alike = new Map<string, PairDifference & { readonly providers: string[] }>();
  for (const provider of sortedUnique([...was.keys(), ...is.keys()])) {
    const [held, holds] = [was.get(provider) ?? [], is.get(provider) ?? []];
    const found = written(held) === written(holds) ? ofStops(leftOf(held, { ...about, provider }, stops.was), leftOf(holds, { ...about, provider }, stops.is)) : { kind: kindOf(held, holds), was: held, is: holds };
    if (found === null) continue;
    const key = `${found.kind}|${written(found.was)}|${written(found.is)}`;
    const group = alike.get(key);
    if (group === undefined) alike.set(key, { ...about, ...found, providers: [provider] });
    else group.providers.push(provider);
  }
  return [...alike.values()];
}

/** What stops leave of a pair. */
function leftOf(terms: readonly Terms[], pair: Parameters<typeof stoppedOf>[1], stops: readonly StopEntry[]): readonly Terms[] {
  if (stops.length === 0) return terms;
  return terms.map((each) => ({ ...each, stopped: stoppedOf(each.views, pair, stops) })).flatMap(({ views, from, until, stopped }) =>
    (stopped.length === views.length ? [] : [{ views: views.filter((view) => !stopped.includes(view)), from, until }]));
}

/** Of a pair whose summary says the same as before. */
function ofStops(was: readonly Terms[], is: readonly Terms[]): Pick<PairDifference, 'kind' | 'was' | 'is'> | null {
  if (written(was) === written(is)) return null;
  const [before, after] = [new Set(was.flatMap(({ views }) => views)), new Set(is.flatMap(({ views }) => views))];
  if ([...after].every((view) => before.has(view))) return { kind: 'pairs-stopped', was, is };
  return { kind: [...before].every((view) => after.has(view)) ? 'pairs-resumed' : 'views-changed', was, is };
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

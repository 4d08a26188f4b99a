import type { CallersTarget, LocalitySummary, StopEntry } from '@accord/enforcement';

/** What gateways are told otherwise, of one kind, in one locality. */
export interface SummaryChange {
  readonly kind: ChangeKind;
  readonly locality: string | null;
  readonly agreement: string | null;
  /** Codes of those it concerns, the first of them where they are many. */
  readonly organisations: readonly string[];
  readonly count: number;
}

export type ChangeKind =
  | 'locality-added' | 'locality-gone' | 'providers-live' | 'providers-gone' | 'viewers-live' | 'viewers-gone' | 'pairs-gained' | 'pairs-lost' | 'views-changed' | 'dates-changed'
  | 'evidence-changed' | 'certificates-added' | 'certificates-removed' | 'stops-added' | 'stops-removed' | 'summary-changed' | 'keys-changed'
  // What was published then cannot be read now: gone, in a form of before, or other bytes than were published.
  | 'summary-not-kept' | 'summary-older-form' | 'summary-altered';

const MOST_NAMED = 12;

interface Pair { readonly provider: string; readonly consumer: string; readonly views: string; readonly dates: string; readonly evidence: string }

/** One locality's summary before and after, in kinds that can be said in words. */
export function localityDifference(before: LocalitySummary | null, after: LocalitySummary | null): readonly SummaryChange[] {
  const locality = (after ?? before)!.locality;
  const found: SummaryChange[] = [];
  const say = (kind: ChangeKind, agreement: string | null, codes: Iterable<string>, count?: number): void => {
    const named = sortedUnique(codes);
    if ((count ?? named.length) > 0) found.push({ kind, locality, agreement, organisations: named.slice(0, MOST_NAMED), count: count ?? named.length });
  };
  if (before === null) say('locality-added', null, [], 1);
  if (after === null) say('locality-gone', null, [], 1);
  const [old, young] = [agreementsIn(before), agreementsIn(after)];
  for (const reference of sortedUnique([...old.keys(), ...young.keys()])) {
    const [was, is] = [old.get(reference) ?? new Map<string, Pair>(), young.get(reference) ?? new Map<string, Pair>()];
    const sides = (pairs: ReadonlyMap<string, Pair>, side: 'provider' | 'consumer') => new Set([...pairs.values()].map((pair) => pair[side]));
    const isNew = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...b].filter((code) => !a.has(code));
    say('providers-live', reference, isNew(sides(was, 'provider'), sides(is, 'provider')));
    say('providers-gone', reference, isNew(sides(is, 'provider'), sides(was, 'provider')));
    say('viewers-live', reference, isNew(sides(was, 'consumer'), sides(is, 'consumer')));
    say('viewers-gone', reference, isNew(sides(is, 'consumer'), sides(was, 'consumer')));
    say('pairs-gained', reference, [], [...is.keys()].filter((key) => !was.has(key)).length);
    say('pairs-lost', reference, [], [...was.keys()].filter((key) => !is.has(key)).length);
    const kept = [...is].flatMap(([key, pair]) => (was.has(key) ? [{ was: was.get(key)!, is: pair }] : []));
    say('views-changed', reference, kept.filter((each) => each.was.views !== each.is.views).map((each) => each.is.consumer));
    say('dates-changed', reference, kept.filter((each) => each.was.dates !== each.is.dates).map((each) => each.is.provider));
    // One digest stands for all evidence behind a version, so it says something of its own only where the same take part in it as before.
    if (kept.length === was.size && kept.length === is.size && kept.some((each) => each.was.evidence !== each.is.evidence)) say('evidence-changed', reference, [], 1);
  }
  return found.length > 0 ? found : [{ kind: 'summary-changed', locality, agreement: null, organisations: [], count: 1 }];
}

/** Whose certificates began and ceased to count, of those consumers that are asked about. */
export function callersDifference(before: CallersTarget | null, after: CallersTarget | null, isAsked: (consumer: string) => boolean): readonly SummaryChange[] {
  const [held, holds] = [certificatesIn(before), certificatesIn(after)];
  const change = (kind: ChangeKind, some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): SummaryChange[] => {
    const codes = sortedUnique([...some].filter(([key, consumer]) => !others.has(key) && isAsked(consumer)).map(([, consumer]) => consumer));
    return codes.length === 0 ? [] : [{ kind, locality: null, agreement: null, organisations: codes.slice(0, MOST_NAMED), count: codes.length }];
  };
  return [...change('certificates-added', holds, held), ...change('certificates-removed', held, holds)];
}

/** Entries that came and went. */
export function stopsDifference(before: readonly StopEntry[], after: readonly StopEntry[]): { readonly added: readonly StopEntry[]; readonly removed: readonly StopEntry[] } {
  const [was, is] = [new Set(before.map(({ id }) => id)), new Set(after.map(({ id }) => id))];
  return { added: after.filter(({ id }) => !was.has(id)), removed: before.filter(({ id }) => !is.has(id)) };
}

/** By code unit, so that every machine sorts alike. */
const sortedUnique = (texts: Iterable<string>): string[] => [...new Set(texts)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** Pairs by agreement; one whose views or dates change in time is one pair. */
function agreementsIn(summary: LocalitySummary | null): ReadonlyMap<string, ReadonlyMap<string, Pair>> {
  const agreements = new Map<string, Map<string, Pair>>();
  for (const { reference, evidence, blocks } of summary?.agreements ?? []) {
    const pairs = agreements.get(reference) ?? new Map<string, Pair>();
    agreements.set(reference, pairs);
    for (const { from, until, providers, consumers } of blocks) {
      for (const provider of providers) for (const { consumer, views: held } of consumers) {
        const earlier = pairs.get(`${provider}|${consumer}`);
        const [views, dates] = [held.join(), `${from}/${until}`];
        pairs.set(`${provider}|${consumer}`, {
          provider, consumer, views: earlier === undefined ? views : `${earlier.views};${views}`, dates: earlier === undefined ? dates : `${earlier.dates};${dates}`, evidence,
        });
      }
    }
  }
  return agreements;
}

/** Consumer by certificate with its dates: a revoked one ends earlier, and so is another. */
function certificatesIn(target: CallersTarget | null): ReadonlyMap<string, string> {
  return new Map((target?.consumers ?? []).flatMap(({ code, systems }) => systems.flatMap(({ certificates }) => certificates.map(({ sha256, from, until }) => [`${sha256}|${from}|${until}`, code] as const))));
}

import { isSeen, viewsSeen, type ActOnAccess } from '@accord/agreements';
import { digestOf } from '@accord/kernel';
import { gatesSpokenOf } from './gates-spoken-of.js';
import { linksOf, type HeldPair, type SharingWorld } from './sharing-world.js';
import { worldAfter } from './world-after.js';

/** What changes between one provider and one consumer, from one day until another; where it turns again, there is another. */
export interface PairImpact {
  readonly service: string;
  readonly provider: string;
  readonly consumer: string;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** Everything seen afterwards, from that day. */
  readonly seen: readonly string[];
  /** When what is gained begins, or what is lost would have begun; null for now. */
  readonly from: string | null;
  /** When the act makes no difference to these views any more; null for as long as the pair is agreed. */
  readonly until: string | null;
}

/** Pairs and views an act would give or take, the same for everybody who sees the same world. */
export interface Impact {
  readonly act: ActOnAccess;
  readonly pairs: readonly PairImpact[];
  /** Pairs that come to be held, and through which nothing is seen while a gate, a certificate or a stop stands in the way. */
  readonly heldBack: number;
  /** Of the act and of what it changes: what a confirmation binds to. */
  readonly hash: string;
}

/** Something was seen between the two, and nothing is afterwards. */
export const stops = ({ lost, seen }: PairImpact): boolean => lost.length > 0 && seen.length === 0;

/** How many pairs these are of: one that turns more than once is one. */
export const pairsAmong = (some: readonly PairImpact[]): number => new Set(some.map(({ service, provider, consumer }) => `${service} ${provider} ${consumer}`)).size;

/**
 * What an act changes: who sees what before it and after it, judged by `inForce` both times. A gate may be said to hold from a day to come, or
 * no longer then; so of whom such an act speaks is looked at on each of those days too, and shown with every day on which it turns.
 */
export function impactOf(world: SharingWorld, act: ActOnAccess): Impact {
  const done = worldAfter(world, act);
  const after = seenIn(done);
  const codes = gatesSpokenOf(act);
  const pairs = codes === null ? changesBetween(seenIn(world), after, world.at) : turnsOf(world, done, new Set(codes));
  return { act, pairs, heldBack: heldBackIn(done, world.pairs.length, after), hash: digestOf({ act: inOrder(act), pairs }) };
}

function changesBetween(before: ReadonlyMap<string, Seen>, after: ReadonlyMap<string, Seen>, at: Date): PairImpact[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): PairImpact[] => {
    const [then, now] = [before.get(key), after.get(key)];
    const [gained, lost] = [without(now, then), without(then, now)];
    if (gained.length === 0 && lost.length === 0) return [];
    const { service, provider, consumer } = (now ?? then)!;
    const begins = (gained.length > 0 ? now : then)!.begins;
    return [{ service, provider, consumer, gained, lost, seen: [...now?.views ?? []].sort(), from: begins > at ? begins.toISOString() : null, until: null }];
  });
}

const without = (some: Seen | undefined, others: Seen | undefined): string[] => [...some?.views ?? []].filter((view) => others?.views.has(view) !== true).sort();

/** One view gained or lost between two, from when until when. */
interface Stretch {
  readonly key: string;
  readonly between: Pick<PairImpact, 'service' | 'provider' | 'consumer' | 'seen'>;
  readonly which: 'gained' | 'lost';
  readonly view: string;
  readonly from: number;
  until: number | null;
}

/** Every stretch of time in which an act that speaks of gates gives or takes a view, by whoever it is between and its first and last day. */
function turnsOf(world: SharingWorld, done: SharingWorld, codes: ReadonlySet<string>): PairImpact[] {
  const { days, held, ends } = daysToLookAt(world, done, codes);
  const [stretches, running] = [[] as Stretch[], new Map<string, Map<string, Stretch>>()];
  for (const [day, keys] of days) {
    const pairs = [...keys].flatMap((key) => held.get(key)!);
    const [before, after] = [world, done].map((each) => seenIn({ ...each, at: new Date(day), pairs }, true)) as [ReadonlyMap<string, Seen>, ReadonlyMap<string, Seen>];
    for (const key of keys) {
      const [then, now, known] = [before.get(key), after.get(key), running.get(key) ?? new Map<string, Stretch>()];
      const named = (which: Stretch['which'], views: readonly string[]) => views.map((view): readonly [string, Pick<Stretch, 'which' | 'view'>] => [`${which} ${view}`, { which, view }]);
      const turned = new Map([...named('gained', without(now, then)), ...named('lost', without(then, now))]);
      for (const [name, stretch] of known) {
        if (turned.has(name)) continue;
        stretch.until = day < ends.get(key)! ? day : null;
        known.delete(name);
      }
      for (const [name, { which, view }] of turned) {
        if (known.has(name)) continue;
        const { service, provider, consumer } = (now ?? then)!;
        const stretch: Stretch = { key, between: { service, provider, consumer, seen: [...now?.views ?? []].sort() }, which, view, from: day, until: null };
        stretches.push(stretch);
        known.set(name, stretch);
      }
      running.set(key, known);
    }
  }
  return together(stretches, world.at.getTime());
}

/** Views given and taken between the same two in the same time, at once. */
function together(stretches: readonly Stretch[], at: number): PairImpact[] {
  const alike = new Map<string, Stretch[]>();
  for (const stretch of stretches) {
    const name = `${stretch.key} ${stretch.from} ${stretch.until ?? ''}`;
    alike.set(name, [...alike.get(name) ?? [], stretch]);
  }
  const inTime = (one: number | null, other: number | null): number => (one === other ? 0 : (one ?? Number.POSITIVE_INFINITY) - (other ?? Number.POSITIVE_INFINITY));
  const inTurn = (one: Stretch, other: Stretch): number => inTime(one.from, other.from) || inTime(one.until, other.until);
  return [...alike.values()].sort(([one], [other]) => (one!.key === other!.key ? inTurn(one!, other!) : one!.key < other!.key ? -1 : 1)).map((some): PairImpact => {
    const { between: { seen, ...between }, from, until } = some[0]!;
    const views = (which: Stretch['which']): string[] => some.filter((each) => each.which === which).map(({ view }) => view).sort();
    return { ...between, gained: views('gained'), lost: views('lost'), seen, from: from > at ? new Date(from).toISOString() : null, until: until === null ? null : new Date(until).toISOString() };
  });
}

interface DaysToLookAt {
  /** Now, and every instant to come at which something else may be seen than before it, with those between whom. */
  readonly days: readonly (readonly [number, ReadonlySet<string>])[];
  readonly held: ReadonlyMap<string, readonly HeldPair[]>;
  /** When nothing is agreed between two any more. */
  readonly ends: ReadonlyMap<string, number>;
}

/** Of those whose gates an act speaks of. */
function daysToLookAt(world: SharingWorld, done: SharingWorld, codes: ReadonlySet<string>): DaysToLookAt {
  const [days, held, ends, turns] = [new Map<number, Set<string>>(), new Map<string, HeldPair[]>(), new Map<string, number>(), new Map<string, number[]>()];
  for (const side of [...world.providers, ...done.providers, ...world.consumers, ...done.consumers]) {
    const stretches = 'hosted' in side ? side.hosted : side.certificates;
    turns.set(side.id, [...turns.get(side.id) ?? [], side.openUntil.getTime(), side.from.getTime(), ...stretches.flatMap(({ from, until }) => [from.getTime(), until.getTime()])]);
  }
  const [providers, consumers] = [new Map(world.providers.map((side) => [side.id, side])), new Map(world.consumers.map((side) => [side.id, side]))];
  const [sets, now] = [new Map(world.sets.map((set) => [set.id, set])), world.at.getTime()];
  for (const pair of world.pairs) {
    const [provider, consumer, set] = [providers.get(pair.participationId), consumers.get(pair.consumerPartId), sets.get(pair.viewSetId)];
    if (provider === undefined || consumer === undefined || set === undefined || !(codes.has(provider.odsCode) || codes.has(consumer.odsCode))) continue;
    const [key, until] = [keyOf(provider, consumer), Math.min(...[pair, provider, consumer, set].map((each) => each.until.getTime()))];
    if (until <= now) continue;
    held.set(key, [...held.get(key) ?? [], pair]);
    ends.set(key, Math.max(ends.get(key) ?? until, until));
    const to = [until, pair.from.getTime(), set.from.getTime(), ...turns.get(provider.id)!, ...turns.get(consumer.id)!, ...world.stops.map(({ from }) => from.getTime())];
    for (const at of [now, ...to.filter((each) => each > now && each <= until && each < NO_END)]) days.set(at, (days.get(at) ?? new Set()).add(key));
  }
  return { days: [...days].sort(([one], [other]) => one - other), held, ends };
}

const NO_END = 8_640_000_000_000_000;

/** What an act takes hold of stands behind what was held before it. */
function heldBackIn(done: SharingWorld, heldBefore: number, seen: ReadonlyMap<string, Seen>): number {
  const providers = new Map(done.providers.map((side) => [side.id, side]));
  const consumers = new Map(done.consumers.map((side) => [side.id, side]));
  return done.pairs.slice(heldBefore).filter(({ participationId, consumerPartId }) => {
    const [provider, consumer] = [providers.get(participationId), consumers.get(consumerPartId)];
    return provider !== undefined && consumer !== undefined && !seen.has(keyOf(provider, consumer));
  }).length;
}

const keyOf = (provider: { readonly serviceCode: string; readonly odsCode: string }, consumer: { readonly odsCode: string }): string => `${provider.serviceCode} ${provider.odsCode} ${consumer.odsCode}`;

interface Seen {
  readonly service: string;
  readonly provider: string;
  readonly consumer: string;
  readonly views: Set<string>;
  begins: Date;
}

/** Whoever sees something now or, by what is agreed already, will; or at that very instant alone. */
function seenIn(world: SharingWorld, isThen = false): ReadonlyMap<string, Seen> {
  const found = new Map<string, Seen>();
  for (const { provider, consumer, judgedAt, facts } of linksOf(world)) {
    if (isThen && judgedAt > world.at) continue;
    const key = keyOf(provider, consumer);
    // Where no stop tells views apart, what holds for one holds for all.
    const alike = facts.stops.every((stop) => stop.views === null);
    const views = alike ? (facts.views[0] !== undefined && isSeen(facts, facts.views[0], judgedAt) ? facts.views : []) : viewsSeen(facts, judgedAt);
    if (views.length === 0) continue;
    const known = found.get(key);
    if (known === undefined) {
      found.set(key, { service: provider.serviceCode, provider: provider.odsCode, consumer: consumer.odsCode, views: new Set(views), begins: judgedAt });
      continue;
    }
    for (const view of views) known.views.add(view);
    if (judgedAt < known.begins) known.begins = judgedAt;
  }
  return found;
}

/** Lists of an act say who, and in no order. */
function inOrder(act: ActOnAccess): unknown {
  return act.kind === 'several' ? { ...act, acts: act.acts.map(inOrder) } : Object.fromEntries(Object.entries(act).map(([name, value]) => [name, Array.isArray(value) ? [...value as readonly string[]].sort() : value as unknown]));
}

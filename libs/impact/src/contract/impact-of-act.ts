import { isSeen, viewsSeen, type ActOnAccess } from '@accord/agreements';
import { digestOf } from '@accord/kernel';
import { linksOf, type SharingWorld } from './sharing-world.js';
import { worldAfter } from './world-after.js';

/** What changes between one provider and one consumer. */
export interface PairImpact {
  readonly service: string;
  readonly provider: string;
  readonly consumer: string;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** Everything seen afterwards. */
  readonly seen: readonly string[];
  /** When what is gained begins, or what is lost would have begun; null for now. */
  readonly from: string | null;
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

/**
 * What an act changes: who sees what before it and after it, judged by `inForce` both times. A gate may be said to hold from a day to come, or
 * no longer then; so of whom such an act speaks is looked at on each of those days too, and shown with the first on which it matters.
 */
export function impactOf(world: SharingWorld, act: ActOnAccess): Impact {
  const done = worldAfter(world, act);
  const after = seenIn(done);
  const changed = new Map(changesBetween(seenIn(world), after, world.at));
  for (const [at, keys] of daysToCome(world, done, act)) {
    const on = (each: SharingWorld): ReadonlyMap<string, Seen> => seenIn({ ...each, at: new Date(at) }, (key) => keys.has(key) && !changed.has(key));
    for (const [key, pair] of changesBetween(on(world), on(done), world.at)) changed.set(key, pair);
  }
  const pairs = [...changed.keys()].sort().map((key) => changed.get(key)!);
  return { act, pairs, heldBack: heldBackIn(done, world.pairs.length, after), hash: digestOf({ act: inOrder(act), pairs }) };
}

function changesBetween(before: ReadonlyMap<string, Seen>, after: ReadonlyMap<string, Seen>, at: Date): [string, PairImpact][] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key): [string, PairImpact][] => {
    const [then, now] = [before.get(key), after.get(key)];
    const gained = [...now?.views ?? []].filter((view) => then?.views.has(view) !== true).sort();
    const lost = [...then?.views ?? []].filter((view) => now?.views.has(view) !== true).sort();
    if (gained.length === 0 && lost.length === 0) return [];
    const { service, provider, consumer } = (now ?? then)!;
    const begins = (gained.length > 0 ? now : then)!.begins;
    return [[key, { service, provider, consumer, gained, lost, seen: [...now?.views ?? []].sort(), from: begins > at ? begins.toISOString() : null }]];
  });
}

/** Instants to come at which something else may be seen than the day before, and between whom: of those whose gates an act speaks of. */
function daysToCome(world: SharingWorld, done: SharingWorld, act: ActOnAccess): readonly (readonly [number, ReadonlySet<string>])[] {
  if (act.kind !== 'hosted' && act.kind !== 'organisations-open') return [];
  const [codes, days] = [new Set(act.changes.map(({ odsCode }) => odsCode)), new Map<number, Set<string>>()];
  const turns = new Map<string, number[]>();
  for (const side of [...world.providers, ...done.providers, ...world.consumers, ...done.consumers]) {
    const known = turns.get(side.id) ?? [];
    known.push(side.openUntil.getTime(), ...('hosted' in side ? side.hosted.flatMap(({ from, until }) => [from.getTime(), until.getTime()]) : side.certificates.map(({ from }) => from.getTime())));
    turns.set(side.id, known);
  }
  const [providers, consumers] = [new Map(world.providers.map((side) => [side.id, side])), new Map(world.consumers.map((side) => [side.id, side]))];
  for (const { participationId, consumerPartId, until } of world.pairs) {
    const [provider, consumer] = [providers.get(participationId), consumers.get(consumerPartId)];
    if (provider === undefined || consumer === undefined || !(codes.has(provider.odsCode) || codes.has(consumer.odsCode))) continue;
    for (const at of [...turns.get(provider.id)!, ...turns.get(consumer.id)!]) {
      if (at > world.at.getTime() && at < until.getTime()) days.set(at, (days.get(at) ?? new Set()).add(keyOf(provider, consumer)));
    }
  }
  return [...days].sort(([one], [other]) => one - other);
}

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

/** Whoever sees something now or, by what is agreed already, will. */
function seenIn(world: SharingWorld, between: (key: string) => boolean = () => true): ReadonlyMap<string, Seen> {
  const found = new Map<string, Seen>();
  for (const { provider, consumer, judgedAt, facts } of linksOf(world)) {
    const key = keyOf(provider, consumer);
    if (!between(key)) continue;
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

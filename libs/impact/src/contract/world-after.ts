import type { ActOnAccess, Reach } from '@accord/agreements';
import { reaches, type Certificate, type ConsumerSide, type CurrentSet, type HeldPair, type ProviderSide, type SharingWorld } from './sharing-world.js';

const ALWAYS = new Date(8_640_000_000_000_000);
const NEVER_BEGAN = new Date(-8_640_000_000_000_000);

/** The world as it stands right after an act: what the use-case of that act does to states, pairs, sets and stops, and nothing else. */
export function worldAfter(world: SharingWorld, act: ActOnAccess): SharingWorld {
  switch (act.kind) {
    case 'go-live': return held(wentLive(world, new Set(act.ids)));
    case 'approve': return held(wentLive(withGatesMet(world, new Set(act.ids)), new Set(act.ids)));
    case 'stop': return stopped(world, act.reach, act.isFinal === true);
    case 'lift': return lifted(world, new Set(act.stopIds));
    case 'end': return released(world, ({ agreementId }) => agreementId === act.agreementId);
    case 'close': return world;
    case 'hosted': return hosted(world, act);
    case 'organisations-open': return opened(world, act);
    case 'confirm': return confirmed(world, act);
    case 'revoke': return revoked(world, act);
    case 'replace': return held(replaced(world, act));
    case 'several': return severalDone(world, act.acts);
  }
}

/** One after the other; those who go for good together in one pass, because a campaign may name hundreds. */
function severalDone(world: SharingWorld, acts: readonly ActOnAccess[]): SharingWorld {
  const leaving = acts.map((act) => (act.kind === 'stop' && act.isFinal === true ? oneSideOf(act.reach) : null));
  const ids = leaving.filter((id) => id !== null);
  return ids.length === acts.length ? gone(world, new Set(ids)) : acts.reduce(worldAfter, world);
}

/** Whoever is approved goes live; whoever is live and has signed a later version goes over to it. */
function wentLive(world: SharingWorld, ids: ReadonlySet<string>): SharingWorld {
  const isListed = ({ id }: { readonly id: string }): boolean => ids.has(id);
  const over = new Map(world.providers.filter((side) => isListed(side) && side.next !== null && isOn(side)).map((side) => [side.id, side]));
  const moved = <Side extends ProviderSide | ConsumerSide>(side: Side): Side => {
    if (!isListed(side)) return side;
    if (side.state === 'approved' || side.state === 'verified') return { ...side, state: 'live' };
    return side.next !== null && isOn(side) ? { ...side, ...side.next, next: null } : side;
  };
  const next = { ...world, providers: world.providers.map(moved), consumers: world.consumers.map(moved) };
  return over.size === 0 ? next : refitted(next, over);
}

const isOn = ({ state }: ProviderSide | ConsumerSide): boolean => state === 'live' || state === 'suspended';

/** Pairs of whoever went over: held until the new last day, let go where the new version does not name the consumer, or it declined it. */
function refitted(world: SharingWorld, over: ReadonlyMap<string, ProviderSide>): SharingWorld {
  const providers = new Map(world.providers.map((side) => [side.id, side]));
  const consumers = new Map(world.consumers.map((side) => [side.id, side]));
  return {
    ...world,
    pairs: world.pairs.map((pair): HeldPair => {
      const [provider, consumer] = [providers.get(pair.participationId), consumers.get(pair.consumerPartId)];
      if (provider === undefined || consumer === undefined || !over.has(provider.id) || pair.until <= world.at) return pair;
      const isKept = provider.proved[consumer.odsCode] === pair.viewSetId && !consumer.asked.some(({ version, isDeclined }) => isDeclined && version <= provider.version && version > consumer.version);
      return isKept ? { ...pair, until: provider.until } : cutAt(pair, world.at);
    }),
  };
}

function hosted(world: SharingWorld, { changes }: Extract<ActOnAccess, { kind: 'hosted' }>): SharingWorld {
  const runs = new Map(changes.map(({ odsCode, during }) => [odsCode, during.map(({ from, until }) => ({ from: new Date(from), until: until === null ? ALWAYS : new Date(until) }))]));
  return { ...world, providers: world.providers.map((side) => ({ ...side, hosted: runs.get(side.odsCode) ?? side.hosted })) };
}

function opened(world: SharingWorld, { changes }: Extract<ActOnAccess, { kind: 'organisations-open' }>): SharingWorld {
  const ends = new Map(changes.map(({ odsCode, until }) => [odsCode, until === null ? ALWAYS : new Date(until)]));
  const until = <Side extends ProviderSide | ConsumerSide>(side: Side): Side => ({ ...side, openUntil: ends.get(side.odsCode) ?? side.openUntil });
  return { ...world, providers: world.providers.map(until), consumers: world.consumers.map(until) };
}

function confirmed(world: SharingWorld, { certificates }: Extract<ActOnAccess, { kind: 'confirm' }>): SharingWorld {
  const added = new Map<string, Certificate[]>();
  for (const { consumerOdsCode: code, systemId, from, until } of certificates) added.set(code, [...added.get(code) ?? [], { systemId, from: new Date(from), until: new Date(until) }]);
  return { ...world, consumers: world.consumers.map((side) => ({ ...side, certificates: [...side.certificates, ...added.get(side.odsCode) ?? []] })) };
}

/** Two of a system with the same dates do the same, so it does not matter which of them is named. */
function revoked(world: SharingWorld, { consumerOdsCode, systemId, from, until }: Extract<ActOnAccess, { kind: 'revoke' }>): SharingWorld {
  const isNamed = (each: Certificate): boolean => each.systemId === systemId && each.from.toISOString() === from && each.until.toISOString() === until;
  const without = ({ certificates }: ConsumerSide): readonly Certificate[] => certificates.toSpliced(certificates.findIndex(isNamed), certificates.some(isNamed) ? 1 : 0);
  return { ...world, consumers: world.consumers.map((side) => (side.odsCode === consumerOdsCode ? { ...side, certificates: without(side) } : side)) };
}

/** An approval is given for the day on which nothing is missing any more. */
function withGatesMet(world: SharingWorld, ids: ReadonlySet<string>): SharingWorld {
  const certificates = [{ systemId: '', from: NEVER_BEGAN, until: ALWAYS }];
  return {
    ...world,
    providers: world.providers.map((side) => (ids.has(side.id) ? { ...side, openUntil: ALWAYS, hosted: [{ from: NEVER_BEGAN, until: ALWAYS }] } : side)),
    consumers: world.consumers.map((side) => (ids.has(side.id) ? { ...side, openUntil: ALWAYS, certificates } : side)),
  };
}

/** Takes hold of every pair of two live sides that never was held, whose evidence proves the consumer's set, and from which nobody has withdrawn. */
function held(world: SharingWorld): SharingWorld {
  const known = new Set(world.pairs.map(({ participationId, consumerPartId, viewSetId }) => `${participationId} ${consumerPartId} ${viewSetId}`));
  const current = new Set(world.sets.filter(({ until }) => until > world.at).map(({ id }) => id));
  const live = new Map<string, ConsumerSide[]>();
  for (const side of world.consumers) if (side.state === 'live' && current.has(side.viewSetId)) live.set(side.agreementId, [...live.get(side.agreementId) ?? [], side]);
  const taken = world.providers.filter(({ state, until }) => state === 'live' && until > world.at).flatMap((provider): HeldPair[] => (live.get(provider.agreementId) ?? [])
    .filter((consumer) => provider.proved[consumer.odsCode] === consumer.viewSetId && !known.has(`${provider.id} ${consumer.id} ${consumer.viewSetId}`) && !provider.withdrewFrom.includes(consumer.odsCode)
      // Asked for the provider's words, or earlier ones, and not agreed yet.
      && !consumer.asked.some(({ version }) => version <= provider.version && version > consumer.version))
    .map((consumer) => ({
      participationId: provider.id, consumerPartId: consumer.id, viewSetId: consumer.viewSetId, from: provider.from > world.at ? provider.from : world.at, until: provider.until,
    })));
  return taken.length === 0 ? world : { ...world, pairs: [...world.pairs, ...taken] };
}

/** What never began is held for no time; its row stays, and the pair is not taken hold of again. */
const cutAt = (pair: HeldPair, at: Date): HeldPair => ({ ...pair, until: pair.from >= at ? pair.from : at });

function released(world: SharingWorld, whose: (provider: ProviderSide, consumer: ConsumerSide) => boolean): SharingWorld {
  const providers = new Map(world.providers.map((side) => [side.id, side]));
  const consumers = new Map(world.consumers.map((side) => [side.id, side]));
  return {
    ...world,
    pairs: world.pairs.map((pair): HeldPair => {
      const [provider, consumer] = [providers.get(pair.participationId), consumers.get(pair.consumerPartId)];
      return provider === undefined || consumer === undefined || !whose(provider, consumer) || pair.until <= world.at ? pair : cutAt(pair, world.at);
    }),
  };
}

/** One act, one entry. Only a scope of one participation or one part moves a state; what is stopped for good lets go of its pairs. */
function stopped(world: SharingWorld, reach: Reach, isFinal: boolean): SharingWorld {
  const id = oneSideOf(reach);
  if (isFinal) return id === null ? released(withStop(world, reach), (provider, consumer) => reaches(reach, provider, consumer)) : gone(world, new Set([id]));
  const suspended = <Side extends ProviderSide | ConsumerSide>(side: Side): Side => (side.id === id && side.state === 'live' ? { ...side, state: 'suspended' } : side);
  const next = withStop(world, reach);
  return id === null ? next : { ...next, providers: next.providers.map(suspended), consumers: next.consumers.map(suspended) };
}

const withStop = (world: SharingWorld, reach: Reach): SharingWorld => ({ ...world, stops: [...world.stops, { id: '', from: world.at, reach }] });

/** The one participation or part a stop names, where it names nothing else. */
function oneSideOf({ participationId, consumerPartId, ...others }: Reach): string | null {
  if (Object.values(others).some((each) => each !== undefined) || (participationId === undefined) === (consumerPartId === undefined)) return null;
  return participationId ?? consumerPartId ?? null;
}

/** Withdrawn, or left: the state says it and the pairs are let go, so the entry on the stop list adds nothing. */
function gone(world: SharingWorld, ids: ReadonlySet<string>): SharingWorld {
  return {
    ...world,
    providers: world.providers.map((side): ProviderSide => (ids.has(side.id) ? { ...side, state: 'withdrawn' } : side)),
    consumers: world.consumers.map((side): ConsumerSide => (ids.has(side.id) ? { ...side, state: 'left' } : side)),
    pairs: world.pairs.map((pair) => (pair.until > world.at && (ids.has(pair.participationId) || ids.has(pair.consumerPartId)) ? cutAt(pair, world.at) : pair)),
  };
}

/** Live again where nothing else has suspended it; the other side may have come live meanwhile. */
function lifted(world: SharingWorld, ids: ReadonlySet<string>): SharingWorld {
  const isLifted = world.stops.filter(({ id }) => ids.has(id));
  const stops = world.stops.filter(({ id }) => !ids.has(id));
  const freed = (which: 'participationId' | 'consumerPartId') => <Side extends ProviderSide | ConsumerSide>(side: Side): Side =>
    (side.state === 'suspended' && isLifted.some(({ reach }) => reach[which] === side.id) && !stops.some(({ reach }) => reach[which] === side.id) ? { ...side, state: 'live' } : side);
  const next = { ...world, stops, providers: world.providers.map(freed('participationId')), consumers: world.consumers.map(freed('consumerPartId')) };
  return isLifted.some(({ reach }) => reach.participationId !== undefined || reach.consumerPartId !== undefined) ? held(next) : next;
}

/**
 * The old set ends and the new one begins at the same instant. Whoever agreed is on the words it signed for it; pairs of the old set end, and
 * begin anew where both sides agreed; their other pairs go on as those words say.
 */
function replaced(world: SharingWorld, { serviceCode, consumers, views, agreed }: Extract<ActOnAccess, { kind: 'replace' }>): SharingWorld {
  const services = new Map(world.providers.map(({ agreementId, serviceCode: code }) => [agreementId, code]));
  const concerned = world.consumers.filter((side) => consumers.includes(side.odsCode) && services.get(side.agreementId) === serviceCode);
  const [old, parts, codes, yes] = [new Set(concerned.map(({ viewSetId }) => viewSetId)), new Set(concerned.map(({ id }) => id)), new Set(concerned.map(({ odsCode }) => odsCode)), new Set(agreed)];
  const next: CurrentSet = { id: `next ${world.sets.length}`, views, from: world.at, until: ALWAYS };
  const providers = world.providers.map((side): ProviderSide => {
    if (!yes.has(side.id)) return side;
    const { proved, ...words } = side.next ?? side;
    return { ...side, ...words, proved: Object.fromEntries(Object.entries(proved).map(([code, set]) => [code, codes.has(code) ? next.id : set])), next: null };
  });
  const looking = world.consumers.map((side): ConsumerSide => {
    if (!yes.has(side.id)) return side;
    const over = { ...side, ...side.next, next: null };
    return parts.has(side.id) ? { ...over, viewSetId: next.id } : over;
  });
  const [provider, isConcerned] = [new Map(providers.map((side) => [side.id, side])), (pair: HeldPair): boolean => parts.has(pair.consumerPartId) && old.has(pair.viewSetId) && pair.until > world.at];
  const begun = world.pairs.filter((pair) => isConcerned(pair) && yes.has(pair.participationId) && yes.has(pair.consumerPartId)).flatMap((pair): HeldPair[] => {
    const side = provider.get(pair.participationId);
    return side === undefined || side.until <= world.at ? [] : [{ ...pair, viewSetId: next.id, from: side.from > world.at ? side.from : world.at, until: side.until }];
  });
  const sets = [...world.sets.map((set) => (old.has(set.id) && set.until > world.at ? { ...set, until: world.at } : set)), next];
  const done = { ...world, sets, providers, consumers: looking, pairs: [...world.pairs.map((pair) => (isConcerned(pair) ? cutAt(pair, world.at) : pair)), ...begun] };
  return refitted(done, new Map(providers.filter(({ id }) => yes.has(id)).map((side) => [side.id, side])));
}

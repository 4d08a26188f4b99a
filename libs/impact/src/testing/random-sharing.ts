import { Dice } from '@accord/kernel/testing';
import type { ActOnAccess, ParticipationState, PartState, Reach } from '@accord/agreements';
import type { Certificate, ConsumerSide, CurrentSet, HeldPair, ProviderSide, SharingWorld, Standing } from '../contract/index.js';

/** Now, in every random world. */
export const NOW = new Date('2026-03-02T09:00:00Z');
const VIEWS = ['events', 'medication', 'problems', 'summary'];
const PROVIDER_STATES: readonly ParticipationState[] = ['live', 'live', 'live', 'live', 'live', 'live', 'suspended', 'approved', 'approved', 'verified', 'signed', 'withdrawn'];
const CONSUMER_STATES: readonly PartState[] = ['live', 'live', 'live', 'live', 'live', 'live', 'suspended', 'approved', 'approved', 'verified', 'left'];

/** Gates have turned for the last time by then, whatever befalls. */
export const DAYS_OF_GATES = 21;
const ORGANISATIONS = ['P1', 'P2', 'P3', 'V1', 'V2', 'V3'];

class Fate extends Dice {
  day(from: number, to: number): Date { return new Date(NOW.getTime() + (from + this.below(to - from + 1)) * 86_400_000); }
}

/** A world of up to three agreements in two localities, in every state and with every obstacle that there is, and an act in it. */
export function randomSharing(seed: number): { readonly world: SharingWorld; readonly act: ActOnAccess } {
  const dice = new Fate(seed);
  const agreements = ['A', 'B', 'C'].slice(0, 1 + dice.below(3)).map((id, place) => ({ id, serviceCode: place === 2 && dice.chance(2) ? 'LAB' : 'DCR', localityId: dice.one(['north', 'south']) }));
  const sets = ['V1', 'V2', 'V3'].flatMap((code) => ['now', 'old'].map((which): CurrentSet => ({
    id: `${code}-${which}`, views: [...dice.some(VIEWS), dice.one(VIEWS)].filter((view, place, all) => all.indexOf(view) === place).sort(),
    from: which === 'now' ? dice.day(-40, dice.chance(6) ? 3 : 0) : dice.day(-90, -60), until: which === 'now' ? dice.day(dice.chance(8) ? -1 : 30, 60) : dice.day(-50, -41),
  })));
  const setOf = (code: string): string => (dice.chance(12) ? `${code}-old` : `${code}-now`);
  const certificates = new Map(['V1', 'V2', 'V3'].map((code) => [code, [...Array(dice.chance(8) ? 0 : 1 + dice.below(2)).keys()].map((number): Certificate => ({ systemId: `${code}-s${number}`, from: dice.day(-30, dice.chance(4) ? 6 : -1), until: dice.day(dice.chance(16) ? -1 : 7, dice.chance(2) ? 9 : DAYS_OF_GATES - 1) }))]));
  const openUntil = new Map(ORGANISATIONS.map((code) => [code, dice.day(dice.chance(6) ? -2 : 10, 20)]));
  const hosted = new Map(ORGANISATIONS.map((code) => [code, runs(dice)]));
  const consumers = agreements.flatMap(({ id }) => ['V1', 'V2', 'V3'].filter(() => !dice.chance(4)).map((odsCode): ConsumerSide => {
    const viewSetId = setOf(odsCode);
    return {
      id: `${id}-${odsCode}`, agreementId: id, odsCode, state: dice.one(CONSUMER_STATES), from: dice.day(-20, dice.chance(5) ? 2 : -5), until: dice.day(dice.chance(9) ? -1 : 8, 40), version: 1,
      openUntil: openUntil.get(odsCode)!, viewSetId, certificates: certificates.get(odsCode)!,
      asked: dice.chance(4) ? [{ version: 2, isDeclined: dice.chance(2) }] : [], next: dice.chance(4) ? { version: 2, from: dice.day(-3, 2), until: dice.day(20, 50), viewSetId } : null,
    };
  }));
  const providers = agreements.flatMap(({ id, serviceCode, localityId }) => ['P1', 'P2', 'P3'].filter(() => !dice.chance(5)).map((odsCode): ProviderSide => {
    const named = (): Readonly<Record<string, string>> => Object.fromEntries(['V1', 'V2', 'V3'].filter(() => !dice.chance(6)).map((code) => [code, consumers.find((side) => side.agreementId === id && side.odsCode === code && !dice.chance(9))?.viewSetId ?? setOf(code)]));
    return {
      id: `${id}-${odsCode}`, agreementId: id, serviceCode, localityId, odsCode, state: dice.one(PROVIDER_STATES), from: dice.day(-20, dice.chance(5) ? 2 : -5), until: dice.day(dice.chance(9) ? -1 : 8, 40),
      version: 1 + dice.below(2), openUntil: openUntil.get(odsCode)!, hosted: hosted.get(odsCode)!, proved: named(), withdrewFrom: dice.chance(8) ? ['V1'] : [], next: dice.chance(4) ? { version: 2, from: dice.day(-3, 2), until: dice.day(20, 50), proved: named() } : null,
    };
  }));
  const pairs = providers.flatMap((provider) => consumers.filter((consumer) => consumer.agreementId === provider.agreementId && !dice.chance(4)).map((consumer): HeldPair => {
    const from = dice.day(-15, dice.chance(6) ? 3 : -1);
    return { participationId: provider.id, consumerPartId: consumer.id, viewSetId: consumer.viewSetId, from, until: dice.chance(7) ? from : new Date(Math.max(from.getTime(), dice.day(dice.chance(7) ? -1 : 8, 30).getTime())) };
  }));
  const stops = [...Array(dice.chance(2) ? 0 : 1 + dice.below(2)).keys()].map((number): Standing => ({ id: `stop-${number}`, from: dice.day(-5, 0), reach: reachOf(dice, providers, consumers) }));
  const world: SharingWorld = { at: NOW, providers, consumers, pairs, sets, stops };
  return { world, act: actIn(dice, world, 2) };
}

/** Hosted mostly, with gaps now and then, now or to come. */
function runs(dice: Fate): { readonly from: Date; readonly until: Date }[] {
  const [gap, again, end] = [dice.day(-2, 6), dice.day(7, 10), dice.day(11, DAYS_OF_GATES - 1)];
  return [...(dice.chance(4) ? [] : [{ from: dice.day(-30, -20), until: dice.chance(2) ? gap : again }]), ...(dice.chance(3) ? [] : [{ from: again, until: end }])];
}

function reachOf(dice: Fate, providers: readonly ProviderSide[], consumers: readonly ConsumerSide[]): Reach {
  const [provider, consumer] = [providers.length > 0 ? dice.one(providers) : undefined, consumers.length > 0 ? dice.one(consumers) : undefined];
  const [providerOdsCode, consumerOdsCode] = [provider?.odsCode ?? 'P1', consumer?.odsCode ?? 'V1'];
  switch (dice.below(9)) {
    case 0: return { participationId: provider?.id ?? 'A-P1' };
    case 1: return { consumerPartId: consumer?.id ?? 'A-V1' };
    case 2: return { agreementId: provider?.agreementId ?? 'A', providerOdsCode, consumerOdsCode };
    case 3: return { providerOdsCode };
    case 4: return { consumerOdsCode };
    case 5: return { consumerOdsCode, serviceCode: dice.one(['DCR', 'LAB']), views: [dice.one(VIEWS)] };
    case 6: return { systemId: `${consumerOdsCode}-s${dice.below(2)}`, consumerOdsCode };
    case 7: return { agreementId: provider?.agreementId ?? 'A' };
    default: return { localityId: dice.one(['north', 'south']) };
  }
}

function actIn(dice: Fate, world: SharingWorld, depth: number): ActOnAccess {
  const ids = [...world.providers, ...world.consumers].map(({ id }) => id);
  const kind = dice.below(depth > 0 ? 13 : 12);
  switch (kind) {
    case 0: return { kind: 'go-live', ids: dice.some(ids) };
    case 1: return { kind: 'approve', ids: dice.some(ids) };
    case 2: case 3: return { kind: 'stop', reach: reachOf(dice, world.providers, world.consumers) };
    case 4: {
      const reach = reachOf(dice, world.providers, world.consumers);
      return { kind: 'stop', reach, isFinal: reach.participationId !== undefined || reach.consumerPartId !== undefined || (reach.agreementId !== undefined && reach.providerOdsCode !== undefined) };
    }
    case 5: return { kind: 'lift', stopIds: dice.some(world.stops.map(({ id }) => id)) };
    case 6: return dice.chance(4) ? { kind: 'close', agreementId: 'A' } : { kind: 'end', agreementId: dice.one(['A', 'B', 'C']) };
    case 7: return { kind: 'replace', serviceCode: 'DCR', consumers: [dice.one(['V1', 'V2', 'V3'])], views: [...dice.some(VIEWS), 'summary'].filter((view, place, all) => all.indexOf(view) === place).sort(), agreed: dice.some(ids) };
    case 8: return { kind: 'organisations-open', changes: dice.some(ORGANISATIONS).map((odsCode) => ({ odsCode, until: dice.chance(4) ? null : dice.day(-1, dice.chance(2) ? 3 : DAYS_OF_GATES - 1).toISOString() })) };
    case 9: {
      const side = world.consumers.length > 0 ? dice.one(world.consumers) : undefined;
      const { systemId, from, until } = side?.certificates[dice.below(side.certificates.length)] ?? { systemId: 'none', from: world.at, until: world.at };
      return { kind: 'revoke', consumerOdsCode: side?.odsCode ?? 'V1', systemId, from: from.toISOString(), until: until.toISOString() };
    }
    case 10: return { kind: 'hosted', changes: dice.some(['P1', 'P2', 'P3']).map((odsCode) => ({ odsCode, during: runs(dice).map(({ from, until }) => ({ from: from.toISOString(), until: dice.chance(9) ? null : until.toISOString() })) })) };
    case 11: return { kind: 'confirm', certificates: ['V1', 'V2', 'V3'].filter(() => !dice.chance(4)).map((consumerOdsCode) => ({
      consumerOdsCode, systemId: `${consumerOdsCode}-s${dice.below(3)}`, from: dice.day(-3, dice.chance(2) ? 8 : 0).toISOString(), until: dice.day(dice.chance(6) ? -1 : 9, DAYS_OF_GATES - 1).toISOString(),
    })) };
    default: return { kind: 'several', acts: [actIn(dice, world, 0), actIn(dice, world, 0)] };
  }
}

import type { ActOnAccess, Reach } from '@accord/agreements';
import type { SharingWorld } from '../contract/index.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Provider = Mutable<SharingWorld['providers'][number]>;
type Consumer = Mutable<SharingWorld['consumers'][number]>;
type Pair = Mutable<SharingWorld['pairs'][number]>;

/**
 * The same world kept as a clerk would keep it: cards that are crossed out and rewritten, one after the other, by the rules as the design and
 * the use-cases say them. It shares no line with the engine; slow, and plain enough to be read.
 */
export class SharingByHand {
  private readonly now: number;
  private readonly providers: Provider[];
  private readonly consumers: Consumer[];
  private readonly pairs: Pair[];
  private readonly sets: Mutable<SharingWorld['sets'][number]>[];
  private stops: SharingWorld['stops'][number][];

  constructor(world: SharingWorld) {
    this.now = world.at.getTime();
    this.providers = structuredClone(world.providers) as Provider[];
    this.consumers = structuredClone(world.consumers) as Consumer[];
    this.pairs = structuredClone(world.pairs) as Pair[];
    this.sets = structuredClone(world.sets) as typeof this.sets;
    this.stops = structuredClone(world.stops) as typeof this.stops;
  }

  /** Everything seen on a day, or from when it begins after it: "service provider consumer view"; or on that very day alone. */
  seen(day = this.now, isThen = false): Set<string> {
    const found = new Set<string>();
    for (const pair of this.pairs) {
      const [provider, consumer] = [this.provider(pair), this.consumer(pair)];
      if (provider === undefined || consumer === undefined) continue;
      if (provider.state !== 'live' || consumer.state !== 'live') continue;
      const set = this.sets.find(({ id }) => id === pair.viewSetId);
      if (set === undefined) continue;
      const begins = Math.max(day, ...[pair, provider, consumer, set].map(({ from }) => from.getTime()));
      if (isThen && begins > day) continue;
      const ends = Math.min(...[pair, provider, consumer, set].map(({ until }) => until.getTime()));
      if (begins >= ends || begins >= provider.openUntil.getTime() || begins >= consumer.openUntil.getTime()) continue;
      if (!provider.hosted.some((run) => run.from.getTime() <= begins && begins < run.until.getTime())) continue;
      const stopping = this.stops.filter(({ from, reach }) => from.getTime() <= begins && this.stands(reach, provider, consumer));
      const asks = consumer.certificates.filter(({ systemId, from, until }) => from.getTime() <= begins && begins < until.getTime() && stopping.every(({ reach }) => reach.systemId !== systemId));
      if (asks.length === 0) continue;
      for (const view of set.views) {
        if (stopping.some(({ reach }) => reach.systemId === undefined && (reach.views === undefined || reach.views.includes(view)))) continue;
        found.add(`${provider.serviceCode} ${provider.odsCode} ${consumer.odsCode} ${view}`);
      }
    }
    return found;
  }

  /** Between whom anything is agreed on a day or after it: "service provider consumer". */
  agreed(day: number): Set<string> {
    return new Set(this.pairs.flatMap((pair) => {
      const [provider, consumer, set] = [this.provider(pair), this.consumer(pair), this.sets.find(({ id }) => id === pair.viewSetId)];
      if (provider === undefined || consumer === undefined || set === undefined || [pair, provider, consumer, set].some(({ until }) => until.getTime() <= day)) return [];
      return [`${provider.serviceCode} ${provider.odsCode} ${consumer.odsCode}`];
    }));
  }

  do(act: ActOnAccess): void {
    switch (act.kind) {
      case 'close': return;
      case 'hosted':
        for (const { odsCode, during } of act.changes) for (const side of this.providers) {
          if (side.odsCode === odsCode) side.hosted = during.map((run) => ({ from: new Date(run.from), until: new Date(run.until ?? 8_640_000_000_000_000) }));
        }
        return;
      case 'organisations-open':
        for (const { odsCode, until } of act.changes) for (const side of [...this.providers, ...this.consumers]) if (side.odsCode === odsCode) side.openUntil = new Date(until ?? 8_640_000_000_000_000);
        return;
      case 'confirm':
        for (const { consumerOdsCode, systemId, from, until } of act.certificates) for (const side of this.consumers) {
          if (side.odsCode === consumerOdsCode) side.certificates = [...side.certificates, { systemId, from: new Date(from), until: new Date(until) }];
        }
        return;
      case 'revoke':
        for (const side of this.consumers) {
          const place = side.certificates.findIndex((each) => side.odsCode === act.consumerOdsCode && `${each.systemId} ${each.from.toISOString()} ${each.until.toISOString()}` === `${act.systemId} ${act.from} ${act.until}`);
          if (place >= 0) side.certificates = side.certificates.filter((_each, at) => at !== place);
        }
        return;
      case 'several': for (const each of act.acts) this.do(each); return;
      case 'end': for (const pair of this.pairs) if (this.provider(pair)?.agreementId === act.agreementId && this.consumer(pair) !== undefined) this.letGo(pair); return;
      case 'stop': return this.stop(act.reach, act.isFinal === true);
      case 'lift': return this.lift(act.stopIds);
      case 'replace': return this.cutOver(act);
      case 'approve':
        for (const each of this.providers) if (act.ids.includes(each.id)) Object.assign(each, { openUntil: new Date(8_640_000_000_000_000), hosted: [{ from: new Date(-8_640_000_000_000_000), until: new Date(8_640_000_000_000_000) }] });
        for (const each of this.consumers) if (act.ids.includes(each.id)) Object.assign(each, { openUntil: new Date(8_640_000_000_000_000), certificates: [{ systemId: 'any', from: new Date(0), until: new Date(8_640_000_000_000_000) }] });
        return this.goLive(act.ids);
      case 'go-live': return this.goLive(act.ids);
    }
  }

  private goLive(ids: readonly string[]): void {
    const over: Provider[] = [];
    // Viewing organisations first, as the act does it.
    for (const side of [...this.consumers, ...this.providers]) {
      if (!ids.includes(side.id)) continue;
      if (side.state === 'approved' || side.state === 'verified') { side.state = 'live'; continue; }
      if (side.state !== 'live' && side.state !== 'suspended') continue;
      if (side.next === null) continue;
      const { next } = side;
      Object.assign(side, { version: next.version, from: next.from, until: next.until, next: null });
      if ('viewSetId' in next) (side as Consumer).viewSetId = next.viewSetId;
      else {
        (side as Provider).proved = next.proved;
        over.push(side as Provider);
      }
    }
    this.fit(over);
    this.takeHold();
  }

  /** Pairs of those who are on other words now. */
  private fit(over: readonly Provider[]): void {
    for (const provider of over) for (const pair of this.pairs) {
      const consumer = this.consumer(pair);
      if (pair.participationId !== provider.id || consumer === undefined || pair.until.getTime() <= this.now) continue;
      const isNamed = provider.proved[consumer.odsCode] === pair.viewSetId;
      const hasDeclined = consumer.asked.some((asked) => asked.isDeclined && asked.version <= provider.version && asked.version > consumer.version);
      if (isNamed && !hasDeclined) pair.until = provider.until;
      else this.letGo(pair);
    }
  }

  private takeHold(): void {
    for (const provider of this.providers) for (const consumer of this.consumers) {
      if (provider.agreementId !== consumer.agreementId || provider.state !== 'live' || consumer.state !== 'live' || provider.until.getTime() <= this.now) continue;
      if (provider.proved[consumer.odsCode] !== consumer.viewSetId || provider.withdrewFrom.includes(consumer.odsCode)) continue;
      if (consumer.asked.some(({ version }) => version <= provider.version && version > consumer.version)) continue;
      if (this.pairs.some((pair) => pair.participationId === provider.id && pair.consumerPartId === consumer.id && pair.viewSetId === consumer.viewSetId)) continue;
      if (!this.sets.some(({ id, until }) => id === consumer.viewSetId && until.getTime() > this.now)) continue;
      this.pairs.push({ participationId: provider.id, consumerPartId: consumer.id, viewSetId: consumer.viewSetId, from: new Date(Math.max(this.now, provider.from.getTime())), until: provider.until });
    }
  }

  private stop(reach: Reach, isFinal: boolean): void {
    const names = Object.keys(reach);
    if (names.length === 1 && reach.participationId !== undefined) {
      for (const side of this.providers) if (side.id === reach.participationId) side.state = isFinal ? 'withdrawn' : side.state === 'live' ? 'suspended' : side.state;
    }
    if (names.length === 1 && reach.consumerPartId !== undefined) {
      for (const side of this.consumers) if (side.id === reach.consumerPartId) side.state = isFinal ? 'left' : side.state === 'live' ? 'suspended' : side.state;
    }
    this.stops.push({ id: 'new', from: new Date(this.now), reach });
    if (!isFinal) return;
    for (const pair of this.pairs) {
      const [provider, consumer] = [this.provider(pair), this.consumer(pair)];
      if (provider !== undefined && consumer !== undefined && this.stands(reach, provider, consumer)) this.letGo(pair);
    }
  }

  private lift(ids: readonly string[]): void {
    const lifted = this.stops.filter(({ id }) => ids.includes(id));
    this.stops = this.stops.filter(({ id }) => !ids.includes(id));
    let isOfOne = false;
    for (const { reach } of lifted) {
      if (reach.participationId === undefined && reach.consumerPartId === undefined) continue;
      isOfOne = true;
      for (const side of this.providers) if (side.id === reach.participationId && side.state === 'suspended' && !this.stops.some((other) => other.reach.participationId === side.id)) side.state = 'live';
      for (const side of this.consumers) if (side.id === reach.consumerPartId && side.state === 'suspended' && !this.stops.some((other) => other.reach.consumerPartId === side.id)) side.state = 'live';
    }
    if (isOfOne) this.takeHold();
  }

  private cutOver({ serviceCode, consumers, views, agreed }: Extract<ActOnAccess, { kind: 'replace' }>): void {
    const parts = this.consumers.filter((side) => consumers.includes(side.odsCode) && this.providers.find(({ agreementId }) => agreementId === side.agreementId)?.serviceCode === serviceCode);
    for (const { viewSetId } of parts) for (const set of this.sets) if (set.id === viewSetId && set.until.getTime() > this.now) set.until = new Date(this.now);
    const card = `set ${this.sets.length + 1}`;
    this.sets.push({ id: card, views, from: new Date(this.now), until: new Date(8_640_000_000_000_000) });
    const [codes, old] = [new Set(parts.map(({ odsCode }) => odsCode)), new Set(parts.map(({ viewSetId }) => viewSetId))];
    for (const side of [...this.providers, ...this.consumers]) if (agreed.includes(side.id) && side.next !== null) Object.assign(side, side.next, { next: null });
    for (const part of parts) if (agreed.includes(part.id)) part.viewSetId = card;
    const over = this.providers.filter(({ id }) => agreed.includes(id));
    for (const side of over) side.proved = Object.fromEntries(Object.entries(side.proved).map(([code, set]) => [code, codes.has(code) ? card : set]));
    for (const pair of [...this.pairs]) {
      if (!parts.some(({ id }) => id === pair.consumerPartId) || !old.has(pair.viewSetId) || pair.until.getTime() <= this.now) continue;
      this.letGo(pair);
      const provider = this.provider(pair);
      if (provider === undefined || !agreed.includes(provider.id) || !agreed.includes(pair.consumerPartId) || provider.until.getTime() <= this.now) continue;
      this.pairs.push({ ...pair, viewSetId: card, from: new Date(Math.max(this.now, provider.from.getTime())), until: provider.until });
    }
    this.fit(over);
    this.takeHold();
  }

  private stands(reach: Reach, provider: Provider, consumer: Consumer): boolean {
    const is: Readonly<Record<string, string>> = {
      participationId: provider.id, consumerPartId: consumer.id, agreementId: provider.agreementId, localityId: provider.localityId, serviceCode: provider.serviceCode, providerOdsCode: provider.odsCode, consumerOdsCode: consumer.odsCode,
    };
    return Object.entries(reach).every(([name, value]) => name === 'views' || name === 'systemId' || is[name] === value);
  }

  private letGo(pair: Pair): void {
    if (pair.until.getTime() > this.now) pair.until = new Date(Math.max(this.now, pair.from.getTime()));
  }

  private provider(pair: Pair): Provider | undefined { return this.providers.find(({ id }) => id === pair.participationId); }
  private consumer(pair: Pair): Consumer | undefined { return this.consumers.find(({ id }) => id === pair.consumerPartId); }
}

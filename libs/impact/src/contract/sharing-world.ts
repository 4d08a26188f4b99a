import type { ParticipationState, PartState, Reach, SightFacts } from '@accord/agreements';

/** One provider's side of one agreement. */
export interface ProviderSide {
  readonly id: string;
  readonly agreementId: string;
  readonly serviceCode: string;
  readonly localityId: string;
  readonly odsCode: string;
  readonly state: ParticipationState;
  /** The dates of the version it signed. */
  readonly from: Date;
  readonly until: Date;
  /** The number of that version. */
  readonly version: number;
  /** Open until then, and hosted during these stretches, as far as is known. */
  readonly openUntil: Date;
  readonly hosted: readonly { readonly from: Date; readonly until: Date }[];
  /** The view set its evidence proves, by consumer, as far as its version still names them. */
  readonly proved: Readonly<Record<string, string>>;
  /** Consumers from whom it has withdrawn for good. */
  readonly withdrewFrom: readonly string[];
  /** A later version it has signed, which takes over once it is taken live. */
  readonly next: (SignedAnew & { readonly proved: Readonly<Record<string, string>> }) | null;
}

/** What takes the place of what was signed before. */
export interface SignedAnew {
  readonly version: number;
  readonly from: Date;
  readonly until: Date;
}

/** A later version that a consumer was asked for and is not on. */
export interface AskedAnew {
  readonly version: number;
  readonly isDeclined: boolean;
}

export interface Certificate {
  readonly systemId: string;
  readonly from: Date;
  readonly until: Date;
}

/** One consumer's side of one agreement. */
export interface ConsumerSide {
  readonly id: string;
  readonly agreementId: string;
  readonly odsCode: string;
  readonly state: PartState;
  readonly from: Date;
  readonly until: Date;
  readonly openUntil: Date;
  readonly version: number;
  readonly viewSetId: string;
  readonly certificates: readonly Certificate[];
  readonly asked: readonly AskedAnew[];
  readonly next: (SignedAnew & { readonly viewSetId: string }) | null;
}

/** A pair as an agreement holds it (R4). */
export interface HeldPair {
  readonly participationId: string;
  readonly consumerPartId: string;
  readonly viewSetId: string;
  readonly from: Date;
  readonly until: Date;
}

export interface CurrentSet {
  readonly id: string;
  readonly views: readonly string[];
  readonly from: Date;
  readonly until: Date;
}

export interface Standing {
  readonly id: string;
  readonly from: Date;
  readonly reach: Reach;
}

/** Everything that decides who sees what, at one instant, as far as an act may touch it. */
export interface SharingWorld {
  readonly at: Date;
  readonly providers: readonly ProviderSide[];
  readonly consumers: readonly ConsumerSide[];
  readonly pairs: readonly HeldPair[];
  readonly sets: readonly CurrentSet[];
  readonly stops: readonly Standing[];
}

/** A held pair with its two sides, judged at the instant that matters: now, or when it begins. */
export interface Link {
  readonly provider: ProviderSide;
  readonly consumer: ConsumerSide;
  readonly judgedAt: Date;
  readonly facts: SightFacts;
}

/** Every held pair as the facts that `inForce` judges. What is over, or has a side that is not here, is none. */
export function* linksOf(world: SharingWorld): Generator<Link> {
  const providers = new Map(world.providers.map((side) => [side.id, side]));
  const consumers = new Map(world.consumers.map((side) => [side.id, side]));
  const sets = new Map(world.sets.map((set) => [set.id, set]));
  const stopsOn = stopsBySide(world.stops);
  for (const pair of world.pairs) {
    const [provider, consumer, set] = [providers.get(pair.participationId), consumers.get(pair.consumerPartId), sets.get(pair.viewSetId)];
    if (provider === undefined || consumer === undefined || set === undefined) continue;
    const from = latest(pair.from, provider.from, consumer.from, set.from);
    const until = earliest(pair.until, provider.until, consumer.until, set.until);
    const judgedAt = latest(world.at, from);
    if (judgedAt >= until) continue;
    const reaching = stopsOn(provider, consumer);
    const mayAsk = ({ systemId, from: begins, until: ends }: Certificate): boolean => judgedAt >= begins && judgedAt < ends
      && !reaching.some((stop) => stop.reach.systemId === systemId && stop.from <= judgedAt);
    yield {
      provider, consumer, judgedAt,
      facts: {
        participation: provider.state, part: consumer.state, from, until, gatesHold: judgedAt < provider.openUntil && judgedAt < consumer.openUntil && provider.hosted.some((run) => run.from <= judgedAt && judgedAt < run.until),
        viewSetCurrent: judgedAt >= set.from, views: set.views, hasCertificate: consumer.certificates.some(mayAsk),
        stops: reaching.filter(({ reach }) => reach.systemId === undefined).map(({ id, from: begins, reach }) => ({ id, from: begins, views: reach.views ?? null })),
      },
    };
  }
}

/** Most entries name one side: looked up by it, so that hundreds of them cost a pair no more than one. */
function stopsBySide(stops: readonly Standing[]): (provider: ProviderSide, consumer: ConsumerSide) => readonly Standing[] {
  const [bySide, wider] = [new Map<string, Standing[]>(), [] as Standing[]];
  for (const stop of stops) {
    const id = stop.reach.participationId ?? stop.reach.consumerPartId;
    const known = id === undefined ? wider : bySide.get(id);
    if (known === undefined) bySide.set(id!, [stop]);
    else known.push(stop);
  }
  return (provider, consumer) => [...bySide.get(provider.id) ?? [], ...bySide.get(consumer.id) ?? [], ...wider].filter(({ reach }) => reaches(reach, provider, consumer));
}

/** Whether a stop bears on what passes between two sides, whichever system asks for whichever view. */
export function reaches(reach: Reach, provider: ProviderSide, consumer: ConsumerSide): boolean {
  return (reach.participationId ?? provider.id) === provider.id && (reach.consumerPartId ?? consumer.id) === consumer.id
    && (reach.agreementId ?? provider.agreementId) === provider.agreementId && (reach.localityId ?? provider.localityId) === provider.localityId
    && (reach.serviceCode ?? provider.serviceCode) === provider.serviceCode && (reach.providerOdsCode ?? provider.odsCode) === provider.odsCode
    && (reach.consumerOdsCode ?? consumer.odsCode) === consumer.odsCode;
}

const latest = (...dates: readonly Date[]): Date => dates.reduce((one, other) => (one >= other ? one : other));
const earliest = (...dates: readonly Date[]): Date => dates.reduce((one, other) => (one <= other ? one : other));

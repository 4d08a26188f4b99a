import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { AskedScope } from '@accord/agreements';
import { InvalidInput } from '@accord/kernel';
import { pairsAmong, stops, type FlippedRequests, type FlippedSample, type Impact, type PairImpact } from '../../contract/index.js';
import type { ActAsked, Asked } from '../read-models/acts-asked.js';

const ACTS: { readonly [Act in ActAsked]: Act } = {
  suspend: 'suspend', withdraw: 'withdraw', leave: 'leave', invalidate: 'invalidate', suspendSharing: 'suspendSharing', withdrawFrom: 'withdrawFrom', resume: 'resume', close: 'close', end: 'end',
  approve: 'approve', goLive: 'goLive', goLiveLocality: 'goLiveLocality', endFact: 'endFact', confirmFacts: 'confirmFacts', cutOver: 'cutOver', confirmCertificates: 'confirmCertificates', revokeCertificate: 'revokeCertificate', approveImport: 'approveImport',
};
registerEnumType(ACTS, { name: 'ActOnAccess', description: 'Everything a person can do that changes who sees what.' });

const SCOPES: { readonly [Kind in AskedScope['kind']]: Kind } = { pair: 'pair', provider: 'provider', view: 'view', system: 'system', consumer: 'consumer', agreement: 'agreement', locality: 'locality' };
registerEnumType(SCOPES, { name: 'ScopeOfStop', description: 'How wide a suspension is: one pair, a practice, a view of a viewer, one of its systems, the viewer, an agreement or a locality.' });

@InputType('ImpactScopeInput', { description: 'The scope of suspendSharing, and what that scope names.' })
class ImpactScopeInputType {
  @Field(() => SCOPES, { description: 'pair, provider, view, system, consumer, agreement or locality; it says which of the others are named.' }) kind!: AskedScope['kind'];
  @Field(() => ID, { nullable: true }) agreementId?: string | null;
  @Field(() => String, { nullable: true }) providerOdsCode?: string | null;
  @Field(() => String, { nullable: true }) consumerOdsCode?: string | null;
  @Field(() => String, { nullable: true }) serviceCode?: string | null;
  @Field(() => String, { nullable: true }) view?: string | null;
  @Field(() => ID, { nullable: true }) systemId?: string | null;
  @Field(() => ID, { nullable: true }) localityId?: string | null;
}

@InputType('ImpactInput', { description: 'An act, and what it would be done to.' })
export class ImpactInputType {
  @Field(() => ACTS) act!: ActAsked;
  @Field(() => ID, { nullable: true, description: 'The part, stop, agreement, activation, locality, fact, proposal, certificate or import.' }) id?: string | null;
  @Field(() => [ID], { nullable: true, description: 'goLive: these parties of the activation; left out, every ready one. confirmFacts: the facts. confirmCertificates: the certificates.' }) ids?: string[] | null;
  @Field(() => String, { nullable: true, description: 'withdrawFrom: the viewing organisation.' }) consumerOdsCode?: string | null;
  @Field(() => ImpactScopeInputType, { nullable: true, description: 'suspendSharing alone.' }) scope?: ImpactScopeInputType | null;
}

const NAMES: { readonly [Kind in AskedScope['kind']]: readonly Exclude<keyof ImpactScopeInputType, 'kind'>[] } = {
  pair: ['agreementId', 'providerOdsCode', 'consumerOdsCode'], provider: ['providerOdsCode'], view: ['consumerOdsCode', 'serviceCode', 'view'], system: ['systemId'], consumer: ['consumerOdsCode'],
  agreement: ['agreementId'], locality: ['localityId'],
};

export function askedOf({ act, id, ids, scope, consumerOdsCode }: ImpactInputType): Asked {
  return { act, id: id ?? null, ids: ids ?? null, consumerOdsCode: consumerOdsCode ?? null, scope: scope == null ? null : scopeOf(scope) };
}

function scopeOf(input: ImpactScopeInputType): AskedScope {
  const named = NAMES[input.kind].map((name) => {
    const value = input[name]?.trim();
    if (value === undefined || value === '') throw new InvalidInput(name, `the scope ${input.kind} names it`);
    return [name, value];
  });
  return { kind: input.kind, ...Object.fromEntries(named) } as AskedScope;
}

@ObjectType('ImpactTotals', { description: 'What an act gives, or takes, in figures.' })
export class ImpactTotalsType {
  @Field(() => Int, { description: 'Pairs of a sharing and a viewing organisation.' }) pairs!: number;
  @Field(() => Int, { description: 'Views, counted for each pair.' }) views!: number;
  @Field(() => Int) providers!: number;
  @Field(() => Int) consumers!: number;

  static of(pairs: readonly PairImpact[], which: 'gained' | 'lost'): ImpactTotalsType {
    const changed = pairs.filter((pair) => pair[which].length > 0);
    // A view that is given or taken between the same two more than once is one.
    const views = new Set(changed.flatMap((pair) => pair[which].map((view) => `${pair.service} ${pair.provider} ${pair.consumer} ${view}`)));
    return Object.assign(new ImpactTotalsType(), {
      pairs: pairsAmong(changed), views: views.size,
      providers: new Set(changed.map(({ provider }) => provider)).size, consumers: new Set(changed.map(({ consumer }) => consumer)).size,
    });
  }
}

@ObjectType('PairImpact', { description: 'What changes between one sharing and one viewing organisation, and from when until when; where it turns again, there is another of the same two.' })
export class PairImpactType {
  @Field(() => String) serviceCode!: string;
  @Field(() => String) providerOdsCode!: string;
  @Field(() => String, { nullable: true }) providerName!: string | null;
  @Field(() => String) consumerOdsCode!: string;
  @Field(() => String, { nullable: true }) consumerName!: string | null;
  @Field(() => [String], { description: 'Codes of views.' }) gained!: string[];
  @Field(() => [String]) lost!: string[];
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it begins, or would have begun; null for at once.' }) fromAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When the act makes no difference to these views any more; null for as long as it is agreed.' }) untilAt!: Date | null;

  @Field(() => Boolean, { description: 'Nothing is seen between the two afterwards.' }) stops!: boolean;

  static from(pair: PairImpact, names: ReadonlyMap<string, string>): PairImpactType {
    const { service, provider, consumer, gained, lost, from, until } = pair;
    return Object.assign(new PairImpactType(), {
      stops: stops(pair), serviceCode: service, providerOdsCode: provider, providerName: names.get(provider) ?? null, consumerOdsCode: consumer, consumerName: names.get(consumer) ?? null,
      gained: [...gained], lost: [...lost], fromAt: from === null ? null : new Date(from), untilAt: until === null ? null : new Date(until),
    });
  }
}

@ObjectType('FlippedOfConsumer', { description: 'How many requests of one viewing organisation would have been decided the other way.' })
export class FlippedOfConsumerType {
  @Field(() => String) odsCode!: string;
  @Field(() => String, { nullable: true }) name!: string | null;
  @Field(() => Int) wouldBeRefused!: number;
  @Field(() => Int) wouldBePermitted!: number;
}

@ObjectType('FlippedRequest', { description: 'One real request, without whose record it asked for or who asked.' })
export class FlippedRequestType {
  @Field(() => GraphQLISODateTime) at!: Date;
  @Field(() => String) providerOdsCode!: string;
  @Field(() => String) consumerOdsCode!: string;
  @Field(() => [String]) views!: string[];
  @Field(() => String, { description: 'permit or refuse: what was answered then.' }) was!: string;

  static from({ at, provider, consumer, views, was }: FlippedSample): FlippedRequestType {
    return Object.assign(new FlippedRequestType(), { at, providerOdsCode: provider, consumerOdsCode: consumer, views: [...views], was });
  }
}

@ObjectType('FlippedRequests', { description: 'Real requests of the last thirty days that would have been decided the other way.' })
export class FlippedRequestsType {
  @Field(() => GraphQLISODateTime) sinceAt!: Date;
  @Field(() => Int) wouldBeRefused!: number;
  @Field(() => Int) wouldBePermitted!: number;
  @Field(() => [FlippedOfConsumerType], { description: 'By viewing organisation, most first; at most 50.' }) byConsumer!: FlippedOfConsumerType[];
  @Field(() => [FlippedRequestType], { description: 'The newest ten.' }) sample!: FlippedRequestType[];

  static from({ wouldBeRefused, wouldBePermitted, byConsumer, sample }: FlippedRequests, sinceAt: Date, names: ReadonlyMap<string, string>): FlippedRequestsType {
    return Object.assign(new FlippedRequestsType(), {
      sinceAt, wouldBeRefused, wouldBePermitted, sample: sample.map((each) => FlippedRequestType.from(each)),
      byConsumer: byConsumer.slice(0, 50).map((each) => Object.assign(new FlippedOfConsumerType(), { ...each, name: names.get(each.odsCode) ?? null })),
    });
  }
}

@ObjectType('Impact', { description: 'Pairs and views that an act would give and take, as far as the acting person may see them.' })
export class ImpactType {
  impact!: Impact;
  @Field(() => String, { description: 'What a confirmation repeats: of the act and of every pair it changes.' }) hash!: string;
  @Field(() => [ID], { description: 'Of going live and approving: the parties concerned.' }) ids!: string[];
  @Field(() => ImpactTotalsType) gains!: ImpactTotalsType;
  @Field(() => ImpactTotalsType) loses!: ImpactTotalsType;
  @Field(() => Int, { description: 'Pairs between which something is seen now, and nothing afterwards.' }) stops!: number;
  @Field(() => Int, { description: 'Pairs between which something changes on a day to come.' }) later!: number;
  @Field(() => Int, { description: 'Pairs that come to be agreed and live, and through which nothing is seen while a gate, a certificate or a stop stands in the way.' }) heldBack!: number;

  static from(impact: Impact): ImpactType {
    const { act, pairs, heldBack, hash } = impact;
    return Object.assign(new ImpactType(), {
      impact, hash, heldBack, stops: pairsAmong(pairs.filter(stops)), later: pairsAmong(pairs.filter(({ from }) => from !== null)), ids: act.kind === 'go-live' || act.kind === 'approve' ? [...act.ids] : [], gains: ImpactTotalsType.of(pairs, 'gained'), loses: ImpactTotalsType.of(pairs, 'lost'),
    });
  }
}

@ObjectType('PairImpactPage', { description: 'Some of the pairs that change, and how many there are.' })
export class PairImpactPageType {
  @Field(() => [PairImpactType]) items!: PairImpactType[];
  @Field(() => Int) total!: number;
}

import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { obstaclesTo, viewsSeen } from '@accord/agreements';
import { explainedFactsOf, type SignedEvidence } from '../../contract/agreement-sight.js';
import type { Moment } from '../../contract/asked-moment.js';
import { sightFactsOf } from '../../contract/explained-facts.js';
import type { Reason } from '../../contract/explanation.js';
import { reasonsAgainst } from '../../contract/explanation-words.js';
import type { SightRow } from '../read-models/sights.js';

@ArgsType()
export class MomentArgs {
  @Field(() => String, { nullable: true, description: 'A past day in London (yyyy-mm-dd, as it ended) or instant; now where none is given.' }) at!: string | null;
  @Field(() => String, { nullable: true, description: 'Only what had been recorded by this day or instant counts; everything known today where none is given. Without `at`, it is also what is asked about.' }) asKnownAt!: string | null;
}

@ObjectType('SignedPage', { description: 'The signed document of one side. Its link works for whoever may read that evidence.' })
export class SignedPageType {
  @Field(() => ID) id!: string;
  @Field(() => String) sha256!: string;
  @Field(() => Int, { nullable: true, description: 'The page that carries the signature, where one was named.' }) page!: number | null;

  static from(page: SignedEvidence | null): SignedPageType | null {
    return page === null ? null : Object.assign(new SignedPageType(), { id: page.id, sha256: page.sha256, page: page.page });
  }
}

@ObjectType('SightReason', { description: 'One thing that an answer rests on, or that would have to be otherwise for the view to be seen.' })
export class SightReasonType {
  @Field(() => String, { description: 'agreement, participation, part, dates, gates, view-set, stop, view, certificate or publication' }) kind!: string;
  @Field(() => String, { description: 'What it is, in a sentence, as far as the reader may know it.' }) says!: string;
  @Field(() => Date, { nullable: true }) since!: Date | null;
  @Field(() => ID, { nullable: true, description: 'The stop, or the part, it lies in.' }) subject!: string | null;

  static from({ kind, says, since, subject }: Reason): SightReasonType {
    return Object.assign(new SightReasonType(), { kind, says, since, subject });
  }
}

@ObjectType('Sight', { description: 'What one viewing organisation sees of one sharing organisation under one agreement, and what is in the way.' })
export class SightType {
  @Field(() => ID) agreementId!: string;
  @Field(() => String) reference!: string;
  @Field(() => String) localityCode!: string;
  @Field(() => String) providerOdsCode!: string;
  @Field(() => String) providerName!: string;
  @Field(() => String) consumerOdsCode!: string;
  @Field(() => String) consumerName!: string;
  @Field(() => String) participation!: string;
  @Field(() => String) part!: string;
  @Field(() => ID) participationId!: string;
  @Field(() => ID) partId!: string;
  @Field(() => Int, { description: 'The version the sharing organisation signed.' }) providerVersion!: number;
  @Field(() => Int, { description: 'The version the viewing organisation accepted.' }) consumerVersion!: number;
  @Field(() => Date) since!: Date;
  @Field(() => Date) until!: Date;
  @Field(() => [String], { description: 'The views agreed.' }) views!: string[];
  @Field(() => [String], { description: 'Those of them that are seen at the moment asked about.' }) viewsSeen!: string[];
  @Field(() => SignedPageType, { nullable: true }) providerEvidence!: SignedPageType | null;
  @Field(() => SignedPageType, { nullable: true }) consumerEvidence!: SignedPageType | null;
  @Field(() => [SightReasonType], { description: 'Why the view asked for is not seen; where no view was asked for, why none is.' }) obstacles!: SightReasonType[];

  static from(row: SightRow, moment: Moment, view: string | null): SightType {
    const { agreementId, reference, localityCode, providerOdsCode, providerName, consumerOdsCode, consumerName, participation, part, participationId, partId, providerVersion, consumerVersion, until } = row;
    return Object.assign(new SightType(), {
      agreementId, reference, localityCode, providerOdsCode, providerName, consumerOdsCode, consumerName, participation, part, participationId, partId, providerVersion, consumerVersion, until,
      since: row.from, views: [...row.views], viewsSeen: [...viewsSeen(row, moment.at)], providerEvidence: SignedPageType.from(row.providerEvidence), consumerEvidence: SignedPageType.from(row.consumerEvidence),
      obstacles: obstaclesIn(row, moment, view).map((reason) => SightReasonType.from(reason)),
    });
  }
}

function obstaclesIn(row: SightRow, moment: Moment, asked: string | null): readonly Reason[] {
  if (asked === null && viewsSeen(row, moment.at).length > 0) return [];
  const view = asked ?? row.views[0] ?? '';
  const facts = explainedFactsOf(row, moment.at);
  const [provider, consumer] = [{ odsCode: row.providerOdsCode, name: row.providerName }, { odsCode: row.consumerOdsCode, name: row.consumerName }];
  return reasonsAgainst({ ...moment, service: '', provider, consumer, view: { code: view, name: view } }, row, facts, obstaclesTo(sightFactsOf(facts), view, moment.at));
}

import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Explanation, OfferedFix } from '../../contract/explanation.js';
import type { SightRow } from '../read-models/sights.js';
import { MomentArgs, SightReasonType, SightType } from './sight.types.js';

@ArgsType()
export class ExplanationArgs extends MomentArgs {
  @Field(() => String, { defaultValue: 'DCR', description: 'The code of the service, e.g. DCR.' }) service!: string;
  @Field(() => String, { description: 'ODS code of the organisation whose records would be seen.' }) provider!: string;
  @Field(() => String, { description: 'ODS code of the organisation that would see them.' }) consumer!: string;
  @Field(() => String, { description: 'The code of the view, e.g. medication.' }) view!: string;
}

@ObjectType('OfferedFix', { description: 'One act that is needed for a view to be seen.' })
export class OfferedFixType {
  @Field(() => String, { description: 'What is done, in words.' }) does!: string;
  @Field(() => String, { description: 'Who can do it, in words.' }) who!: string;
  @Field(() => String, { description: 'name-both, change, propose, cut-over, give-up, invite-again, sign, verify, approve, go-live, lift-stop, lift-system-stop, add-certificate, record-hosting, reopen, wait or publish' }) act!: string;
  @Field(() => ID, { nullable: true, description: 'The agreement it takes hold of; null where that is yet to be drafted, or it is about none.' }) agreementId!: string | null;
  @Field(() => ID, { nullable: true, description: 'The stop it lifts, or the part it is about.' }) subject!: string | null;
  @Field(() => String, { nullable: true, description: 'The side it is about: provider or consumer.' }) side!: string | null;

  static from({ does, who, act, side, stop }: OfferedFix, row: Explanation['fixRow']): OfferedFixType {
    const part = row === null || side === null ? null : side === 'provider' ? row.participationId : row.partId;
    return Object.assign(new OfferedFixType(), { does, who, act, side, agreementId: row?.agreementId ?? null, subject: stop ?? part });
  }
}

@ObjectType('Explanation', { description: 'Whether a viewing organisation sees one view of a sharing organisation at a moment, why or why not, since when, and the smallest thing that would change it.' })
export class ExplanationType {
  @Field(() => Boolean) isSeen!: boolean;
  @Field(() => String, { description: 'The answer in one sentence.' }) sentence!: string;
  @Field(() => String, { description: 'now; as-it-was, by everything known today; or as-known, by what had been recorded by then' }) reading!: string;
  @Field(() => Date) at!: Date;
  @Field(() => Date, { nullable: true }) asKnownAt!: Date | null;
  @Field(() => Date, { nullable: true, description: 'Since when the answer has been this one; null where it never was another.' }) since!: Date | null;
  @Field(() => String) providerOdsCode!: string;
  @Field(() => String, { nullable: true, description: 'Null where the directory has no such organisation.' }) providerName!: string | null;
  @Field(() => String) consumerOdsCode!: string;
  @Field(() => String, { nullable: true }) consumerName!: string | null;
  @Field(() => String) service!: string;
  @Field(() => String) view!: string;
  @Field(() => [SightReasonType], { description: 'What the answer rests on, in order.' }) reasons!: SightReasonType[];
  @Field(() => [OfferedFixType], { description: 'What would have to be done, in order; nothing of it could be left out. None where the view is seen, and for the past.' }) fixes!: OfferedFixType[];
  @Field(() => SightType, { nullable: true, description: 'The agreement that permits it, else the one with the fewest obstacles; null where none names both.' }) sight!: SightType | null;
  @Field(() => Int, { description: 'Agreements that name both.' }) agreements!: number;
  @Field(() => Int, { nullable: true, description: 'The publication gateways had been told of; null where facts recorded later are counted.' }) publication!: number | null;

  static from({ asked, isSeen, sentence, since, reasons, fixes, row, fixRow, agreements, publication }: Explanation): ExplanationType {
    const { at, reading, asKnownAt, provider, consumer, service, view } = asked;
    return Object.assign(new ExplanationType(), {
      isSeen, sentence, reading, at, asKnownAt, since, agreements, publication, service, view: view.code,
      providerOdsCode: provider.odsCode, providerName: provider.name, consumerOdsCode: consumer.odsCode, consumerName: consumer.name,
      reasons: reasons.map((reason) => SightReasonType.from(reason)), fixes: fixes.map((fix) => OfferedFixType.from(fix, fixRow)),
      sight: row === null ? null : SightType.from(row as SightRow, asked, view.code),
    });
  }
}

import { Field, ID, InputType, Int, ObjectType, registerEnumType, GraphQLISODateTime } from '@nestjs/graphql';
import type { AgreementRow, PartyRow, RenewalRow } from '../read-models/agreements.js';

export enum SideEnum { provider = 'provider', consumer = 'consumer' }
registerEnumType(SideEnum, { name: 'Side', description: 'Shares its records, or looks at them.' });
export enum PurposeClassEnum { directCare = 'direct-care', secondary = 'secondary' }
registerEnumType(PurposeClassEnum, { name: 'PurposeClass' });

@ObjectType('AgreedConsumer', { description: 'A viewing organisation and the views it sees, in the fixed order of the service.' })
export class AgreedConsumerType {
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => [String]) views!: string[];
}

@ObjectType('AgreedProvider', { description: 'A practice that an agreement names, or that a draft may name.' })
export class AgreedProviderType {
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
}

@ObjectType('AgreedViewSet', { description: 'What is agreed for a viewing organisation already; a draft that differs is refused (R1).' })
export class AgreedViewSetType {
  @Field(() => String) odsCode!: string;
  @Field(() => [String], { description: 'In the fixed order of the service.' }) views!: readonly string[];
  @Field(() => String, { description: 'The agreement it was agreed in.' }) reference!: string;
  @Field(() => ID, { nullable: true, description: 'That agreement, where it is yours to open.' }) agreementId!: string | null;
  @Field(() => Boolean, { description: 'Whether the views asked about are others.' }) differs!: boolean;
}

@ObjectType('PartyTally', { description: 'How many parties of one side are in one state; of each organisation its newest part counts.' })
export class PartyTallyType {
  @Field(() => SideEnum) side!: SideEnum;
  @Field(() => String) state!: string;
  @Field(() => Int) parties!: number;
}

@ObjectType('Renewal', { description: 'A later version that a live party is asked to sign. It goes on sharing by the version it signed until this is signed, verified, approved and goes over.' })
export class RenewalType {
  @Field(() => String, { description: 'invited, signed or accepted, declined, rejected, verified, approved.' }) state!: string;
  @Field(() => GraphQLISODateTime) stateAt!: Date;
  @Field(() => Int) versionNumber!: number;
  @Field(() => String, { description: 'SHA-256 of the terms of that version; a signature must repeat it.' }) termsDigest!: string;
  @Field(() => ID, { nullable: true }) evidenceId!: string | null;
  @Field(() => String, { nullable: true }) evidenceSha256!: string | null;
  @Field(() => String, { nullable: true }) evidenceState!: string | null;
  @Field(() => String, { nullable: true }) submittedBy!: string | null;
  @Field(() => String, { nullable: true }) verifiedBy!: string | null;
  @Field(() => String, { nullable: true }) approvedBy!: string | null;
  @Field(() => ID, { nullable: true }) activationId!: string | null;
  @Field(() => [String], { nullable: true, description: 'A consumer part: the views it would see.' }) views!: string[] | null;
  @Field(() => ID, { nullable: true, description: 'Of the proposal to change a view set that asks for it; it goes over with its cut-over.' }) proposalId!: string | null;
  @Field(() => String, { nullable: true, description: 'running, cut-over.' }) proposalState!: string | null;
  @Field(() => String, { nullable: true, description: 'The last day in London on which that proposal can be cut over.' }) lapsesOn!: string | null;

  static from(row: RenewalRow): RenewalType { return Object.assign(new RenewalType(), row, { stateAt: new Date(row.stateAt) }); }
}

@ObjectType('Party', { description: "One organisation's part: a provider's participation or a consumer's part. Design section 5 lists its states and moves." })
export class PartyType {
  @Field(() => ID) id!: string;
  @Field(() => ID) agreementId!: string;
  @Field(() => String) agreementReference!: string;
  @Field(() => SideEnum) side!: SideEnum;
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'Provider: invited, signed, declined, rejected, verified, approved, live, suspended, withdrawn. Consumer: accepted for signed, left for withdrawn.' }) state!: string;
  @Field(() => Int, { description: 'Send it back as expectedVersion.' }) version!: number;
  @Field(() => GraphQLISODateTime) stateAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true }) liveAt!: Date | null;
  @Field(() => String, { description: 'SHA-256 of the terms that bind this party; a signature must repeat it.' }) termsDigest!: string;
  @Field(() => ID, { nullable: true }) evidenceId!: string | null;
  @Field(() => String, { nullable: true, description: 'SHA-256 of the signed document.' }) evidenceSha256!: string | null;
  @Field(() => String, { nullable: true }) evidenceState!: string | null;
  @Field(() => String, { nullable: true, description: 'Name of who signed or uploaded, where the reader may see it.' }) submittedBy!: string | null;
  @Field(() => String, { nullable: true }) verifiedBy!: string | null;
  @Field(() => String, { nullable: true }) approvedBy!: string | null;
  @Field(() => ID, { nullable: true }) activationId!: string | null;
  @Field(() => [String], { nullable: true, description: 'A consumer part: the views it sees.' }) views!: string[] | null;

  @Field(() => Int, { description: 'The version of the agreement it was asked for, or is live by.' }) versionNumber!: number;
  @Field(() => RenewalType, { nullable: true, description: 'Acts on this party are about it while it is under way: sign, verify, reject, approve.' }) renewal!: RenewalType | null;

  static from(row: PartyRow): PartyType { return Object.assign(new PartyType(), row, { renewal: row.renewal === null ? null : RenewalType.from(row.renewal) }); }
}

@ObjectType('SharingAgreement', { description: 'A sharing agreement for one service, in its newest version. Dates are calendar days in London, the end inclusive; instants are UTC.' })
export class SharingAgreementType {
  @Field(() => ID) id!: string;
  @Field(() => String) reference!: string;
  @Field(() => String) serviceCode!: string;
  @Field(() => String) serviceName!: string;
  @Field(() => ID) localityId!: string;
  @Field(() => String) localityCode!: string;
  @Field(() => String) localityName!: string;
  @Field(() => String, { description: 'draft, open, closed, ended or discarded.' }) state!: string;
  @Field(() => Int, { description: 'Send it back as expectedVersion.' }) version!: number;
  /** Of the newest version: what its related fields are read by. */
  versionId!: string;
  @Field(() => Int) versionNumber!: number;
  @Field(() => String) title!: string;
  @Field(() => String) purpose!: string;
  @Field(() => PurposeClassEnum) purposeClass!: PurposeClassEnum;
  @Field(() => String) lawfulBasis!: string;
  @Field(() => [String], { description: 'Keys of the standard clauses, or the sentences the parties wrote themselves.' }) clauses!: string[];
  @Field(() => String) beginsOn!: string;
  @Field(() => String) reviewOn!: string;
  @Field(() => String) endsOn!: string;
  @Field(() => GraphQLISODateTime) from!: Date;
  @Field(() => GraphQLISODateTime, { description: 'The first instant it no longer holds.' }) until!: Date;
  @Field(() => Boolean, { description: 'Computed from the dates, never stored.' }) expired!: boolean;
  @Field(() => GraphQLISODateTime) draftedAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true }) openedAt!: Date | null;
  @Field(() => String, { description: 'Where the generated document is fetched, as PDF.' }) documentPath!: string;

  static from(row: AgreementRow): SharingAgreementType {
    return Object.assign(new SharingAgreementType(), row, { documentPath: `/agreements/${row.id}/document.pdf` });
  }
}

@ObjectType('AgreementPage', { description: 'One page of a list, and how many there are in all.' })
export class AgreementPageType {
  @Field(() => [SharingAgreementType]) items!: SharingAgreementType[];
  @Field(() => Int) total!: number;
}

@InputType('ConsumerInput')
export class ConsumerInput {
  @Field(() => String) odsCode!: string;
  @Field(() => [String], { description: 'View codes of the service.' }) views!: string[];
}

@InputType({ isAbstract: true })
class DraftFields {
  @Field(() => String) title!: string;
  @Field(() => String) purpose!: string;
  @Field(() => PurposeClassEnum) purposeClass!: PurposeClassEnum;
  @Field(() => String) lawfulBasis!: string;
  @Field(() => [String], { nullable: true, description: 'The standard clauses where left out.' }) clauses?: string[];
  @Field(() => String, { description: 'yyyy-mm-dd, London.' }) beginsOn!: string;
  @Field(() => String) reviewOn!: string;
  @Field(() => String, { description: 'Inclusive: it ends at the following midnight in London.' }) endsOn!: string;
  @Field(() => [String], { description: 'ODS codes of practices of the locality.' }) providers!: string[];
  @Field(() => [ConsumerInput]) consumers!: ConsumerInput[];
  @Field(() => String, { nullable: true, description: 'Same key and same input: the first answer again.' }) idempotencyKey?: string;
}

@InputType('DraftAgreementInput')
export class DraftAgreementInputType extends DraftFields {
  @Field(() => String, { description: '4 to 64 capitals, digits and hyphens; unique.' }) reference!: string;
  @Field(() => String) serviceCode!: string;
  @Field(() => ID) localityId!: string;
}

@InputType('EditDraftInput')
export class EditDraftInputType extends DraftFields {
  @Field(() => ID) id!: string;
  @Field(() => Int) expectedVersion!: number;
}

@InputType('MoveInput')
export class MoveInputType {
  @Field(() => ID) id!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@InputType('MoveWithReasonInput')
export class MoveWithReasonInputType extends MoveInputType {
  @Field(() => String, { nullable: true, description: 'Needed where the matrix asks for one; a signatory gives none unless they wish to.' }) reason?: string;
  @Field(() => String, { nullable: true, description: 'The hash of the impact that was shown. Another one blocks nothing that narrows; both are recorded.' }) impactHash?: string;
}

@InputType('SignInput')
export class SignInputType extends MoveInputType {
  @Field(() => String, { description: 'The terms digest printed on the document that was read.' }) termsDigest!: string;
}

@InputType('PartyInput')
export class PartyInputType extends MoveInputType {
  @Field(() => SideEnum) side!: SideEnum;
}

@InputType('PartyWithReasonInput')
export class PartyWithReasonInputType extends PartyInputType {
  @Field(() => String) reason!: string;
  @Field(() => String, { nullable: true, description: 'The hash of the impact that was shown. Another one blocks nothing that narrows; both are recorded.' }) impactHash?: string;
}

@ObjectType('Narrowed', { description: 'What a suspension, withdrawal or leaving did. Ask appliedBy(subject: stopId) which gateways have applied it.' })
export class NarrowedType {
  @Field(() => PartyType) party!: PartyType;
  @Field(() => ID, { nullable: true, description: 'The stop-list entry; none where nothing was live.' }) stopId!: string | null;
  @Field(() => Boolean, { description: 'The world had moved: what stopped is not exactly what was shown.' }) impactMoved!: boolean;
}

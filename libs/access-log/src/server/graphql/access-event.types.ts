import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { AccessEventFound, AccessEventPage, EvidenceFound } from '../../contract/index.js';

@ObjectType('AccessEventEvidence', { description: 'The signed evidence one side rests on. Null where it is not yours to see.' })
export class AccessEventEvidenceType {
  @Field(() => ID) id!: string;
  @Field(() => String) sha256!: string;

  static from({ id, sha256 }: EvidenceFound): AccessEventEvidenceType {
    return Object.assign(new AccessEventEvidenceType(), { id, sha256 });
  }
}

@ObjectType('AccessEvent', { description: 'One attempt to look, permitted or refused, with what it was decided from.' })
export class AccessEventType {
  @Field(() => ID) id!: string;
  @Field(() => Date) occurredAt!: Date;
  @Field(() => Date) receivedAt!: Date;
  @Field(() => Date, { nullable: true, description: 'What its gateway said, where that is more than a day ahead or over 13 months back; occurredAt is then when it was received.' }) statedAt!: Date | null;
  @Field(() => ID) gatewayId!: string;
  @Field(() => ID) bootId!: string;
  @Field(() => String, { description: 'The number its gateway gave it since its last start. Text, since it may pass 2^31.' }) sequence!: string;
  @Field(() => String, { nullable: true, description: 'Null only of a malformed question that did not say.' }) serviceCode!: string | null;
  @Field(() => String, { nullable: true, description: 'Null only of a malformed question that did not say.' }) providerOdsCode!: string | null;
  @Field(() => String, { nullable: true }) providerName!: string | null;
  @Field(() => String, { nullable: true }) consumerOdsCode!: string | null;
  @Field(() => String, { nullable: true }) consumerName!: string | null;
  @Field(() => String, { nullable: true, description: 'Null where the system is not yours to see.' }) systemName!: string | null;
  @Field(() => String, { nullable: true }) gatewayName!: string | null;
  @Field(() => String, { description: 'SHA-256 by which the log keeps it: an edit of the row would show.' }) leafHash!: string;
  @Field(() => ID, { nullable: true }) systemId!: string | null;
  @Field(() => String, { nullable: true }) userId!: string | null;
  @Field(() => String, { nullable: true }) userName!: string | null;
  @Field(() => String, { nullable: true }) userJobRole!: string | null;
  @Field(() => [String]) views!: readonly string[];
  @Field(() => [String]) permittedViews!: readonly string[];
  @Field(() => String) decision!: string;
  @Field(() => String) reason!: string;
  @Field(() => String) freshness!: string;
  @Field(() => Int, { nullable: true }) publicationNumber!: number | null;
  @Field(() => String, { nullable: true }) publicationHash!: string | null;
  @Field(() => Int, { nullable: true }) stopListNumber!: number | null;
  @Field(() => String, { nullable: true }) agreementReference!: string | null;
  @Field(() => ID, { nullable: true }) agreementId!: string | null;
  @Field(() => Int, { nullable: true }) agreementVersion!: number | null;
  @Field(() => String, { nullable: true, description: 'SHA-256 of the document of that version.' }) agreementVersionHash!: string | null;
  @Field(() => AccessEventEvidenceType, { nullable: true }) providerEvidence!: AccessEventEvidenceType | null;
  @Field(() => AccessEventEvidenceType, { nullable: true }) consumerEvidence!: AccessEventEvidenceType | null;
  @Field(() => ID, { nullable: true, description: 'The stop that refused it: of one event alone, where the stop list it was decided from names one that is yours to see.' }) stopId!: string | null;
  @Field(() => String, { nullable: true, description: 'The NHS number, masked but for its last four digits.' }) patient!: string | null;
  @Field(() => String, { nullable: true }) messageId!: string | null;
  @Field(() => String, { nullable: true }) prescriptionId!: string | null;
  @Field(() => Boolean, { description: 'Whether this look concerns a prescription.' }) isPrescription!: boolean;
  @Field(() => String, { nullable: true }) relationship!: string | null;
  @Field(() => String, { nullable: true }) emergencyReason!: string | null;
  @Field(() => Boolean, { nullable: true }) consentGiven!: boolean | null;
  @Field(() => Date, { nullable: true }) consentRecordedAt!: Date | null;
  @Field(() => [String], { description: 'Rules of consent or relationship this look broke, and what was mended to store it.' }) flags!: readonly string[];

  static from(found: AccessEventFound): AccessEventType {
    return Object.assign(new AccessEventType(), {
      ...found, sequence: String(found.sequence), isPrescription: found.prescriptionId !== null,
      providerEvidence: found.providerEvidence && AccessEventEvidenceType.from(found.providerEvidence),
      consumerEvidence: found.consumerEvidence && AccessEventEvidenceType.from(found.consumerEvidence),
    });
  }
}

@ObjectType('AccessEventPage')
export class AccessEventPageType {
  @Field(() => [AccessEventType]) events!: readonly AccessEventType[];
  @Field(() => Int, { description: 'How many were found, counted up to 1,000.' }) total!: number;
  @Field(() => Boolean, { description: 'False where there are more than were counted.' }) totalIsExact!: boolean;
  @Field(() => String, { nullable: true, description: 'Hand it back as "after" for the next page of the same search.' }) endCursor!: string | null;
  @Field(() => Boolean) hasMore!: boolean;

  static from({ events, ...page }: AccessEventPage): AccessEventPageType {
    return Object.assign(new AccessEventPageType(), { ...page, events: events.map((event) => AccessEventType.from(event)) });
  }
}

@InputType('AccessEventFilter', { description: 'Any part alone or with any others.' })
export class AccessEventFilterInput {
  @Field(() => String, { nullable: true }) userId?: string | null;
  @Field(() => String, { nullable: true }) messageId?: string | null;
  @Field(() => String, { nullable: true }) prescriptionId?: string | null;
  @Field(() => String, { nullable: true, description: 'A London day (yyyy-mm-dd) or an instant with its zone, inclusive.' }) from?: string | null;
  @Field(() => String, { nullable: true, description: 'A London day, inclusive, or an instant with its zone, exclusive.' }) until?: string | null;
  @Field(() => String, { nullable: true }) consumerOdsCode?: string | null;
  @Field(() => String, { nullable: true }) providerOdsCode?: string | null;
  @Field(() => String, { nullable: true, description: 'permit or refuse' }) decision?: string | null;
  @Field(() => String, { nullable: true, description: 'e.g. NOT_AGREED' }) reason?: string | null;
  @Field(() => String, { nullable: true }) view?: string | null;
  @Field(() => String, { nullable: true, description: 'A rule this look broke or passed over, e.g. EMERGENCY or SELF_CLAIMED.' }) flag?: string | null;
  @Field(() => String, { nullable: true, description: 'The code of the gateway that decided.' }) gateway?: string | null;
  @Field(() => String, { nullable: true, description: 'From namePatient. An NHS number is never part of a query.' }) patientToken?: string | null;
}

@InputType()
export class NamePatientInput {
  @Field(() => String) nhsNumber!: string;
  @Field(() => String, { nullable: true }) reason?: string | null;
  @Field(() => String, { nullable: true }) idempotencyKey?: string | null;
}

@ObjectType('NamedPatient', { description: 'A patient as you may search by them.' })
export class NamedPatientType {
  @Field(() => String, { description: 'Stands for the patient in your own searches; of no use to anybody else.' }) token!: string;
  @Field(() => String) masked!: string;
}

import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { sentenceOf } from '../../contract/index.js';
import type { EvidenceOnFile } from '../read-models/evidence-on-file.js';

@ObjectType('Finding', { description: 'Something the machine noticed about a document.' })
export class FindingType {
  @Field() code!: string;
  @Field({ description: 'fault, quarantine, warning or information' }) severity!: string;
  @Field(() => String, { nullable: true }) detail!: string | null;
  @Field({ description: 'What it means, as a sentence.' }) message!: string;
}

@ObjectType('SignatureCheck', { description: 'A digital signature inside a document. Only PASSED counts.' })
export class SignatureCheckType {
  @Field({ description: 'PASSED, FAILED or INDETERMINATE' }) result!: string;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => String, { nullable: true }) subject!: string | null;
  @Field(() => String, { nullable: true }) issuer!: string | null;
  @Field(() => String, { nullable: true, description: 'SHA-256 of the certificate.' }) certificate!: string | null;
  @Field(() => String, { nullable: true, description: 'The time the signer claims.' }) claimedAt!: string | null;
  @Field() coversWholeDocument!: boolean;
  @Field() trusted!: boolean;
}

@ObjectType('Evidence', { description: 'A signed document as proof for one party, and the checks made on it.' })
export class EvidenceType {
  @Field(() => ID) id!: string;
  @Field({ description: 'generated, uploaded, or instruction: a controller\'s letter that answers a campaign' }) kind!: string;
  @Field({ description: 'received, checked, quarantined, verified or rejected' }) state!: string;
  @Field({ description: 'provider or consumer' }) side!: string;
  @Field(() => ID, { nullable: true, description: 'Null of a letter, which is about no terms.' }) agreementId!: string | null;
  @Field() odsCode!: string;
  @Field({ description: 'SHA-256 of the document.' }) sha256!: string;
  @Field(() => Int) byteLength!: number;
  @Field(() => Int, { nullable: true }) pages!: number | null;
  @Field(() => Int, { nullable: true }) signedPage!: number | null;
  @Field(() => [FindingType]) findings!: FindingType[];
  @Field(() => [SignatureCheckType]) signatures!: SignatureCheckType[];
  @Field(() => String, { nullable: true, description: 'Digest of the terms it proves; null of a letter.' }) termsDigest!: string | null;
  @Field(() => String, { nullable: true }) signatory!: string | null;
  @Field(() => String, { nullable: true }) signatoryRole!: string | null;
  @Field(() => Date) signedAt!: Date;
  @Field(() => String, { nullable: true }) submittedBy!: string | null;
  @Field(() => Date) submittedAt!: Date;
  @Field(() => String, { nullable: true }) verifiedBy!: string | null;
  @Field(() => Date, { nullable: true }) verifiedAt!: Date | null;
  @Field(() => String, { nullable: true }) rejectedBy!: string | null;
  @Field(() => Date, { nullable: true }) rejectedAt!: Date | null;
  @Field(() => String, { nullable: true }) rejectedReason!: string | null;
  @Field(() => Int) version!: number;
  @Field({ description: 'Where the document itself can be fetched.' }) file!: string;

  /** What this does not name is not exposed; a masked view leaves out the names of people. */
  static from(evidence: EvidenceOnFile, masked: boolean): EvidenceType {
    const name = (text: string | null): string | null => (masked ? null : text);
    return Object.assign(new EvidenceType(), {
      id: evidence.id, kind: evidence.kind, state: evidence.state, side: evidence.side, agreementId: evidence.agreementId, odsCode: evidence.odsCode,
      sha256: evidence.sha256, byteLength: evidence.byteLength, pages: evidence.pages, signedPage: evidence.signedPage,
      findings: evidence.findings.map((each) => ({ code: each.code, severity: each.severity, detail: each.detail ?? null, message: sentenceOf(each) })),
      signatures: evidence.signatures.map((each) => ({ ...each, subject: name(each.subject) })),
      termsDigest: evidence.termsDigest, signatory: name(evidence.signatory), signatoryRole: evidence.signatoryRole, signedAt: evidence.signedAt,
      submittedBy: name(evidence.submittedBy), submittedAt: evidence.submittedAt, verifiedBy: name(evidence.verifiedBy), verifiedAt: evidence.verifiedAt,
      rejectedBy: name(evidence.rejectedBy), rejectedAt: evidence.rejectedAt, rejectedReason: evidence.rejectedReason, version: evidence.version,
      file: `/evidence/${evidence.id}/file`,
    });
  }
}

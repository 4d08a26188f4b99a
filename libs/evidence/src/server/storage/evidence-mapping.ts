import { EntitySchema } from 'typeorm';
import { Evidence } from '../domain/evidence.js';

export const evidenceMapping = new EntitySchema<Evidence>({
  name: 'Evidence', target: Evidence, tableName: 'evidence',
  columns: {
    id: { type: 'uuid', primary: true },
    kind: { type: 'text' },
    side: { type: 'text' },
    documentSha256: { type: 'text', name: 'document_sha256' },
    documentQuarantined: { type: 'boolean', name: 'document_quarantined' },
    agreementId: { type: 'uuid', name: 'agreement_id' },
    agreementVersionId: { type: 'uuid', name: 'agreement_version_id' },
    localityId: { type: 'uuid', name: 'locality_id' },
    odsCode: { type: 'text', name: 'ods_code' },
    termsDigest: { type: 'text', name: 'terms_digest' },
    authorityId: { type: 'uuid', name: 'authority_id' },
    signatoryPersonId: { type: 'uuid', name: 'signatory_person_id' },
    signedAt: { type: 'timestamptz', name: 'signed_at' },
    signedPage: { type: 'integer', name: 'signed_page', nullable: true },
    findings: { type: 'jsonb' },
    state: { type: 'text' },
    submittedBy: { type: 'uuid', name: 'submitted_by' },
    submittedAt: { type: 'timestamptz', name: 'submitted_at' },
    verifiedBy: { type: 'uuid', name: 'verified_by', nullable: true },
    verifiedAt: { type: 'timestamptz', name: 'verified_at', nullable: true },
    rejectedBy: { type: 'uuid', name: 'rejected_by', nullable: true },
    rejectedAt: { type: 'timestamptz', name: 'rejected_at', nullable: true },
    rejectedReason: { type: 'text', name: 'rejected_reason', nullable: true },
    version: { type: 'integer' },
  },
});

import { Injectable } from '@nestjs/common';
import { isId, NotFound, type Tx } from '@accord/kernel';
import { managerOf, nameConstraints, sql } from '@accord/kernel/server';
import type { DocumentHash, DocumentReport, EvidenceId } from '../../contract/index.js';
import type { Evidence } from '../domain/evidence.js';
import { evidenceMapping } from './evidence-mapping.js';

nameConstraints({
  evidence_signatory_had_authority: ['SIGNATORY_WITHOUT_AUTHORITY', 'Nobody who had authority to sign for the organisation on that day signed this.'],
  evidence_authority_id_ods_code_signatory_person_id_fkey: ['SIGNATORY_WITHOUT_AUTHORITY', 'The line of the register of authority is another person\'s or organisation\'s.'],
  evidence_quarantine_proves_nothing: ['EVIDENCE_QUARANTINED', 'The document has been set aside as unsafe, and proves nothing.'],
  evidence_verified_by_another: ['SAME_PERSON', 'Somebody else accepts evidence than signed it or handed it in.'],
  verifier_signed_no_part: ['SAME_PERSON', 'Somebody who signed in this agreement does not accept the evidence of others in it.'],
  instruction_verified_by_who_acts: ['NOT_PERMITTED', 'A letter is verified by an activation officer in their own name.'],
  evidence_transition: ['NOT_READY', 'The evidence has just been decided on. Look at it as it is now.'],
});

export interface DocumentRow {
  readonly sha256: DocumentHash;
  readonly byteLength: number;
  readonly quarantined: boolean;
  readonly report: DocumentReport;
  readonly storedAt: Date;
}

@Injectable()
export class EvidenceStore {
  async lock(tx: Tx, id: string): Promise<Evidence> {
    const found = isId(id) ? await managerOf(tx).getRepository(evidenceMapping).findOne({ where: { id: id as EvidenceId }, lock: { mode: 'pessimistic_write' } }) : null;
    if (found === null) throw new NotFound('evidence');
    return found;
  }

  async find(tx: Tx, id: string): Promise<Evidence> {
    const found = isId(id) ? await managerOf(tx).getRepository(evidenceMapping).findOne({ where: { id: id as EvidenceId } }) : null;
    if (found === null) throw new NotFound('evidence');
    return found;
  }

  /** Records a document once, and says whether its bytes are quarantined: the first verdict on them stays. */
  async keepDocument(tx: Tx, document: DocumentRow): Promise<{ readonly quarantined: boolean }> {
    const added = await sql<{ quarantined: boolean }>(tx, `
      INSERT INTO document (sha256, byte_length, media_type, quarantined, pages, findings, stored_at)
      VALUES ($1, $2, 'application/pdf', $3, $4, $5::jsonb, $6) ON CONFLICT (sha256) DO NOTHING RETURNING quarantined`, [
      document.sha256, document.byteLength, document.quarantined, document.report.pages,
      JSON.stringify({ findings: document.report.findings, signatures: document.report.signatures }), document.storedAt,
    ]);
    if (added[0] !== undefined) return added[0];
    const [kept] = await sql<{ quarantined: boolean }>(tx, 'SELECT quarantined FROM document WHERE sha256 = $1', [document.sha256]);
    return kept ?? { quarantined: document.quarantined };
  }

  async add(tx: Tx, evidence: Evidence): Promise<void> {
    await sql(tx, `
      INSERT INTO evidence (id, kind, side, document_sha256, document_quarantined, agreement_id, agreement_version_id, locality_id, ods_code, terms_digest,
        authority_id, signatory_person_id, signed_at, signed_page, findings, state, submitted_by, submitted_at, version)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::jsonb, $16, $17, $18, $19)`, [
      evidence.id, evidence.kind, evidence.side, evidence.documentSha256, evidence.documentQuarantined, evidence.agreementId, evidence.agreementVersionId,
      evidence.localityId, evidence.odsCode, evidence.termsDigest, evidence.authorityId, evidence.signatoryPersonId, evidence.signedAt, evidence.signedPage,
      JSON.stringify(evidence.findings), evidence.state, evidence.submittedBy, evidence.submittedAt, evidence.version,
    ]);
  }

  async save(tx: Tx, evidence: Evidence): Promise<void> {
    await sql(tx, `UPDATE evidence SET state = $2, verified_by = $3, verified_at = $4, rejected_by = $5, rejected_at = $6, rejected_reason = $7, version = $8, invalidated_by = $9, invalidated_at = $10, invalidated_reason = $11 WHERE id = $1`, [
      evidence.id, evidence.state, evidence.verifiedBy, evidence.verifiedAt, evidence.rejectedBy, evidence.rejectedAt, evidence.rejectedReason, evidence.version,
      evidence.invalidatedBy, evidence.invalidatedAt, evidence.invalidatedReason,
    ]);
  }
}

import { Injectable } from '@nestjs/common';
import { isId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { EvidenceKind, EvidenceState, Finding, SignatureCheck } from '../../contract/index.js';

/** Evidence as people look at it. */
export interface EvidenceOnFile {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly state: EvidenceState;
  readonly side: 'provider' | 'consumer';
  /** Null of a letter that instructs staff, which is about no terms. */
  readonly agreementId: string | null;
  readonly odsCode: string;
  readonly localityId: string;
  readonly sha256: string;
  readonly byteLength: number;
  readonly pages: number | null;
  readonly signedPage: number | null;
  readonly findings: readonly Finding[];
  readonly signatures: readonly SignatureCheck[];
  readonly termsDigest: string | null;
  readonly signatory: string | null;
  readonly signatoryRole: string | null;
  readonly signedAt: Date;
  readonly submittedBy: string | null;
  readonly submittedAt: Date;
  readonly verifiedBy: string | null;
  readonly verifiedAt: Date | null;
  readonly rejectedBy: string | null;
  readonly rejectedAt: Date | null;
  readonly rejectedReason: string | null;
  readonly version: number;
}

const SELECT = `
  SELECT evidence.id, evidence.kind, evidence.state, evidence.side, evidence.agreement_id AS "agreementId", evidence.ods_code AS "odsCode",
    evidence.locality_id AS "localityId", evidence.document_sha256 AS sha256, document.byte_length AS "byteLength", document.pages,
    evidence.signed_page AS "signedPage", evidence.findings, coalesce(document.findings -> 'signatures', '[]'::jsonb) AS signatures,
    evidence.terms_digest AS "termsDigest", signatory.name AS signatory, authority.role_title AS "signatoryRole", evidence.signed_at AS "signedAt",
    submitter.name AS "submittedBy", evidence.submitted_at AS "submittedAt", verifier.name AS "verifiedBy", evidence.verified_at AS "verifiedAt",
    rejecter.name AS "rejectedBy", evidence.rejected_at AS "rejectedAt", evidence.rejected_reason AS "rejectedReason", evidence.version
  FROM evidence
  JOIN document ON document.sha256 = evidence.document_sha256
  LEFT JOIN authority ON authority.id = evidence.authority_id
  LEFT JOIN person signatory ON signatory.id = evidence.signatory_person_id
  LEFT JOIN person submitter ON submitter.id = evidence.submitted_by
  LEFT JOIN person verifier ON verifier.id = evidence.verified_by
  LEFT JOIN person rejecter ON rejecter.id = evidence.rejected_by`;

/** What the acting person may see of the evidence on file; row-level security draws the fence. */
@Injectable()
export class EvidenceFile {
  async byId(tx: Tx, id: string): Promise<EvidenceOnFile | null> {
    if (!isId(id)) return null;
    const [row] = await sql<EvidenceOnFile>(tx, `${SELECT} WHERE evidence.id = $1`, [id]);
    return row ?? null;
  }

  /** All evidence of one agreement, newest first, page by page: `before` is the id the page before ended with. */
  async ofAgreement(tx: Tx, agreementId: string, page: { readonly first: number; readonly before: string | null }): Promise<readonly EvidenceOnFile[]> {
    if (!isId(agreementId) || (page.before !== null && !isId(page.before))) return [];
    return sql<EvidenceOnFile>(tx, `${SELECT} WHERE evidence.agreement_id = $1 AND ($2::uuid IS NULL OR evidence.id < $2) ORDER BY evidence.id DESC LIMIT $3`, [agreementId, page.before, page.first]);
  }
}

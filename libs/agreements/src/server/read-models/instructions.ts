import { Injectable } from '@nestjs/common';
import { isId, isOdsCode, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { CampaignKind, CampaignReply, CampaignState } from '@accord/agreements';

/** A controller's letter, and what it is said to say. */
export interface InstructionRow {
  /** Of the evidence. */
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly campaignId: string;
  readonly campaignTitle: string;
  readonly campaignKind: CampaignKind;
  readonly campaignState: CampaignState;
  readonly odsCode: string;
  readonly localityId: string;
  readonly reason: string;
  readonly signatory: string | null;
  readonly signatoryRole: string | null;
  readonly signedOn: string;
  readonly signedPage: number | null;
  readonly recordedBy: string | null;
  readonly recordedAt: Date;
  readonly verifiedBy: string | null;
  readonly verifiedAt: Date | null;
  readonly rejectedReason: string | null;
  readonly replies: readonly InstructionReplyRow[];
}

export interface InstructionReplyRow {
  readonly participationId: string;
  readonly agreementId: string;
  readonly reference: string;
  readonly title: string;
  readonly versionNumber: number;
  readonly reply: CampaignReply;
}

/** Who took a letter in, and who verified it, as the records say: these the practice may read, and the register of people it may not. */
const READER = (letter: string, did: 'recorded' | 'verified'): string => `(SELECT actor_name FROM change_record WHERE subject = ${letter}::text AND type IN (${did === 'recorded' ? "'instruction.recorded', 'instruction.quarantined'" : "'instruction.verified'"}) AND outcome = 'done' LIMIT 1)`;

/** A letter as it is cited: where it lies, which page, and the two who read it. The evidence is joined as "letter". */
export const LETTER_CITED = `CASE WHEN letter.id IS NOT NULL THEN json_build_object('evidenceId', letter.id, 'sha256', letter.document_sha256, 'page', letter.signed_page,
    'signedOn', (letter.signed_at AT TIME ZONE 'Europe/London')::date, 'recordedBy', ${READER('letter.id', 'recorded')}, 'verifiedBy', ${READER('letter.id', 'verified')}) END`;

const LETTERS = `
  SELECT letter.evidence_id AS id, evidence.state, evidence.version, letter.campaign_id AS "campaignId", campaign.title AS "campaignTitle", campaign.kind AS "campaignKind", campaign.state AS "campaignState",
    letter.provider_ods_code AS "odsCode", letter.locality_id AS "localityId", letter.reason, signatory.name AS signatory, authority.role_title AS "signatoryRole",
    (evidence.signed_at AT TIME ZONE 'Europe/London')::date::text AS "signedOn", evidence.signed_page AS "signedPage", ${READER('letter.evidence_id', 'recorded')} AS "recordedBy", evidence.submitted_at AS "recordedAt",
    ${READER('letter.evidence_id', 'verified')} AS "verifiedBy", evidence.verified_at AS "verifiedAt", evidence.rejected_reason AS "rejectedReason",
    (SELECT json_agg(json_build_object('participationId', said.participation_id, 'agreementId', agreement.id, 'reference', agreement.reference, 'title', version.title, 'versionNumber', version.number, 'reply', said.reply) ORDER BY agreement.reference)
      FROM campaign_instruction_part said JOIN agreement_version version ON version.id = said.agreement_version_id JOIN sharing_agreement agreement ON agreement.id = version.agreement_id WHERE said.evidence_id = letter.evidence_id) AS replies
  FROM campaign_instruction letter JOIN campaign ON campaign.id = letter.campaign_id JOIN evidence ON evidence.id = letter.evidence_id
  LEFT JOIN authority ON authority.id = evidence.authority_id LEFT JOIN person signatory ON signatory.id = evidence.signatory_person_id`;

/** Letters as their pages show them; row-level security says whose. */
@Injectable()
export class InstructionsReader {
  async byId(tx: Tx, id: string): Promise<InstructionRow | null> {
    const [row] = isId(id) ? await sql<InstructionRow>(tx, `${LETTERS} WHERE letter.evidence_id = $1`, [id]) : [];
    return row ?? null;
  }

  /** Letters of one practice in a campaign, the newest first. */
  async ofPractice(tx: Tx, campaignId: string, odsCode: string): Promise<InstructionRow[]> {
    return isId(campaignId) && isOdsCode(odsCode) ? sql<InstructionRow>(tx, `${LETTERS} WHERE letter.campaign_id = $1 AND letter.provider_ods_code = $2 ORDER BY evidence.submitted_at DESC, letter.evidence_id DESC`, [campaignId, odsCode]) : [];
  }
}

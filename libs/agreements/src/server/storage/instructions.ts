import { Injectable } from '@nestjs/common';
import { isId, NotFound, type LocalityId, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { concerns, nameConstraints, sql } from '@accord/kernel/server';
import type { CampaignId, CampaignReply } from '@accord/agreements';
import type { EvidenceId } from '@accord/evidence';
import type { Instructed, Instruction } from '../domain/instruction.js';

nameConstraints({
  campaign_instruction_whole: ['NOT_READY', 'A letter answers for the agreements it was taken in with, each once, and says what it said then.'],
  letter_taken_in_once: ['LETTER_TAKEN_IN', 'This letter has been taken in for this practice and campaign already. Look at what was taken in; if that was read wrongly, have it rejected first.'],
  campaign_answer_once_by_letter: ['NOT_READY', 'This letter has been entered as an answer already.'],
});

/** Letters by which controllers answer campaigns: what each says of which agreement, as it was taken in. Added once, and stays. */
@Injectable()
export class Instructions {
  /** Where a practice stands in a campaign; null where it is not asked in it. */
  async practice(tx: Tx, campaignId: CampaignId, odsCode: string): Promise<{ readonly odsCode: OdsCode; readonly localityId: LocalityId } | null> {
    const [row] = await sql<{ odsCode: OdsCode; localityId: LocalityId }>(tx, 'SELECT provider_ods_code AS "odsCode", locality_id AS "localityId" FROM campaign_practice WHERE campaign_id = $1 AND provider_ods_code = $2', [campaignId, odsCode]);
    return row ?? null;
  }

  /** When the practice signed what each of its participations rests on. */
  async signedAt(tx: Tx, participationIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const rows = await sql<{ id: string; signedAt: Date }>(tx, `SELECT party.id, evidence.signed_at AS "signedAt" FROM participation party JOIN evidence ON evidence.id = party.evidence_id WHERE party.id = ANY ($1::uuid[])`, [participationIds]);
    return new Map(rows.map(({ id, signedAt }) => [id, signedAt]));
  }

  async add(tx: Tx, evidenceId: EvidenceId, { campaignId, odsCode, localityId, reason }: Pick<Instruction, 'campaignId' | 'odsCode' | 'localityId' | 'reason'>, parts: readonly Instructed[]): Promise<void> {
    await sql(tx, 'INSERT INTO campaign_instruction (evidence_id, campaign_id, provider_ods_code, locality_id, reason, parts) VALUES ($1, $2, $3, $4, $5, $6)', [evidenceId, campaignId, odsCode, localityId, reason, parts.length]);
    await sql(tx, `INSERT INTO campaign_instruction_part (evidence_id, campaign_id, provider_ods_code, participation_id, locality_id, agreement_version_id, reply)
      SELECT $1, $2, $3, * FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::text[])`,
    [evidenceId, campaignId, odsCode, parts.map(({ part }) => part.participationId), parts.map(({ part }) => part.localityId), parts.map(({ part }) => part.agreementVersionId), parts.map(({ reply }) => reply)]);
  }

  /** Which campaign a letter answers: its row is held before the letter's, in the order in which practices and staff hold them. */
  async campaignOf(tx: Tx, evidenceId: string): Promise<CampaignId> {
    const [row] = isId(evidenceId) ? await sql<{ campaignId: CampaignId }>(tx, 'SELECT campaign_id AS "campaignId" FROM campaign_instruction WHERE evidence_id = $1', [evidenceId]) : [];
    if (row === undefined) throw new NotFound('instruction');
    return row.campaignId;
  }

  async lock(tx: Tx, evidenceId: string): Promise<Instruction> {
    const [row] = await sql<Omit<Instruction, 'replies'>>(tx, `SELECT letter.evidence_id AS id, letter.campaign_id AS "campaignId", letter.provider_ods_code AS "odsCode", letter.locality_id AS "localityId", letter.reason,
        evidence.version, evidence.signed_at AS "signedAt", evidence.signed_page AS "signedPage", evidence.submitted_by AS "recordedBy"
      FROM campaign_instruction letter JOIN evidence ON evidence.id = letter.evidence_id WHERE letter.evidence_id = $1 FOR UPDATE OF evidence`, [evidenceId]);
    if (row === undefined) throw new NotFound('instruction');
    concerns(tx, { localityId: row.localityId });
    const replies = await sql<{ participationId: string; reply: CampaignReply }>(tx, 'SELECT participation_id AS "participationId", reply FROM campaign_instruction_part WHERE evidence_id = $1 ORDER BY participation_id', [evidenceId]);
    return { ...row, recordedBy: row.recordedBy as PersonId, replies };
  }
}

import { Injectable } from '@nestjs/common';
import { demandVersion, isId, NotFound, newId, type LocalityId, type OdsCode, type Tx } from '@accord/kernel';
import { actorOf, concerns, nameConstraints, sql, timeOf } from '@accord/kernel/server';
import { WITHDRAWABLE, type CampaignId, type CampaignPart, type CampaignReply, type ImpactCompared } from '@accord/agreements';
import { Campaign, type CampaignDraft } from '../domain/campaign.js';

nameConstraints({
  campaign_in_state: ['NOT_READY', 'The campaign has just moved on. Look at it as it is now.'],
  only_a_controller_withdraws: ['NOT_PERMITTED', 'Only the controller withdraws, in Accord or by a verified letter; staff may suspend.'],
  campaign_outcome_holds: ['NOT_READY', 'One of the practices does not stand any more as its controller confirmed. Look at the campaign as it is now.'],
  campaign_answer_newest_word: ['SAID_SINCE', 'The controller has said something newer since.'],
});

/** One agreement of one practice, with all that answering and carrying out need of it. */
export interface AskedPart extends CampaignPart {
  readonly agreementId: string;
  readonly agreementVersionId: string;
  readonly localityId: LocalityId;
  readonly wasLive: boolean;
  readonly answerId: string | null;
  readonly reason: string | null;
  readonly givenBy: string | null;
  readonly givenDuty: string | null;
  /** When the last word was given in Accord, or its letter signed. */
  readonly saidAt: Date | null;
  /** The verified letter by which it was given; null where it was given in Accord. */
  readonly instruction: { readonly evidence: string; readonly page: number | null; readonly recordedBy: string; readonly verifiedBy: string } | null;
}

/** A practice that a campaign names. */
export interface ChosenPractice {
  readonly odsCode: OdsCode;
  readonly localityId: LocalityId;
}

const PARTS = `
  SELECT part.participation_id AS "participationId", part.provider_ods_code AS "odsCode", party.state, newest.reply, outcome.participation_id IS NOT NULL AS "isExecuted",
    part.agreement_id AS "agreementId", party.agreement_version_id AS "agreementVersionId", part.locality_id AS "localityId", party.live_at IS NOT NULL AS "wasLive",
    newest.id AS "answerId", newest.reason, newest.given_by AS "givenBy", newest.given_duty AS "givenDuty", coalesce(letter.signed_at, newest.given_at) AS "saidAt",
    CASE WHEN letter.id IS NOT NULL THEN json_build_object('evidence', letter.id, 'page', letter.signed_page, 'recordedBy', letter.submitted_by, 'verifiedBy', letter.verified_by) END AS instruction
  FROM campaign_part part
  JOIN participation party ON party.id = part.participation_id
  LEFT JOIN LATERAL (SELECT * FROM campaign_answer answer WHERE answer.campaign_id = part.campaign_id AND answer.participation_id = part.participation_id ORDER BY number DESC LIMIT 1) newest ON true
  LEFT JOIN evidence letter ON letter.id = newest.instruction_id
  LEFT JOIN campaign_outcome outcome ON outcome.campaign_id = part.campaign_id AND outcome.participation_id = part.participation_id
  WHERE part.campaign_id = $1 AND ($2::text IS NULL OR part.provider_ods_code = $2) ORDER BY part.provider_ods_code, part.participation_id`;

/** Campaigns, whom and what they ask, what was answered, and what was carried out. What a draft holds is edited; all else is added once and stays. */
@Injectable()
export class Campaigns {
  async lock(tx: Tx, id: string, { expectedVersion, shared = false }: { readonly expectedVersion?: number; readonly shared?: boolean } = {}): Promise<Campaign> {
    const [row] = isId(id) ? await sql<Campaign>(tx, `SELECT id, kind, title, state, locality_ids AS "localityIds", version FROM campaign WHERE id = $1 ${shared ? 'FOR SHARE' : 'FOR UPDATE'}`, [id]) : [];
    if (row === undefined) throw new NotFound('campaign');
    concerns(tx, { localityId: row.localityIds[0] });
    if (expectedVersion !== undefined) demandVersion(expectedVersion, row.version);
    return Campaign.of(row);
  }

  async add(tx: Tx, draft: CampaignDraft, practices: readonly ChosenPractice[]): Promise<CampaignId> {
    const id = newId<CampaignId>(timeOf(tx));
    const localityIds = [...new Set(practices.map(({ localityId }) => localityId))].sort();
    await sql(tx, `INSERT INTO campaign (id, kind, title, message, answer_by, state, locality_ids, drafted_by, drafted_at) VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $8)`,
      [id, draft.kind, draft.title, draft.message, draft.answerBy, localityIds, actorOf(tx).personId, timeOf(tx)]);
    await this.addPractices(tx, id, practices);
    return id;
  }

  /** What a draft would ask, and whom: as it is written now. */
  async edit(tx: Tx, { id, version }: Campaign, draft: CampaignDraft, practices: readonly ChosenPractice[]): Promise<{ readonly added: number; readonly removed: number }> {
    const codes = practices.map(({ odsCode }) => odsCode);
    const kept = new Set((await sql<{ odsCode: string }>(tx, 'SELECT provider_ods_code AS "odsCode" FROM campaign_practice WHERE campaign_id = $1', [id])).map(({ odsCode }) => odsCode));
    const removed = await sql(tx, 'DELETE FROM campaign_practice WHERE campaign_id = $1 AND provider_ods_code <> ALL ($2::text[]) RETURNING 1', [id, codes]);
    const added = practices.filter(({ odsCode }) => !kept.has(odsCode));
    await this.addPractices(tx, id, added);
    await sql(tx, 'UPDATE campaign SET kind = $2, title = $3, message = $4, answer_by = $5, version = $6, locality_ids = ARRAY(SELECT DISTINCT locality_id FROM campaign_practice WHERE campaign_id = $1 ORDER BY 1) WHERE id = $1',
      [id, draft.kind, draft.title, draft.message, draft.answerBy, version + 1]);
    return { added: added.length, removed: removed.length };
  }

  private async addPractices(tx: Tx, id: CampaignId, practices: readonly ChosenPractice[]): Promise<void> {
    await sql(tx, 'INSERT INTO campaign_practice SELECT $1, * FROM unnest($2::text[], $3::uuid[])', [id, practices.map(({ odsCode }) => odsCode), practices.map(({ localityId }) => localityId)]);
  }

  /** Lays down what it asks about: every agreement that its practices have signed now. Gives how many, of how many practices. */
  async addParts(tx: Tx, id: CampaignId): Promise<{ readonly parts: number; readonly practices: number }> {
    const rows = await sql<{ odsCode: string }>(tx, `INSERT INTO campaign_part (campaign_id, participation_id, agreement_id, provider_ods_code, locality_id)
      SELECT named.campaign_id, party.id, party.agreement_id, party.provider_ods_code, party.locality_id FROM campaign_practice named
      JOIN participation party ON party.provider_ods_code = named.provider_ods_code AND party.state = ANY ($2::text[]) AND party.locality_id = ANY (accord_localities())
      JOIN sharing_agreement agreement ON agreement.id = party.agreement_id AND agreement.state IN ('open', 'closed')
      WHERE named.campaign_id = $1 RETURNING provider_ods_code AS "odsCode"`, [id, WITHDRAWABLE]);
    return { parts: rows.length, practices: new Set(rows.map(({ odsCode }) => odsCode)).size };
  }

  async save(tx: Tx, { id, state, version }: Campaign): Promise<void> {
    const column = state === 'asked' ? 'asked' : 'closed';
    await sql(tx, `UPDATE campaign SET state = $2, ${column}_by = $3, ${column}_at = $4, version = $5 WHERE id = $1`, [id, state, actorOf(tx).personId, timeOf(tx), version + 1]);
  }

  /** With each last answer; of one practice where it is named. */
  parts(tx: Tx, id: CampaignId, odsCode: OdsCode | null = null): Promise<AskedPart[]> {
    return sql<AskedPart>(tx, PARTS, [id, odsCode]);
  }

  /** Holds the participations still, in one order, so that what is judged next is what is carried out; their agreements before, as everybody does who moves many of them: whoever takes another of these practices live then comes before or after. */
  async lockedParts(tx: Tx, id: CampaignId): Promise<AskedPart[]> {
    await sql(tx, 'SELECT 1 FROM sharing_agreement WHERE id IN (SELECT agreement_id FROM campaign_part WHERE campaign_id = $1) ORDER BY id FOR SHARE', [id]);
    await sql(tx, 'SELECT 1 FROM participation WHERE id IN (SELECT participation_id FROM campaign_part WHERE campaign_id = $1) ORDER BY id FOR UPDATE', [id]);
    return this.parts(tx, id);
  }

  async addAnswers(tx: Tx, id: CampaignId, answers: readonly { readonly part: AskedPart; readonly reply: CampaignReply }[], reason: string | null): Promise<void> {
    const { personId, duty } = actorOf(tx);
    const at = timeOf(tx);
    await sql(tx, `INSERT INTO campaign_answer (id, campaign_id, participation_id, provider_ods_code, locality_id, agreement_version_id, reply, reason, given_by, given_duty, given_at)
      SELECT row.id, $1, row.participation_id, row.ods_code, row.locality_id, row.version_id, row.reply, $8, $9, $10, $11
      FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[]) AS row (id, participation_id, ods_code, locality_id, version_id, reply)`,
    [id, answers.map(() => newId(at)), answers.map(({ part }) => part.participationId), answers.map(({ part }) => part.odsCode), answers.map(({ part }) => part.localityId),
      answers.map(({ part }) => part.agreementVersionId), answers.map(({ reply }) => reply), reason, personId, duty, at]);
  }

  /** What a verified letter says, in the name of whoever signed it; the database judges that it is verified and says so. */
  async addAnswersByLetter(tx: Tx, evidenceId: string, participationIds: readonly string[]): Promise<void> {
    const at = timeOf(tx);
    await sql(tx, `INSERT INTO campaign_answer (id, campaign_id, participation_id, provider_ods_code, locality_id, agreement_version_id, reply, reason, given_by, given_duty, given_at, instruction_id)
      SELECT row.id, said.campaign_id, said.participation_id, said.provider_ods_code, said.locality_id, said.agreement_version_id, said.reply, letter.reason, evidence.signatory_person_id, 'signatory', evidence.verified_at, said.evidence_id
      FROM unnest($2::uuid[], $3::uuid[]) AS row (id, participation_id) JOIN campaign_instruction_part said ON said.evidence_id = $1 AND said.participation_id = row.participation_id
      JOIN campaign_instruction letter ON letter.evidence_id = $1 JOIN evidence ON evidence.id = $1`, [evidenceId, participationIds.map(() => newId(at)), participationIds]);
  }

  async addRun(tx: Tx, id: CampaignId, { impactSeen, impactFound }: ImpactCompared): Promise<string> {
    const runId = newId(timeOf(tx));
    await sql(tx, 'INSERT INTO campaign_run (id, campaign_id, executed_by, executed_at, impact_seen, impact_found) VALUES ($1, $2, $3, $4, $5, $6)', [runId, id, actorOf(tx).personId, timeOf(tx), impactSeen, impactFound]);
    return runId;
  }

  async addOutcomes(tx: Tx, id: CampaignId, runId: string, parts: readonly AskedPart[], stops: ReadonlyMap<string, string>): Promise<void> {
    await sql(tx, `INSERT INTO campaign_outcome (campaign_id, run_id, participation_id, provider_ods_code, locality_id, answer_id, stop_id)
      SELECT $1, $2, * FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[])`,
    [id, runId, parts.map(({ participationId }) => participationId), parts.map(({ odsCode }) => odsCode), parts.map(({ localityId }) => localityId), parts.map(({ answerId }) => answerId),
      parts.map(({ participationId }) => stops.get(participationId) ?? null)]);
  }
}

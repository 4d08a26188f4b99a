import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { PROPOSAL_ANSWERS, type ProposalAnswer } from '@accord/agreements';
import type { ProposalState } from '@accord/views';

export interface ProposalRow {
  readonly id: string; readonly serviceCode: string; readonly serviceName: string; readonly viewingOrganisation: string; readonly consumers: readonly { readonly odsCode: string; readonly name: string }[];
  readonly viewsNow: string[]; readonly views: string[]; readonly reason: string; readonly proposedBy: string | null; readonly proposedAt: Date; readonly lapsesAt: Date; readonly lapsesOn: string; readonly state: ProposalState;
  readonly cutOverAt: Date | null; readonly cutOverBy: string | null; readonly givenUpAt: Date | null; readonly givenUpBy: string | null; readonly closingReason: string | null; readonly impactHash: string | null;
  readonly asked: number; readonly agreed: number; readonly partsAsked: number; readonly partsAgreed: number;
}

type Counted = Pick<ProposalRow, 'asked' | 'agreed' | 'partsAsked' | 'partsAgreed'>;
const NOBODY: Counted = { asked: 0, agreed: 0, partsAsked: 0, partsAgreed: 0 };

export interface ProposalAgreementRow { readonly agreementId: string; readonly reference: string; readonly title: string; readonly localityName: string; readonly versionNumber: number; readonly asked: number; readonly agreed: number }

export interface ProposalAnswerRow {
  readonly id: string; readonly agreementId: string; readonly reference: string; readonly side: string; readonly odsCode: string; readonly name: string; readonly answer: ProposalAnswer; readonly waitsFor: string | null;
  readonly stops: boolean; readonly at: Date;
}

export interface Page { readonly page: number; readonly perPage: number }

/** Practices and viewing organisations are not told who of the staff acted; support sees that somebody did (the matrix says "m"). */
const name = (person: string): string => `CASE WHEN accord_duty() = 'support' AND ${person}.id IS NOT NULL THEN '•••' WHEN accord_duty() IN ('activation-officer', 'approver', 'auditor-national', 'worker') THEN ${person}.name END`;

/** How each party that the reader may see stands to some proposals ($1): in its newest asking. What lapsed with its proposal keeps how far it had come. */
const ANSWERS = `
  WITH asked AS MATERIALIZED (
    SELECT DISTINCT ON (party_id) coalesce(renewal.participation_id, renewal.consumer_part_id) AS party_id, proposal.id AS proposal_id, proposal_state(proposal, accord_at()) AS proposal_state, proposal.from_view_set_id, proposal.viewing_organisation_id,
      version.agreement_id, renewal.evidence_side AS side, renewal.ods_code, renewal.state, renewal.state_at,
      renewal.evidence_id, renewal.verified_by, renewal.approved_by, coalesce(participation.state, consumer_part.state) AS party_state
    FROM view_set_proposal proposal JOIN agreement_version version ON version.proposal_id = proposal.id JOIN renewal ON renewal.agreement_version_id = version.id
    LEFT JOIN participation ON participation.id = renewal.participation_id LEFT JOIN consumer_part ON consumer_part.id = renewal.consumer_part_id
    WHERE proposal.id = ANY ($1::uuid[]) ORDER BY party_id, proposal.id, renewal.recorded_at DESC, renewal.id DESC),
  held AS MATERIALIZED (
    SELECT pair.participation_id, pair.consumer_part_id FROM pair WHERE pair.view_set_id IN (SELECT from_view_set_id FROM asked WHERE proposal_state = 'running') AND pair.held_during @> accord_at()),
  goes AS MATERIALIZED (
    SELECT held.* FROM held JOIN asked provider ON provider.party_id = held.participation_id AND provider.state = 'approved' JOIN asked consumer ON consumer.party_id = held.consumer_part_id AND consumer.state = 'approved'),
  answer AS (
    SELECT asked.*, agreement.reference, organisation.name, CASE
      WHEN asked.state IN ('approved', 'over') THEN 'agreed'
      WHEN agreement.state = 'ended' OR asked.party_state IN ('withdrawn', 'left', 'declined') OR (asked.state = 'lapsed' AND asked.proposal_state <> 'lapsed') THEN 'gone'
      WHEN asked.state = 'lapsed' AND asked.approved_by IS NOT NULL THEN 'agreed'
      WHEN asked.state = 'verified' OR (asked.state = 'lapsed' AND asked.verified_by IS NOT NULL) THEN 'verified'
      WHEN asked.state IN ('signed', 'accepted') OR (asked.state = 'lapsed' AND asked.evidence_id IS NOT NULL) THEN 'signed'
      WHEN asked.state IN ('rejected', 'declined') THEN asked.state ELSE 'not-answered' END AS answer
    FROM asked JOIN sharing_agreement agreement ON agreement.id = asked.agreement_id JOIN organisation ON organisation.ods_code = asked.ods_code)`;

const WAITS_FOR = `CASE WHEN answer.proposal_state = 'lapsed' OR answer.answer IN ('gone', 'declined') OR answer.state = 'over' THEN NULL
  WHEN answer.answer = 'agreed' THEN CASE answer.proposal_state WHEN 'running' THEN 'cut-over' ELSE 'going-over' END
  WHEN answer.answer = 'verified' THEN 'approval' WHEN answer.answer = 'signed' THEN 'verification' WHEN answer.answer = 'rejected' THEN 'invitation'
  WHEN answer.party_state IN ('live', 'suspended') THEN 'signature' ELSE 'first-signature' END`;
const STOPS = `(answer.party_id IN (SELECT participation_id FROM held UNION ALL SELECT consumer_part_id FROM held)
  AND answer.party_id NOT IN (SELECT participation_id FROM goes UNION ALL SELECT consumer_part_id FROM goes))`;
const COUNTS = `count(*) FILTER (WHERE answer.side = 'provider' AND answer.answer <> 'gone')::int AS asked, count(*) FILTER (WHERE answer.side = 'provider' AND answer.answer = 'agreed')::int AS agreed`;
const ITS_OWN = `answer.side = 'consumer' AND EXISTS (SELECT FROM viewing_organisation_member member WHERE member.viewing_organisation_id = answer.viewing_organisation_id AND member.ods_code = answer.ods_code)`;
const PARTS = `count(*) FILTER (WHERE ${ITS_OWN} AND answer.answer <> 'gone')::int AS "partsAsked", count(*) FILTER (WHERE ${ITS_OWN} AND answer.answer = 'agreed')::int AS "partsAgreed"`;

const PROPOSALS = `
  SELECT proposal.id, proposal.service_code AS "serviceCode", service.name AS "serviceName", viewer.name AS "viewingOrganisation",
    coalesce((SELECT json_agg(json_build_object('odsCode', member.ods_code, 'name', organisation.name) ORDER BY member.ods_code) FROM viewing_organisation_member member JOIN organisation USING (ods_code)
      WHERE member.viewing_organisation_id = proposal.viewing_organisation_id AND member.during @> accord_at()), '[]') AS consumers,
    before.views AS "viewsNow", proposed.views, proposal.reason, ${name('proposer')} AS "proposedBy", proposal.proposed_at AS "proposedAt", proposal.lapses_at AS "lapsesAt",
    ((proposal.lapses_at - interval '1 millisecond') AT TIME ZONE 'Europe/London')::date::text AS "lapsesOn", proposal_state(proposal, accord_at()) AS state, proposal.cut_over_at AS "cutOverAt", ${name('cutter')} AS "cutOverBy",
    proposal.given_up_at AS "givenUpAt", ${name('giver')} AS "givenUpBy", proposal.closing_reason AS "closingReason", proposal.impact_hash AS "impactHash"
  FROM view_set_proposal proposal JOIN service ON service.code = proposal.service_code JOIN viewing_organisation viewer ON viewer.id = proposal.viewing_organisation_id
  JOIN view_set before ON before.id = proposal.from_view_set_id JOIN view_set proposed ON proposed.id = proposal.to_view_set_id
  LEFT JOIN person proposer ON proposer.id = proposal.proposed_by LEFT JOIN person cutter ON cutter.id = proposal.cut_over_by LEFT JOIN person giver ON giver.id = proposal.given_up_by`;

const CHOSEN = `
  FROM view_set_proposal proposal WHERE ($1::text IS NULL OR proposal.viewing_organisation_id IN (SELECT viewing_organisation_id FROM viewing_organisation_member WHERE ods_code = $1 AND during @> accord_at()))
    AND ($2::text IS NULL OR proposal.service_code = $2) AND ($3::text IS NULL OR proposal_state(proposal, accord_at()) = $3)
    AND ($4::uuid IS NULL OR EXISTS (SELECT FROM agreement_version WHERE agreement_version.proposal_id = proposal.id AND agreement_version.agreement_id = $4))`;

const MOST = 100;
const offsetOf = ({ page, perPage }: Page): number => {
  if (page < 1 || page > 1_000_000 || perPage < 1 || perPage > MOST) throw new InvalidInput('perPage', `ask for 1 to ${MOST}`);
  return (page - 1) * perPage;
};

/** Proposals to change a view set and how those asked have answered; row-level security says whom the reader sees. */
@Injectable()
export class ProposalsReader {
  async byId(tx: Tx, id: string): Promise<ProposalRow | null> {
    return isId(id) ? (await this.counted(tx, await sql<ProposalRow>(tx, `${PROPOSALS} WHERE proposal.id = $1`, [id])))[0] ?? null : null;
  }

  async page(tx: Tx, { consumerOdsCode, serviceCode, state, agreementId, ...page }: Page & { readonly consumerOdsCode: string | null; readonly serviceCode: string | null; readonly state: string | null; readonly agreementId: string | null }): Promise<{ items: ProposalRow[]; total: number }> {
    const offset = offsetOf(page);
    if (agreementId !== null && !isId(agreementId)) return { items: [], total: 0 };
    const chosen = [consumerOdsCode, serviceCode, state, agreementId];
    const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total ${CHOSEN}`, chosen);
    const ids = await sql<{ id: string }>(tx, `SELECT proposal.id ${CHOSEN} ORDER BY proposal.proposed_at DESC, proposal.id DESC LIMIT $5 OFFSET $6`, [...chosen, page.perPage, offset]);
    const rows = await sql<ProposalRow>(tx, `${PROPOSALS} WHERE proposal.id = ANY ($1::uuid[]) ORDER BY proposal.proposed_at DESC, proposal.id DESC`, [ids.map(({ id }) => id)]);
    return { items: await this.counted(tx, rows), total: counted?.total ?? 0 };
  }

  async tally(tx: Tx, id: string): Promise<{ answer: string; parties: number }[]> {
    return sql(tx, `${ANSWERS} SELECT answer.answer, count(*)::int AS parties FROM answer GROUP BY 1 ORDER BY array_position($2::text[], answer.answer)`, [[id], PROPOSAL_ANSWERS]);
  }

  async agreements(tx: Tx, id: string): Promise<ProposalAgreementRow[]> {
    return sql(tx, `${ANSWERS} SELECT agreement.id AS "agreementId", agreement.reference, version.title, locality.name AS "localityName", version.number AS "versionNumber", coalesce(counted.asked, 0) AS asked, coalesce(counted.agreed, 0) AS agreed
      FROM agreement_version version JOIN sharing_agreement agreement ON agreement.id = version.agreement_id JOIN locality ON locality.id = agreement.locality_id
      LEFT JOIN (SELECT answer.agreement_id, ${COUNTS} FROM answer GROUP BY 1) counted ON counted.agreement_id = agreement.id
      WHERE version.proposal_id = ANY ($1::uuid[]) ORDER BY agreement.reference`, [[id]]);
  }

  async answers(tx: Tx, id: string, { answer, agreementId, search, ...page }: Page & { readonly answer: string | null; readonly agreementId: string | null; readonly search: string | null }): Promise<{ items: ProposalAnswerRow[]; total: number }> {
    const offset = offsetOf(page);
    if (!isId(id) || (agreementId !== null && !isId(agreementId))) return { items: [], total: 0 };
    const wanted = search === null || search.trim() === '' ? null : `%${search.trim().replaceAll(/[!%_]/g, '!$&')}%`;
    const rows = await sql<ProposalAnswerRow & { total: number }>(tx, `${ANSWERS}
      SELECT answer.party_id AS id, answer.agreement_id AS "agreementId", answer.reference, answer.side, answer.ods_code AS "odsCode", answer.name, answer.answer, ${WAITS_FOR} AS "waitsFor", ${STOPS} AS stops, answer.state_at AS at,
        count(*) OVER ()::int AS total
      FROM answer WHERE ($2::text IS NULL OR answer.answer = $2) AND ($3::uuid IS NULL OR answer.agreement_id = $3) AND ($4::text IS NULL OR answer.name ILIKE $4 ESCAPE '!' OR answer.ods_code ILIKE $4 ESCAPE '!')
      ORDER BY answer.reference, answer.side, answer.name, answer.ods_code, answer.party_id LIMIT $5 OFFSET $6`, [[id], answer, agreementId, wanted, page.perPage, offset]);
    return { items: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
  }

  private async counted(tx: Tx, rows: readonly Omit<ProposalRow, keyof Counted>[]): Promise<ProposalRow[]> {
    const counts = await sql<Counted & { id: string }>(tx, `${ANSWERS} SELECT answer.proposal_id AS id, ${COUNTS}, ${PARTS} FROM answer GROUP BY 1`, [rows.map(({ id }) => id)]);
    const byId = new Map(counts.map(({ id, ...count }) => [id, count]));
    return rows.map((row) => ({ ...row, ...byId.get(row.id) ?? NOBODY }));
  }
}

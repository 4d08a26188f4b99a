import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, isOdsCode, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { CAMPAIGN_STATES, partStanding, practiceStanding, WITHDRAWABLE, type CampaignKind, type CampaignPart, type CampaignReply, type CampaignState, type PartStanding, type StopOnRecord } from '@accord/agreements';
import { campaignParts, type PartAsAnswered } from './campaign-parts.js';
import { LETTER_CITED } from './instructions.js';

export interface CampaignRow {
  readonly id: string;
  readonly kind: CampaignKind;
  readonly title: string;
  readonly message: string;
  readonly answerBy: string;
  readonly state: CampaignState;
  readonly localityIds: string[];
  readonly draftedAt: Date;
  readonly draftedBy: string | null;
  readonly askedAt: Date | null;
  readonly closedAt: Date | null;
  readonly version: number;
  /** Practices it names, as far as the reader sees them. */
  readonly practices: number;
}

/** A practice of a campaign; `unasked` had signed nothing when the others were asked, or nobody has been asked yet. */
export type CampaignPracticeStanding = PartStanding | 'unasked';

export interface CampaignPracticeRow {
  readonly odsCode: string;
  readonly name: string;
  readonly localityName: string;
  readonly standing: CampaignPracticeStanding;
  readonly agreements: number;
  readonly waiting: number;
  readonly confirmed: number;
  /** Of these agreements, answered by a verified letter. */
  readonly byLetter: number;
  /** Letters that wait to be verified. */
  readonly letters: number;
}

export interface CampaignAgreementRow {
  readonly participationId: string;
  readonly agreementId: string;
  readonly reference: string;
  readonly title: string;
  readonly state: string;
  readonly standing: PartStanding;
  readonly reviewOn: string;
  readonly endsOn: string;
  /** Whom the version that was signed names, with the views. */
  readonly consumers: readonly { readonly odsCode: string; readonly name: string; readonly views: readonly string[] }[];
  readonly reply: CampaignReply | null;
  readonly reason: string | null;
  readonly givenBy: string | null;
  readonly givenDuty: string | null;
  readonly givenAt: Date | null;
  readonly versionNumber: number | null;
  /** The verified letter by which it was said; null where it was said in Accord. */
  readonly letter: StopOnRecord['instruction'];
  readonly executedAt: Date | null;
  readonly stopId: string | null;
}

export interface CampaignRunRow {
  readonly id: string;
  readonly executedAt: Date;
  readonly executedBy: string | null;
  readonly withdrawn: number;
  readonly practices: number;
  readonly impactSeen: string | null;
  readonly impactFound: string | null;
}

const PER_PAGE_AT_MOST = 100;

const CAMPAIGN = `SELECT campaign.id, kind, title, message, answer_by::text AS "answerBy", state, locality_ids AS "localityIds", drafted_at AS "draftedAt", drafter.name AS "draftedBy",
    asked_at AS "askedAt", closed_at AS "closedAt", campaign.version,
    (SELECT count(*)::int FROM (SELECT provider_ods_code FROM campaign_practice WHERE campaign_id = campaign.id UNION SELECT provider_ods_code FROM campaign_part WHERE campaign_id = campaign.id) named) AS practices
  FROM campaign LEFT JOIN person drafter ON drafter.id = campaign.drafted_by`;

const AGREEMENTS = `
  SELECT part.participation_id AS "participationId", part.provider_ods_code AS "odsCode", part.agreement_id AS "agreementId", agreement.reference, version.title, party.state,
    version.review_on::text AS "reviewOn", version.ends_on::text AS "endsOn",
    coalesce((SELECT json_agg(json_build_object('odsCode', named.consumer_ods_code, 'name', organisation.name, 'views', named.views) ORDER BY named.consumer_ods_code)
      FROM agreement_version_consumer named JOIN organisation ON organisation.ods_code = named.consumer_ods_code WHERE named.version_id = version.id), '[]') AS consumers,
    newest.reply, newest.reason, person.name AS "givenBy", newest.given_duty AS "givenDuty", newest.given_at AS "givenAt", reviewed.number AS "versionNumber", ${LETTER_CITED} AS letter,
    run.executed_at AS "executedAt", outcome.stop_id AS "stopId", outcome.participation_id IS NOT NULL AS "isExecuted"
  FROM campaign_part part JOIN participation party ON party.id = part.participation_id
  JOIN sharing_agreement agreement ON agreement.id = part.agreement_id JOIN agreement_version version ON version.id = party.agreement_version_id
  LEFT JOIN LATERAL (SELECT * FROM campaign_answer answer WHERE answer.campaign_id = part.campaign_id AND answer.participation_id = part.participation_id ORDER BY number DESC LIMIT 1) newest ON true
  LEFT JOIN person ON person.id = newest.given_by
  LEFT JOIN agreement_version reviewed ON reviewed.id = newest.agreement_version_id
  LEFT JOIN evidence letter ON letter.id = newest.instruction_id
  LEFT JOIN campaign_outcome outcome ON outcome.campaign_id = part.campaign_id AND outcome.participation_id = part.participation_id
  LEFT JOIN campaign_run run ON run.id = outcome.run_id
  WHERE part.campaign_id = $1 AND part.provider_ods_code = $2 ORDER BY agreement.reference`;

const RUNS = `SELECT run.id, run.executed_at AS "executedAt", person.name AS "executedBy", run.impact_seen AS "impactSeen", run.impact_found AS "impactFound",
    count(outcome.participation_id)::int AS withdrawn, count(DISTINCT outcome.provider_ods_code)::int AS practices
  FROM campaign_run run LEFT JOIN person ON person.id = run.executed_by LEFT JOIN campaign_outcome outcome ON outcome.run_id = run.id
  WHERE run.campaign_id = $1 GROUP BY run.id, person.name ORDER BY run.executed_at`;

export interface CampaignsAsked { readonly page: number; readonly perPage: number; readonly state?: string | null | undefined }
export interface CampaignPracticesAsked { readonly page: number; readonly perPage: number; readonly standing?: string | null | undefined; readonly search?: string | null | undefined }

/** Campaigns as their pages show them; row-level security says whose. How a practice stands is for the contract to say. */
@Injectable()
export class CampaignsReader {
  async page(tx: Tx, { page, perPage, state }: CampaignsAsked): Promise<{ items: CampaignRow[]; total: number }> {
    demandPage(page, perPage);
    if (state != null && !(CAMPAIGN_STATES as readonly string[]).includes(state)) throw new InvalidInput('state', `use one of ${CAMPAIGN_STATES.join(', ')}`);
    const [counted] = await sql<{ total: number }>(tx, 'SELECT count(*)::int AS total FROM campaign WHERE $1::text IS NULL OR state = $1', [state ?? null]);
    const items = await sql<CampaignRow>(tx, `${CAMPAIGN} WHERE $1::text IS NULL OR campaign.state = $1 ORDER BY campaign.drafted_at DESC, campaign.id DESC LIMIT $2 OFFSET $3`, [state ?? null, perPage, (page - 1) * perPage]);
    return { items, total: counted!.total };
  }

  async byId(tx: Tx, id: string): Promise<CampaignRow | null> {
    const [row] = isId(id) ? await sql<CampaignRow>(tx, `${CAMPAIGN} WHERE campaign.id = $1`, [id]) : [];
    return row ?? null;
  }

  async practices(tx: Tx, id: string, { page, perPage, standing, search }: CampaignPracticesAsked): Promise<{ items: CampaignPracticeRow[]; total: number }> {
    demandPage(page, perPage);
    const words = search?.trim().toLowerCase() ?? '';
    const found = (await this.standings(tx, id)).filter((row) => (standing == null || row.standing === standing) && `${row.name} ${row.odsCode}`.toLowerCase().includes(words));
    return { items: found.slice((page - 1) * perPage, page * perPage), total: found.length };
  }

  /** How many practices stand how. */
  async tally(tx: Tx, id: string): Promise<{ standing: CampaignPracticeStanding; practices: number }[]> {
    const counts = new Map<CampaignPracticeStanding, number>();
    for (const { standing } of await this.standings(tx, id)) counts.set(standing, (counts.get(standing) ?? 0) + 1);
    return [...counts].map(([standing, practices]) => ({ standing, practices }));
  }

  async agreementsOf(tx: Tx, id: string, odsCode: string): Promise<CampaignAgreementRow[]> {
    if (!isId(id) || !isOdsCode(odsCode)) return [];
    return (await sql<Omit<CampaignAgreementRow, 'standing'> & CampaignPart>(tx, AGREEMENTS, [id, odsCode])).map((row) => ({ ...row, standing: partStanding(row) }));
  }

  /** Every practice it names, for a draft to be edited by. */
  async practiceCodes(tx: Tx, id: string): Promise<string[]> {
    return (await sql<{ odsCode: string }>(tx, 'SELECT provider_ods_code AS "odsCode" FROM campaign_practice WHERE campaign_id = $1 ORDER BY provider_ods_code', [id])).map(({ odsCode }) => odsCode);
  }

  async nameOf(tx: Tx, odsCode: string): Promise<string | null> {
    return (await sql<{ name: string }>(tx, 'SELECT name FROM organisation WHERE ods_code = $1', [odsCode]))[0]?.name ?? null;
  }

  async runs(tx: Tx, id: string): Promise<CampaignRunRow[]> {
    return sql<CampaignRunRow>(tx, RUNS, [id]);
  }

  private async standings(tx: Tx, id: string): Promise<CampaignPracticeRow[]> {
    if (!isId(id)) return [];
    const parts = new Map<string, PartAsAnswered[]>();
    for (const part of await campaignParts(tx, id)) parts.set(part.odsCode, [...parts.get(part.odsCode) ?? [], part]);
    const named = await sql<{ odsCode: string; name: string; localityName: string; letters: number }>(tx, `SELECT named.provider_ods_code AS "odsCode", organisation.name, locality.name AS "localityName",
        (SELECT count(*)::int FROM campaign_instruction letter JOIN evidence ON evidence.id = letter.evidence_id AND evidence.state = 'checked' WHERE letter.campaign_id = $1 AND letter.provider_ods_code = named.provider_ods_code
          -- Of agreements it has gone from since, a letter says nothing any more.
          AND EXISTS (SELECT FROM campaign_instruction_part said JOIN participation ON participation.id = said.participation_id AND participation.state = ANY ($2) WHERE said.evidence_id = letter.evidence_id)) AS letters
      FROM campaign_practice named
      JOIN organisation ON organisation.ods_code = named.provider_ods_code JOIN locality ON locality.id = named.locality_id WHERE named.campaign_id = $1 ORDER BY organisation.name, named.provider_ods_code`, [id, WITHDRAWABLE]);
    return named.map((practice) => {
      const own = parts.get(practice.odsCode) ?? [];
      const count = (standing: PartStanding): number => own.filter((part) => partStanding(part) === standing).length;
      return { ...practice, standing: own.length === 0 ? 'unasked' : practiceStanding(own), agreements: own.length, waiting: count('waiting'), confirmed: count('confirmed'), byLetter: own.filter(({ byLetter }) => byLetter).length };
    });
  }
}

function demandPage(page: number, perPage: number): void {
  if (!Number.isInteger(page) || page < 1) throw new InvalidInput('page', 'pages begin with 1');
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > PER_PAGE_AT_MOST) throw new InvalidInput('perPage', `ask for 1 to ${PER_PAGE_AT_MOST}`);
}

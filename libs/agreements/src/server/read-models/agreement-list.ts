import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { AGREEMENT, type AgreementRow } from './agreements.js';

export interface TallyRow { side: 'provider' | 'consumer'; state: string; parties: number }
export interface NamedRow { odsCode: string; name: string }

export interface ListAsked {
  readonly page: number;
  readonly perPage: number;
  /** The beginning of a reference or any part of a title. */
  readonly search?: string | null | undefined;
  /** A stored state, or `expired`: open or closed, with its end date passed. */
  readonly state?: string | null | undefined;
  readonly localityId?: string | null | undefined;
}

const PER_PAGE_AT_MOST = 100;

/** Only the newest part of each organisation counts: one that left and was invited again is one party. */
const TALLY = `
  SELECT agreement_id, side, state, count(*)::int AS parties FROM (
    SELECT DISTINCT ON (agreement_id, provider_ods_code) agreement_id, 'provider' AS side, state FROM participation WHERE agreement_id = ANY ($1::uuid[])
      ORDER BY agreement_id, provider_ods_code, state IN ('withdrawn', 'declined'), recorded_at DESC) provider GROUP BY agreement_id, side, state
  UNION ALL
  SELECT agreement_id, side, state, count(*)::int FROM (
    SELECT DISTINCT ON (agreement_id, consumer_ods_code) agreement_id, 'consumer' AS side, state FROM consumer_part WHERE agreement_id = ANY ($1::uuid[])
      ORDER BY agreement_id, consumer_ods_code, state IN ('left', 'declined'), recorded_at DESC) consumer GROUP BY agreement_id, side, state
  ORDER BY side DESC, state`;

/** What the list of agreements and the form of a draft read; row-level security says whose. */
@Injectable()
export class AgreementListReader {
  async page(tx: Tx, { page, perPage, search, state, localityId }: ListAsked): Promise<{ items: (AgreementRow & { tally: TallyRow[] })[]; total: number }> {
    if (page < 1) throw new InvalidInput('page', 'pages begin with 1');
    if (perPage < 1 || perPage > PER_PAGE_AT_MOST) throw new InvalidInput('perPage', `ask for 1 to ${PER_PAGE_AT_MOST}`);
    if (localityId != null && !isId(localityId)) return { items: [], total: 0 };
    const text = search?.trim().normalize('NFC').replace(/[!%_]/g, '!$&');
    const found = `FROM (${AGREEMENT}) found
      WHERE ($1::text IS NULL OR found.reference LIKE upper($1) || '%' ESCAPE '!' OR found.title ILIKE '%' || $1 || '%' ESCAPE '!')
        AND ($2::text IS NULL OR CASE WHEN found.expired AND found.state IN ('open', 'closed') THEN 'expired' ELSE found.state END = $2) AND ($3::uuid IS NULL OR found."localityId" = $3)`;
    const params = [text ? text : null, state ?? null, localityId ?? null];
    const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total ${found}`, params);
    const rows = await sql<AgreementRow>(tx, `SELECT found.* ${found} ORDER BY found.reference LIMIT $4 OFFSET $5`, [...params, perPage, (page - 1) * perPage]);
    const tallies = await this.tallies(tx, rows.map((row) => row.id));
    return { items: rows.map((row) => ({ ...row, tally: tallies.get(row.id) ?? [] })), total: counted!.total };
  }

  /** How many parties of each side are in each state, by agreement. */
  async tallies(tx: Tx, agreementIds: readonly string[]): Promise<ReadonlyMap<string, TallyRow[]>> {
    if (agreementIds.length === 0) return new Map();
    const rows = await sql<TallyRow & { agreement_id: string }>(tx, TALLY, [agreementIds]);
    const tallies = new Map<string, TallyRow[]>(agreementIds.map((id) => [id, []]));
    for (const { agreement_id: id, ...row } of rows) tallies.get(id)?.push(row);
    return tallies;
  }

  /** The practices the newest version names, also while it is a draft. */
  async providersOf(tx: Tx, agreementId: string): Promise<NamedRow[]> {
    return sql(tx, `SELECT ods_code AS "odsCode", name FROM agreement_version_provider JOIN organisation ON ods_code = provider_ods_code
      WHERE version_id = (SELECT id FROM agreement_version WHERE agreement_id = $1 ORDER BY number DESC LIMIT 1) ORDER BY ods_code`, [agreementId]);
  }

  /** Whom a draft for a locality may name: its practices that are open today, to staff assigned to it. */
  async draftProviders(tx: Tx, localityId: string): Promise<NamedRow[]> {
    if (!isId(localityId)) return [];
    return sql(tx, `SELECT organisation.ods_code AS "odsCode", organisation.name FROM locality_membership member JOIN organisation ON organisation.ods_code = member.ods_code
      WHERE member.locality_id = $1 AND $1 = ANY ((SELECT accord_localities())::uuid[]) AND member.during @> accord_at()
        AND (opened_on IS NULL OR opened_on::timestamp AT TIME ZONE 'Europe/London' <= accord_at()) AND coalesce(organisation_open_until(organisation.ods_code), 'infinity') > accord_at()
      ORDER BY organisation.ods_code`, [localityId]);
  }
}

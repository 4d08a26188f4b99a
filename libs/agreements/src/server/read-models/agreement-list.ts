import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { AGREEMENT, agreementsOf, type AgreementRow } from './agreements.js';

export interface TallyRow { side: 'provider' | 'consumer'; state: string; parties: number }
export interface NamedRow { odsCode: string; name: string }
export interface ConsumerRow extends NamedRow { views: string[] }

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
  SELECT agreement_id AS "askedFor", side, state, count(*)::int AS parties FROM (
    SELECT DISTINCT ON (agreement_id, provider_ods_code) agreement_id, 'provider' AS side, state FROM participation WHERE agreement_id = ANY ($1::uuid[])
      ORDER BY agreement_id, provider_ods_code, state IN ('withdrawn', 'declined'), recorded_at DESC) provider GROUP BY agreement_id, side, state
  UNION ALL
  SELECT agreement_id, side, state, count(*)::int FROM (
    SELECT DISTINCT ON (agreement_id, consumer_ods_code) agreement_id, 'consumer' AS side, state FROM consumer_part WHERE agreement_id = ANY ($1::uuid[])
      ORDER BY agreement_id, consumer_ods_code, state IN ('left', 'declined'), recorded_at DESC) consumer GROUP BY agreement_id, side, state
  ORDER BY side DESC, state`;

const FOUND = `FROM (${AGREEMENT}) found
  WHERE ($1::text IS NULL OR found.reference LIKE upper($1) || '%' ESCAPE '!' OR found.title ILIKE '%' || $1 || '%' ESCAPE '!')
    AND ($2::text IS NULL OR CASE WHEN found.expired AND found.state IN ('open', 'closed') THEN 'expired' ELSE found.state END = $2) AND ($3::uuid IS NULL OR found."localityId" = $3)`;

const WHERE_IT_IS = 'sharing_agreement WHERE ($1::uuid IS NULL OR locality_id = $1)';

/** The same for those that are searched for: by title, or by a state that depends on the dates. */
const SEARCHED = { count: `SELECT count(*)::int AS total ${FOUND}`, page: (perPage: number): string => `SELECT found.* ${FOUND} ORDER BY found.reference LIMIT ${perPage} OFFSET $4` } as const;

/** The statements of a page of agreements: how many there are, the page, and whom each version of the page names. */
export const AGREEMENT_PAGE = {
  // Counted, ordered and cut before anything is joined: by reference and locality alone, no version has to be looked at for that.
  count: `SELECT count(*)::int AS total FROM ${WHERE_IT_IS}`,
  // The length stands in the text: from a parameter the planner expects a tenth of all agreements, and plans anew each time.
  page: (perPage: number): string => `${agreementsOf(`(SELECT * FROM ${WHERE_IT_IS} ORDER BY reference LIMIT ${perPage} OFFSET $2)`)} ORDER BY agreement.reference`,
  providers: `SELECT version_id AS "askedFor", ods_code AS "odsCode", name FROM agreement_version_provider JOIN organisation ON ods_code = provider_ods_code
    WHERE version_id = ANY ($1::uuid[]) ORDER BY version_id, ods_code`,
  consumers: `SELECT version_id AS "askedFor", ods_code AS "odsCode", name, views FROM agreement_version_consumer JOIN organisation ON ods_code = consumer_ods_code
    WHERE version_id = ANY ($1::uuid[]) ORDER BY version_id, ods_code`,
} as const;

/** What the list of agreements and the form of a draft read; row-level security says whose. */
@Injectable()
export class AgreementListReader {
  async page(tx: Tx, { page, perPage, search, state, localityId }: ListAsked): Promise<{ items: AgreementRow[]; total: number }> {
    if (page < 1) throw new InvalidInput('page', 'pages begin with 1');
    if (!Number.isInteger(perPage) || perPage < 1 || perPage > PER_PAGE_AT_MOST) throw new InvalidInput('perPage', `ask for 1 to ${PER_PAGE_AT_MOST}`);
    if (localityId != null && !isId(localityId)) return { items: [], total: 0 };
    const text = search?.trim().normalize('NFC').replace(/[!%_]/g, '!$&');
    const isSearched = text || state != null;
    const [statements, params] = isSearched ? [SEARCHED, [text ? text : null, state ?? null, localityId ?? null]] as const : [AGREEMENT_PAGE, [localityId ?? null]] as const;
    const [[counted], items] = await Promise.all([
      sql<{ total: number }>(tx, statements.count, params), sql<AgreementRow>(tx, statements.page(perPage), [...params, (page - 1) * perPage]),
    ]);
    return { items, total: counted!.total };
  }

  /** How many parties of each side are in each state, by agreement. */
  tallies(tx: Tx, agreementIds: readonly string[]): Promise<ReadonlyMap<string, TallyRow[]>> {
    return byId(tx, TALLY, agreementIds);
  }

  /** The practices each version names. */
  providersOf(tx: Tx, versionIds: readonly string[]): Promise<ReadonlyMap<string, NamedRow[]>> {
    return byId(tx, AGREEMENT_PAGE.providers, versionIds);
  }

  /** The consumers each version names, with their views. */
  consumersOf(tx: Tx, versionIds: readonly string[]): Promise<ReadonlyMap<string, ConsumerRow[]>> {
    return byId(tx, AGREEMENT_PAGE.consumers, versionIds);
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

/** Rows under the id each was asked for: of an agreement, or of one of its versions. */
async function byId<Row>(tx: Tx, statement: string, ids: readonly string[]): Promise<ReadonlyMap<string, Row[]>> {
  if (ids.length === 0) return new Map();
  const found = new Map<string, Row[]>(ids.map((id) => [id, []]));
  for (const { askedFor, ...row } of await sql<Row & { askedFor: string }>(tx, statement, [ids])) found.get(askedFor)?.push(row as Row);
  return found;
}

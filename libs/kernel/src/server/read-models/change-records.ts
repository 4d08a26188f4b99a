import { Injectable } from '@nestjs/common';
import type { Tx } from '../../contract/index.js';
import { sql } from '../open-transaction.js';

/** Any part alone or with any others. `from` is inclusive, `until` is not. */
export interface ChangeRecordFilter {
  /** Types (`participation.verified`), or everything of a kind of thing (`participation`). */
  readonly type?: readonly string[] | undefined;
  /** The same, left out. */
  readonly without?: readonly string[] | undefined;
  readonly subject?: string | undefined;
  readonly personId?: string | undefined;
  readonly outcome?: 'done' | 'refused' | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly agreementId?: string | undefined;
  /** The organisation it concerns. */
  readonly odsCode?: string | undefined;
}

export interface ChangeRecordRow {
  readonly id: string;
  readonly recordedAt: Date;
  readonly type: string;
  readonly subject: string;
  readonly outcome: 'done' | 'refused';
  readonly refusalCode: string | null;
  readonly personId: string | null;
  readonly actorKind: string;
  readonly actorName: string;
  readonly duty: string | null;
  readonly actingOdsCode: string | null;
  readonly odsCode: string | null;
  readonly agreementId: string | null;
  readonly localityId: string | null;
  readonly reason: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly origin: string;
}

export interface Position {
  readonly recordedAt: Date;
  readonly id: string;
}

/** Beyond this a count only says "more". */
export const RECORDS_COUNTED_EXACTLY_TO = 1_000;

const MATCHES = `($1::text[] IS NULL OR type = ANY ($1) OR split_part(type, '.', 1) = ANY ($1)) AND ($2::text IS NULL OR subject = $2)
  AND ($3::uuid IS NULL OR person_id = $3) AND ($4::text IS NULL OR outcome = $4)
  AND ($5::timestamptz IS NULL OR recorded_at >= $5) AND ($6::timestamptz IS NULL OR recorded_at < $6) AND ($7::uuid IS NULL OR agreement_id = $7) AND ($8::text IS NULL OR ods_code = $8)
  AND ($9::text[] IS NULL OR NOT (type = ANY ($9) OR split_part(type, '.', 1) = ANY ($9)))`;

const PAGE = `SELECT id, recorded_at AS "recordedAt", type, subject, outcome, refusal_code AS "refusalCode", person_id AS "personId", actor_kind AS "actorKind",
    actor_name AS "actorName", duty, acting_ods_code AS "actingOdsCode", ods_code AS "odsCode", agreement_id AS "agreementId", locality_id AS "localityId",
    reason, details, origin
  FROM change_record WHERE ${MATCHES} AND ($11::timestamptz IS NULL OR (recorded_at, id) < ($11, $12::uuid))
  ORDER BY recorded_at DESC, id DESC LIMIT $10`;

const COUNT = `SELECT count(*)::int AS counted FROM (SELECT 1 FROM change_record WHERE ${MATCHES} LIMIT $10) found`;

/** What people and machines did inside Accord, refused attempts included, newest first. Row-level security says whose are seen. */
@Injectable()
export class ChangeRecords {
  /** One row more than asked for, where there is one. */
  async find(tx: Tx, filter: ChangeRecordFilter, first: number, after: Position | null): Promise<{ rows: ChangeRecordRow[]; counted: number }> {
    const matches = [
      filter.type ?? null, filter.subject ?? null, filter.personId ?? null, filter.outcome ?? null, filter.from ?? null, filter.until ?? null, filter.agreementId ?? null,
      filter.odsCode ?? null, filter.without ?? null,
    ];
    const rows = await sql<ChangeRecordRow>(tx, PAGE, [...matches, first + 1, after?.recordedAt ?? null, after?.id ?? null]);
    const [count] = await sql<{ counted: number }>(tx, COUNT, [...matches, RECORDS_COUNTED_EXACTLY_TO + 1]);
    return { rows, counted: count?.counted ?? 0 };
  }
}

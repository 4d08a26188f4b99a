import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { AgreementSight, SignedEvidence, StopDetails } from '../../contract/agreement-sight.js';
import { SIGNED_PAGE, STOP_REASON } from './as-of-pairs.js';

/** Which of these providers were hosted at an instant, by what had been recorded by then. */
export async function hostedAt(tx: Tx, codes: readonly string[], at: Date): Promise<ReadonlySet<string>> {
  const rows = codes.length === 0 ? [] : await sql<{ code: string }>(tx, `
    SELECT ods_code AS code FROM hosting_as_known($1::text[], $2::timestamptz) WHERE from_at <= $2::timestamptz AND coalesce(until_at, 'infinity') > $2::timestamptz`, [codes, at]);
  return new Set(rows.map(({ code }) => code));
}

/** A stop as gateways know it: whom it reaches and from when. */
export const withoutDetails = ({ id, from, views }: Pick<StopDetails, 'id' | 'from' | 'views'>): StopDetails =>
  ({ id, from, views, kind: 'suspension', scopeKind: null, imposedSide: 'staff', imposedFor: null, reason: null });

/** Who imposed each stop, and why, as far as the reader may know it. */
export async function withStopDetails<Row extends AgreementSight>(tx: Tx, rows: readonly Row[]): Promise<readonly Row[]> {
  const ids = [...new Set(rows.flatMap(({ stops }) => stops.filter(({ scopeKind }) => scopeKind === null).map(({ id }) => id)))];
  if (ids.length === 0) return rows;
  const found = await sql<Omit<StopDetails, 'from' | 'views'>>(tx, `
    SELECT id, kind, scope_kind AS "scopeKind", imposed_side AS "imposedSide", imposed_for AS "imposedFor", ${STOP_REASON} AS reason FROM stop WHERE id = ANY ($1::uuid[])`, [ids]);
  const known = new Map(found.map((stop) => [stop.id, stop]));
  return rows.map((row) => ({ ...row, stops: row.stops.map((stop) => ({ ...stop, ...known.get(stop.id) })) }));
}

/** The signed pages of evidence, as far as the reader may see it. */
export async function signedPages(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, SignedEvidence>> {
  const rows = ids.length === 0 ? [] : await sql<{ id: string; page: SignedEvidence }>(tx, `SELECT id, ${SIGNED_PAGE('evidence')} AS page FROM evidence WHERE id = ANY ($1::uuid[])`, [ids]);
  return new Map(rows.map(({ id, page }) => [id, page]));
}

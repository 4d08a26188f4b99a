import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** What somebody did that a publication first told gateways of. */
export interface PublicationActRow {
  /** As it was announced, such as participation.withdrawn. */
  readonly type: string;
  readonly at: Date;
  /** How many things one act announced alike. */
  readonly count: number;
  /** Null where who did it is not the reader's to see. */
  readonly byName: string | null;
  readonly duty: string | null;
  /** Why signing keys were changed, where that is the reader's to see; null of all else. */
  readonly reason: string | null;
  readonly agreementId: string | null;
  readonly agreement: string | null;
}

/** More acts than this in one publication are counted. */
const MOST_ACTS = 12;

/**
 * Announcements that alter what gateways hold, of one act together, and the change of keys it came with. An announcement that altered
 * nothing is settled onto the publication that stands by then: nothing that was done after a publication had a part in it. Who acted is in
 * the change records that committed with them, as far as row-level security shows these. Whoever reaches a few localities is told of what
 * concerns them; keys concern everybody.
 */
const ACTS = `
  WITH said AS (
    SELECT type, transaction_id, recorded_at, count(*)::int AS count FROM outbox
    WHERE published_in = $1 AND recorded_at <= (SELECT published_at FROM publication WHERE number = $1) AND ($2::uuid[] IS NULL OR locality_ids && $2)
      AND (locality_ids <> '{}' OR payload ->> 'consumerOdsCode' IS NOT NULL OR split_part(type, '.', 1) = 'service')
    GROUP BY type, transaction_id, recorded_at
  ), act AS (
    SELECT said.type, said.recorded_at AS at, said.count, done.actor_name, done.duty, done.agreement_id, NULL AS reason
    FROM said
    LEFT JOIN LATERAL (SELECT actor_name, duty, agreement_id FROM change_record record
      WHERE record.transaction_id = said.transaction_id AND record.recorded_at = said.recorded_at AND record.outcome = 'done'
      ORDER BY record.type = said.type DESC, record.id LIMIT 1) done ON true
    UNION ALL
    SELECT 'key.handed-in', ceremony.handed_in_at, 1, done.actor_name, done.duty, NULL, done.reason
    FROM key_ceremony ceremony
    LEFT JOIN LATERAL (SELECT actor_name, duty, reason FROM change_record record
      WHERE record.subject = ceremony.id::text AND record.type = 'key.handed-in' AND record.outcome = 'done' ORDER BY record.id LIMIT 1) done ON true
    WHERE ceremony.publication_number = $1
  )
  SELECT act.type, act.at, act.count, act.actor_name AS "byName", act.duty, act.reason, agreement.id AS "agreementId", agreement.reference AS agreement, count(*) OVER ()::int AS total
  FROM act LEFT JOIN sharing_agreement agreement ON agreement.id = act.agreement_id
  ORDER BY act.at, act.type LIMIT $3`;

export async function actsOf(tx: Tx, number: number, reach: readonly string[] | null): Promise<{ readonly acts: readonly PublicationActRow[]; readonly total: number }> {
  const rows = await sql<PublicationActRow & { readonly total: number }>(tx, ACTS, [number, reach, MOST_ACTS]);
  return { acts: rows, total: rows[0]?.total ?? 0 };
}

import type { Client } from 'pg';

/** The same sums as the preview's, counted in one statement: pairs and views each practice has, and requests that were permitted since a day. */
const COUNTING = `
  SELECT pair.provider_ods_code, count(*)::int AS pairs, sum(cardinality(view_set.views))::int AS views, coalesce(max(asked.requests), 0)::int AS requests
  FROM campaign_part part
  JOIN pair ON pair.participation_id = part.participation_id AND pair.held_during @> $2::timestamptz
  JOIN view_set ON view_set.id = pair.view_set_id
  LEFT JOIN (SELECT provider_ods_code, count(*) AS requests FROM access_event WHERE occurred_at >= $2::timestamptz - interval '30 days' AND occurred_at < $2 AND decision = 'permit' GROUP BY 1) asked
    ON asked.provider_ods_code = pair.provider_ods_code
  WHERE part.campaign_id = $1 GROUP BY 1`;

export interface Sums { readonly practices: number; readonly pairs: number; readonly views: number; readonly requests: number }

export async function countBare(client: Client, campaignId: string, at: Date): Promise<Sums> {
  const { rows } = await client.query<{ pairs: number; views: number; requests: number }>(COUNTING, [campaignId, at]);
  const sum = (name: 'pairs' | 'views' | 'requests'): number => rows.reduce((total, row) => total + row[name], 0);
  return { practices: rows.length, pairs: sum('pairs'), views: sum('views'), requests: sum('requests') };
}

const CONFIRMED = `SELECT answer.* FROM campaign_answer answer JOIN participation ON participation.id = answer.participation_id AND participation.state = 'live' WHERE answer.campaign_id = $1`;
const WRITING: readonly string[] = [
  `UPDATE participation SET state = 'withdrawn', state_at = $2, version = version + 1 WHERE id IN (SELECT participation_id FROM confirmed)`,
  'UPDATE pair SET held_during = held_during * tstzrange(NULL, $2) WHERE participation_id IN (SELECT participation_id FROM confirmed) AND upper(held_during) > $2',
  `INSERT INTO stop (id, kind, scope_kind, participation_id, agreement_id, locality_id, provider_ods_code, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_for, imposed_at)
    SELECT gen_random_uuid(), 'withdrawal', 'participation', participation_id, participation.agreement_id, confirmed.locality_id, confirmed.provider_ods_code, $2, reason, given_by, 'controller', given_duty, confirmed.provider_ods_code, $2
    FROM confirmed JOIN participation ON participation.id = participation_id`,
  `INSERT INTO change_record (id, recorded_at, type, subject, outcome, actor_kind, actor_name, ods_code, locality_id, reason, details, origin)
    SELECT gen_random_uuid(), $2, 'participation.withdrawn', participation_id::text, 'done', 'system', 'bench', provider_ods_code, locality_id, reason, '{}', 'bench' FROM confirmed`,
  `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) SELECT gen_random_uuid(), $2, 'participation.withdrawn', participation_id::text, ARRAY[locality_id], '{}' FROM confirmed`,
];

/** The same rows in one transaction, by a handful of statements of the superuser: past row-level security, under the same triggers. */
export async function withdrawBare(client: Client, campaignId: string, at: Date): Promise<number> {
  await client.query('BEGIN');
  await client.query(`CREATE TEMPORARY TABLE confirmed ON COMMIT DROP AS ${CONFIRMED}`, [campaignId]);
  let withdrawn = 0;
  for (const [place, statement] of WRITING.entries()) {
    const { rowCount } = await client.query(statement.replaceAll('$2', '$1'), [at]);
    if (place === 0) withdrawn = rowCount ?? 0;
  }
  await client.query('COMMIT');
  return withdrawn;
}

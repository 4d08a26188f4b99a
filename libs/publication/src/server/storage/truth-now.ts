import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { TrueRow, TruthNow } from '../domain/truth.js';

/**
 * A second opinion, so it shares nothing with the publisher's statement: it asks whether a pair is in force at this instant, where the
 * publisher asks from when until when; it goes by the states that suspensions move, where the publisher goes by the stop list.
 */
const PAIRS = `
  WITH standing AS MATERIALIZED (SELECT * FROM stop WHERE lifted_at IS NULL AND from_at <= $1::timestamptz),
  open_now AS MATERIALIZED (
    SELECT ods_code FROM organisation
    WHERE status <> 'P' AND ($1::timestamptz AT TIME ZONE 'Europe/London')::date
      <= coalesce(closed_on, CASE WHEN status <> 'A' THEN coalesce(edition_on, (recorded_at AT TIME ZONE 'Europe/London')::date) - 1 END, 'infinity'::date)
  ), said AS MATERIALIZED (
    SELECT ods_code, value <> 'local' AS hosts, recorded_at FROM gate_fact
    WHERE kind = 'hosting' AND confirmed_at IS NOT NULL AND valid_during @> $1::timestamptz AND (ended_at IS NULL OR ended_at > $1)
  ), hosted_now AS MATERIALIZED (
    SELECT ods_code FROM said GROUP BY ods_code HAVING max(recorded_at) FILTER (WHERE hosts) > coalesce(max(recorded_at) FILTER (WHERE NOT hosts), '-infinity')
  )
  SELECT pair.service_code AS service, pair.provider_ods_code AS provider, agreement.reference AS agreement, array_agg(pair.consumer_ods_code) AS consumers, array_agg(view_set.id::text) AS "viewSets"
  FROM pair
  JOIN participation ON participation.id = pair.participation_id AND participation.state = 'live'
  JOIN consumer_part part ON part.id = pair.consumer_part_id AND part.state = 'live'
  JOIN view_set ON view_set.id = pair.view_set_id AND view_set.id = part.view_set_id AND view_set.current_during @> $1::timestamptz
  JOIN sharing_agreement agreement ON agreement.id = pair.agreement_id AND agreement.state IN ('open', 'closed')
  JOIN agreement_version version ON version.id = part.agreement_version_id AND version.during @> $1::timestamptz
  WHERE pair.held_during @> $1::timestamptz
    AND pair.provider_ods_code IN (SELECT ods_code FROM open_now) AND pair.provider_ods_code IN (SELECT ods_code FROM hosted_now) AND pair.consumer_ods_code IN (SELECT ods_code FROM open_now)
    AND pair.agreement_id NOT IN (SELECT agreement_id FROM standing WHERE scope_kind = 'agreement')
    AND pair.provider_ods_code NOT IN (SELECT provider_ods_code FROM standing WHERE scope_kind = 'provider')
    AND pair.consumer_ods_code NOT IN (SELECT consumer_ods_code FROM standing WHERE scope_kind = 'consumer')
    AND participation.locality_id NOT IN (SELECT locality_id FROM standing WHERE scope_kind = 'locality')
    AND (pair.agreement_id, pair.provider_ods_code, pair.consumer_ods_code) NOT IN (
      SELECT agreement_id, provider_ods_code, consumer_ods_code FROM standing WHERE scope_kind = 'pair' AND kind = 'suspension')
  GROUP BY 1, 2, 3`;

const CERTIFICATES = `
  SELECT sha256, consumer_ods_code AS consumer FROM system_certificate
  WHERE confirmed_at IS NOT NULL AND valid_during @> $1::timestamptz AND (revoked_at IS NULL OR revoked_at > $1)
    AND system_id NOT IN (SELECT system_id FROM stop WHERE scope_kind = 'system' AND lifted_at IS NULL AND from_at <= $1)`;

export async function truthNow(tx: Tx): Promise<TruthNow> {
  const at = timeOf(tx);
  const [rows, sets, stopped, certificates, [waits]] = await Promise.all([
    sql<TrueRow>(tx, PAIRS, [at]),
    sql<{ id: string; views: string[] }>(tx, 'SELECT id, views FROM view_set WHERE current_during @> $1::timestamptz', [at]),
    sql<{ consumer: string; service: string; views: string[] }>(tx, `
      SELECT consumer_ods_code AS consumer, service_code AS service, views FROM stop WHERE scope_kind = 'view' AND lifted_at IS NULL AND from_at <= $1`, [at]),
    sql<{ sha256: string; consumer: string }>(tx, CERTIFICATES, [at]),
    sql<{ count: number; since: Date | null }>(tx, 'SELECT count(*)::integer AS count, min(recorded_at) AS since FROM outbox WHERE published_in IS NULL'),
  ]);
  const stoppedViews = new Map<string, Set<string>>();
  for (const { consumer, service, views } of stopped) {
    const key = `${consumer} ${service}`;
    stoppedViews.set(key, new Set([...stoppedViews.get(key) ?? [], ...views]));
  }
  return {
    at, rows, viewsOf: new Map(sets.map(({ id, views }) => [id, views])), stoppedViews,
    certificates: new Map(certificates.map(({ sha256, consumer }) => [sha256, consumer])), waiting: waits!.count, waitingSince: waits!.since,
  };
}

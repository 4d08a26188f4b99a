import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { TrueGateway, TruthNow } from '../domain/truth.js';

const LOCALITIES = `SELECT code FROM locality WHERE EXISTS (SELECT FROM participation WHERE locality_id = locality.id AND state IN ('live', 'suspended')) ORDER BY code`;

const CERTIFICATES = `
  SELECT sha256, consumer_ods_code AS consumer FROM system_certificate
  WHERE confirmed_at IS NOT NULL AND valid_during @> $1::timestamptz AND (revoked_at IS NULL OR revoked_at > $1)
    AND system_id NOT IN (SELECT system_id FROM stop WHERE scope_kind = 'system' AND lifted_at IS NULL AND from_at <= $1)`;

const GATEWAYS = `
  SELECT gateway.code, certificate.sha256, ARRAY(SELECT locality.code FROM gateway_locality served JOIN locality ON locality.id = served.locality_id
    WHERE served.gateway_id = gateway.id AND served.during @> $1::timestamptz ORDER BY locality.code) AS localities
  FROM gateway CROSS JOIN LATERAL (SELECT sha256 FROM gateway_certificate WHERE gateway_id = gateway.id AND confirmed_at IS NOT NULL AND valid_during @> $1::timestamptz AND revoked_at IS NULL ORDER BY recorded_at DESC LIMIT 1) certificate
  WHERE gateway.confirmed_at IS NOT NULL AND gateway.revoked_at IS NULL ORDER BY gateway.code`;

/** What the tables say beside the pairs themselves. */
export async function truthNow(tx: Tx): Promise<TruthNow> {
  const at = timeOf(tx);
  const [localities, stopped, certificates, gateways, [waits]] = await Promise.all([
    sql<{ code: string }>(tx, LOCALITIES),
    sql<{ consumer: string; service: string; views: string[] }>(tx, `
      SELECT consumer_ods_code AS consumer, service_code AS service, views FROM stop WHERE scope_kind = 'view' AND lifted_at IS NULL AND from_at <= $1`, [at]),
    sql<{ sha256: string; consumer: string }>(tx, CERTIFICATES, [at]),
    sql<TrueGateway>(tx, GATEWAYS, [at]),
    sql<{ count: number; since: Date | null }>(tx, 'SELECT count(*)::integer AS count, min(recorded_at) AS since FROM outbox WHERE published_in IS NULL'),
  ]);
  const stoppedViews = new Map<string, Set<string>>();
  for (const { consumer, service, views } of stopped) {
    const key = `${consumer} ${service}`;
    stoppedViews.set(key, new Set([...stoppedViews.get(key) ?? [], ...views]));
  }
  return {
    at, localities: localities.map(({ code }) => code), gateways, stoppedViews,
    certificates: new Map(certificates.map(({ sha256, consumer }) => [sha256, consumer])), waiting: waits!.count, waitingSince: waits!.since,
  };
}

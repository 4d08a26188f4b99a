import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { TrueGateway, TrueRow, TruthNow } from '../domain/truth.js';

/** Its closing day is its last, in London; proposed is never open; closed or dormant without a day, from the edition that says so. */
const openNow = (code: string): string => `(SELECT FROM organisation WHERE ods_code = ${code} AND status <> 'P' AND ($1::timestamptz AT TIME ZONE 'Europe/London')::date
    <= coalesce(closed_on, CASE WHEN status <> 'A' THEN coalesce(edition_on, (recorded_at AT TIME ZONE 'Europe/London')::date) - 1 END, 'infinity'::date) OFFSET 0)`;

const standing = (column: string, scope: string, kind?: 'suspension'): string => `(SELECT ${column} FROM stop WHERE scope_kind = '${scope}'${kind === undefined ? '' : ` AND kind = '${kind}'`}
    AND lifted_at IS NULL AND from_at <= $1::timestamptz)`;

/**
 * A second opinion, so these share nothing with the publisher's statement: they ask whether a pair is in force at this instant, where the
 * publisher asks from when until when; they go by the states that suspensions move, where the publisher goes by the stop list. Each row is
 * looked up by its key (OFFSET 0): what the planner believes of tables that grew by thousands of rows since its last statistics costs minutes.
 */
const PROVIDERS = `
  SELECT party.service_code AS service, party.provider_ods_code AS provider, agreement.reference AS agreement, held.parts, held.sets, held.flows,
    party.state = 'live' AND party.agreement_id NOT IN ${standing('agreement_id', 'agreement')} AND party.provider_ods_code NOT IN ${standing('provider_ods_code', 'provider')}
      AND party.locality_id NOT IN ${standing('locality_id', 'locality')} AS "isFlowing"
  FROM (SELECT * FROM participation WHERE state IN ('live', 'suspended') OFFSET 0) party
  CROSS JOIN LATERAL (SELECT reference FROM sharing_agreement WHERE id = party.agreement_id AND state IN ('open', 'closed') OFFSET 0) agreement
  CROSS JOIN LATERAL ${openNow('party.provider_ods_code')} open
  CROSS JOIN LATERAL (
    SELECT max(recorded_at) FILTER (WHERE value <> 'local') AS hosts_since, max(recorded_at) FILTER (WHERE value = 'local') AS else_since FROM gate_fact
    WHERE ods_code = party.provider_ods_code AND kind = 'hosting' AND confirmed_at IS NOT NULL AND valid_during @> $1::timestamptz AND (ended_at IS NULL OR ended_at > $1)) said
  CROSS JOIN LATERAL (
    SELECT array_agg(consumer_part_id::text) AS parts, array_agg(view_set_id::text) AS sets,
      array_agg((agreement_id, provider_ods_code, consumer_ods_code) NOT IN ${standing('agreement_id, provider_ods_code, consumer_ods_code', 'pair', 'suspension')}) AS flows FROM pair
    WHERE participation_id = party.id AND held_during @> $1::timestamptz) held
  WHERE held.parts IS NOT NULL AND said.hosts_since > coalesce(said.else_since, '-infinity')`;

const PARTS = `
  SELECT party.id, party.consumer_ods_code AS consumer, party.view_set_id AS "viewSet", party.state = 'live' AND party.consumer_ods_code NOT IN ${standing('consumer_ods_code', 'consumer')} AS "isFlowing"
  FROM (SELECT * FROM consumer_part WHERE state IN ('live', 'suspended') OFFSET 0) party
  CROSS JOIN LATERAL (SELECT FROM agreement_version WHERE id = party.agreement_version_id AND during @> $1::timestamptz OFFSET 0) version
  CROSS JOIN LATERAL (SELECT FROM view_set WHERE id = party.view_set_id AND current_during @> $1::timestamptz OFFSET 0) current
  CROSS JOIN LATERAL ${openNow('party.consumer_ods_code')} open`;

interface ProviderRow {
  readonly service: string;
  readonly provider: string;
  readonly agreement: string;
  readonly parts: readonly string[];
  readonly sets: readonly string[];
  /** Of each pair, whether nothing stops it alone. */
  readonly flows: readonly boolean[];
  /** Whether nothing stops this side of it. */
  readonly isFlowing: boolean;
}

interface PartRow {
  readonly id: string;
  readonly consumer: string;
  readonly viewSet: string;
  readonly isFlowing: boolean;
}

/** A pair holds where both its sides do, in the view set that both name; it flows where nothing stops either of them or it alone. */
function pairsOf(providers: readonly ProviderRow[], parts: readonly PartRow[], alsoStopped: boolean): TrueRow[] {
  const live = new Map(parts.map((part) => [part.id, part]));
  return providers.filter(({ isFlowing }) => alsoStopped || isFlowing).map(({ service, provider, agreement, parts: named, sets, flows }) => {
    const held = named.flatMap((id, at) => {
      const part = live.get(id);
      return part !== undefined && part.viewSet === sets[at] && (alsoStopped || (part.isFlowing && flows[at] === true)) ? [part] : [];
    });
    return { service, provider, agreement, consumers: held.map(({ consumer }) => consumer), viewSets: held.map(({ viewSet }) => viewSet) };
  });
}

const CERTIFICATES = `
  SELECT sha256, consumer_ods_code AS consumer FROM system_certificate
  WHERE confirmed_at IS NOT NULL AND valid_during @> $1::timestamptz AND (revoked_at IS NULL OR revoked_at > $1)
    AND system_id NOT IN (SELECT system_id FROM stop WHERE scope_kind = 'system' AND lifted_at IS NULL AND from_at <= $1)`;

const GATEWAYS = `
  SELECT gateway.code, certificate.sha256, ARRAY(SELECT locality.code FROM gateway_locality served JOIN locality ON locality.id = served.locality_id
    WHERE served.gateway_id = gateway.id AND served.during @> $1::timestamptz ORDER BY locality.code) AS localities
  FROM gateway CROSS JOIN LATERAL (SELECT sha256 FROM gateway_certificate WHERE gateway_id = gateway.id AND valid_during @> $1::timestamptz AND revoked_at IS NULL ORDER BY recorded_at DESC LIMIT 1) certificate
  WHERE gateway.confirmed_at IS NOT NULL AND gateway.revoked_at IS NULL ORDER BY gateway.code`;

export async function truthNow(tx: Tx): Promise<TruthNow> {
  const at = timeOf(tx);
  const [providers, parts, sets, stopped, certificates, gateways, [waits]] = await Promise.all([
    sql<ProviderRow>(tx, PROVIDERS, [at]),
    sql<PartRow>(tx, PARTS, [at]),
    sql<{ id: string; views: string[] }>(tx, 'SELECT id, views FROM view_set WHERE current_during @> $1::timestamptz', [at]),
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
    at, rows: pairsOf(providers, parts, false), agreed: pairsOf(providers, parts, true), gateways, viewsOf: new Map(sets.map(({ id, views }) => [id, views])), stoppedViews,
    certificates: new Map(certificates.map(({ sha256, consumer }) => [sha256, consumer])), waiting: waits!.count, waitingSince: waits!.since,
  };
}

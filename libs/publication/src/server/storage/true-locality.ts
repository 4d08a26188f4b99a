import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { TrueLocality, TrueRow } from '../domain/truth.js';

/** Its closing day is its last, in London; proposed is never open; closed or dormant without a day, from the edition that says so. */
const openNow = (code: string): string => `(SELECT FROM organisation WHERE ods_code = ${code} AND status <> 'P' AND ($1::timestamptz AT TIME ZONE 'Europe/London')::date
    <= coalesce(closed_on, CASE WHEN status <> 'A' THEN coalesce(edition_on, (recorded_at AT TIME ZONE 'Europe/London')::date) - 1 END, 'infinity'::date) OFFSET 0)`;

const standing = (column: string, scope: string, kind?: 'suspension'): string => `(SELECT ${column} FROM stop WHERE scope_kind = '${scope}'${kind === undefined ? '' : ` AND kind = '${kind}'`}
    AND lifted_at IS NULL AND from_at <= $1::timestamptz)`;

/**
 * A second opinion, so these share nothing with the publisher's statement: they ask whether a pair is in force at this instant, where the
 * publisher asks from when until when; they go by the states that suspensions move, where the publisher goes by the stop list. Each row is
 * looked up by its key (OFFSET 0): what the planner believes of tables that grew by thousands of rows since its last statistics costs minutes.
 *
 * All of it is read each time; where it is what it was, by its hash, the database says only that.
 */
const LOCALITY = `
  WITH sharing AS MATERIALIZED (
    SELECT * FROM participation WHERE locality_id = (SELECT id FROM locality WHERE code = $2) AND state IN ('live', 'suspended')
  ), provider AS MATERIALIZED (
    SELECT party.id, party.service_code AS service, party.provider_ods_code AS provider, agreement.reference AS agreement, held.parts, held.sets, held.flows,
      party.state = 'live' AND party.agreement_id NOT IN ${standing('agreement_id', 'agreement')} AND party.provider_ods_code NOT IN ${standing('provider_ods_code', 'provider')}
        AND party.locality_id NOT IN ${standing('locality_id', 'locality')} AS flowing
    FROM sharing party
    CROSS JOIN LATERAL (SELECT reference FROM sharing_agreement WHERE id = party.agreement_id AND state IN ('open', 'closed') OFFSET 0) agreement
    CROSS JOIN LATERAL ${openNow('party.provider_ods_code')} open
    CROSS JOIN LATERAL (
      SELECT max(recorded_at) FILTER (WHERE value <> 'local') AS hosts_since, max(recorded_at) FILTER (WHERE value = 'local') AS else_since FROM gate_fact
      WHERE ods_code = party.provider_ods_code AND kind = 'hosting' AND confirmed_at IS NOT NULL AND valid_during @> $1::timestamptz AND (ended_at IS NULL OR ended_at > $1)) said
    CROSS JOIN LATERAL (
      SELECT array_agg(consumer_part_id ORDER BY consumer_part_id) AS parts, array_agg(view_set_id ORDER BY consumer_part_id) AS sets,
        array_agg((agreement_id, provider_ods_code, consumer_ods_code) NOT IN ${standing('agreement_id, provider_ods_code, consumer_ods_code', 'pair', 'suspension')} ORDER BY consumer_part_id) AS flows FROM pair
      WHERE participation_id = party.id AND held_during @> $1::timestamptz) held
    WHERE held.parts IS NOT NULL AND said.hosts_since > coalesce(said.else_since, '-infinity')
  ), part AS MATERIALIZED (
    SELECT party.id, party.consumer_ods_code AS consumer, party.view_set_id AS set, current.views,
      party.state = 'live' AND party.consumer_ods_code NOT IN ${standing('consumer_ods_code', 'consumer')} AS flowing
    FROM (SELECT DISTINCT agreement_id AS id FROM sharing) named
    CROSS JOIN LATERAL (SELECT * FROM consumer_part WHERE agreement_id = named.id AND state IN ('live', 'suspended') OFFSET 0) party
    CROSS JOIN LATERAL (SELECT FROM agreement_version WHERE id = party.agreement_version_id AND during @> $1::timestamptz OFFSET 0) version
    CROSS JOIN LATERAL (SELECT views FROM view_set WHERE id = party.view_set_id AND current_during @> $1::timestamptz OFFSET 0) current
    CROSS JOIN LATERAL ${openNow('party.consumer_ods_code')} open
  ), told AS MATERIALIZED (
    SELECT json_build_object(
      'providers', (SELECT json_agg(json_build_array(service, provider, agreement, parts, sets, flows, flowing) ORDER BY id) FROM provider),
      'parts', (SELECT json_agg(json_build_array(id, consumer, set, views, flowing) ORDER BY id) FROM part))::text AS whole
  ), hashed AS MATERIALIZED (SELECT whole, encode(sha256(convert_to(whole, 'UTF8')), 'hex') AS digest FROM told)
  SELECT digest, CASE WHEN digest IS DISTINCT FROM $3::text THEN whole END AS whole FROM hashed`;

type ProviderSide = readonly [service: string, provider: string, agreement: string, parts: readonly string[], sets: readonly string[], flows: readonly boolean[], isFlowing: boolean];
type ConsumerSide = readonly [id: string, consumer: string, viewSet: string, views: readonly string[], isFlowing: boolean];

/** @param before what was read last of the same locality: the same object again where nothing of it has changed */
export async function trueLocality(tx: Tx, code: string, before?: TrueLocality): Promise<TrueLocality> {
  const [row] = await sql<{ digest: string; whole: string | null }>(tx, LOCALITY, [timeOf(tx), code, before?.digest ?? null]);
  const { digest, whole } = row!;
  if (before !== undefined && whole === null) return before;
  const { providers, parts } = JSON.parse(whole ?? '{}') as { readonly providers?: readonly ProviderSide[] | null; readonly parts?: readonly ConsumerSide[] | null };
  const rows = pairsOf(providers ?? [], parts ?? []);
  return { digest, rows, pairs: rows.reduce((sum, { flows }) => sum + flows.filter(Boolean).length, 0) };
}

/** A pair is agreed where both its sides are, in the view set that both name; it flows where nothing stops either of them or it alone. */
function pairsOf(providers: readonly ProviderSide[], parts: readonly ConsumerSide[]): TrueRow[] {
  const agreed = new Map(parts.map((part) => [part[0], part]));
  return providers.map(([service, provider, agreement, named, sets, flowing, isFlowing]) => {
    const held = named.flatMap((id, at) => {
      const part = agreed.get(id);
      return part !== undefined && part[2] === sets[at] ? [{ consumer: part[1], views: part[3], flows: isFlowing && part[4] && flowing[at] === true }] : [];
    });
    return { service, provider, agreement, consumers: held.map(({ consumer }) => consumer), views: held.map(({ views }) => views), flows: held.map(({ flows }) => flows) };
  });
}

/** Where these practices take part, or did. */
export async function localitiesOfProviders(tx: Tx, providers: readonly string[]): Promise<readonly string[]> {
  const rows = await sql<{ code: string }>(tx, 'SELECT code FROM locality WHERE id IN (SELECT locality_id FROM participation WHERE provider_ods_code = ANY ($1::text[]))', [providers]);
  return rows.map(({ code }) => code);
}

import type { LooksGround, SharedPair } from '@accord/tooling/server';
import type { DataSource } from 'typeorm';

interface PairRow {
  readonly provider: string;
  readonly consumer: string;
  readonly agreement: string;
  readonly views: string[];
  readonly from: Date;
  readonly until: Date;
  readonly pauses: { readonly from: string; readonly until: string | null }[];
}

/**
 * Who shared what with whom when, as it stands in the database: read as the publisher, who compiles summaries of it. No single view is stopped in
 * the example, and each viewing organisation looks through one system.
 */
export async function looksGround(publisher: DataSource, begunAt: Date): Promise<LooksGround> {
  const pairs = await publisher.query<PairRow[]>(`
    SELECT pair.provider_ods_code AS provider, pair.consumer_ods_code AS consumer, agreement.reference AS agreement, view_set.views,
      lower(held_during) AS "from", least(upper(held_during), organisation_open_until(pair.provider_ods_code)) AS "until", coalesce((
        SELECT jsonb_agg(jsonb_build_object('from', stop.from_at, 'until', stop.lifted_at) ORDER BY stop.from_at) FROM stop
        WHERE stop.kind = 'suspension' AND stop.views IS NULL AND (stop.agreement_id IS NULL OR stop.agreement_id = pair.agreement_id) AND (stop.locality_id IS NULL OR stop.locality_id = agreement.locality_id)
          AND (stop.provider_ods_code IS NULL OR stop.provider_ods_code = pair.provider_ods_code) AND (stop.consumer_ods_code IS NULL OR stop.consumer_ods_code = pair.consumer_ods_code)), '[]') AS pauses
    FROM pair JOIN sharing_agreement agreement ON agreement.id = pair.agreement_id JOIN view_set ON view_set.id = pair.view_set_id
    WHERE NOT isempty(held_during) ORDER BY agreement.reference, provider, consumer, lower(held_during)`);
  const publications = await publisher.query<{ number: number; stopList: number; at: Date }[]>('SELECT number, stop_list_number AS "stopList", published_at AS at FROM publication ORDER BY number');
  const systems = await publisher.query<{ consumer: string; id: string; until: Date }[]>(`
    SELECT system.consumer_ods_code AS consumer, system.id, max(upper(certificate.valid_during)) AS until FROM consumer_system system
    JOIN system_certificate certificate ON certificate.system_id = system.id WHERE system.recorded_at < $1 GROUP BY system.id ORDER BY system.id DESC`, [begunAt]);
  return {
    begunAt, publications: publications.filter(({ at }) => at < begunAt),
    pairs: pairs.map((row): SharedPair => ({ ...row, pauses: row.pauses.map(({ from, until }) => ({ from: new Date(from), until: until === null ? null : new Date(until) })) })),
    systems: new Map(systems.map(({ consumer, id, until }) => [consumer, { id, certificateUntil: until }])),
  };
}

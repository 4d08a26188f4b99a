import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** How sharing stands for one organisation: who looks at its records, and whose records its people look at. */
export interface OrganisationSharingRow {
  readonly name: string;
  readonly odsCode: string;
  readonly viewers: number;
  readonly practices: number;
  readonly mostViews: number;
  readonly lastChangeAt: Date | null;
}

/** How far a locality is. */
export interface LocalitySharingRow {
  readonly localityId: string;
  readonly name: string;
  readonly code: string;
  readonly practices: number;
  readonly live: number;
  readonly viewers: number;
  readonly lastChangeAt: Date | null;
}

const OF_ORGANISATION = `
  WITH held AS (
    SELECT pair.provider_ods_code AS provider, pair.consumer_ods_code AS consumer, cardinality(view_set.views) AS views
    FROM pair JOIN view_set ON view_set.id = pair.view_set_id
      JOIN participation provider ON provider.id = pair.participation_id AND provider.state = 'live'
      JOIN consumer_part consumer ON consumer.id = pair.consumer_part_id AND consumer.state = 'live'
    WHERE pair.held_during @> accord_at() AND accord_ods() IN (pair.provider_ods_code, pair.consumer_ods_code)
  ), moves AS (
    SELECT state_at FROM participation WHERE provider_ods_code = accord_ods() UNION ALL SELECT state_at FROM consumer_part WHERE consumer_ods_code = accord_ods()
  )
  SELECT name, ods_code AS "odsCode", (SELECT count(DISTINCT consumer)::int FROM held WHERE provider = ods_code) AS viewers,
    (SELECT count(DISTINCT provider)::int FROM held WHERE consumer = ods_code) AS practices, (SELECT coalesce(max(views), 0)::int FROM held) AS "mostViews",
    (SELECT max(state_at) FROM moves) AS "lastChangeAt"
  FROM organisation WHERE ods_code = accord_ods()`;

const OF_LOCALITIES = `
  SELECT locality.id AS "localityId", locality.name, locality.code,
    count(DISTINCT provider_ods_code) FILTER (WHERE state NOT IN ('withdrawn', 'declined'))::int AS practices, count(DISTINCT provider_ods_code) FILTER (WHERE state = 'live')::int AS live,
    (SELECT count(DISTINCT consumer_ods_code)::int FROM consumer_part WHERE consumer_part.locality_id = locality.id AND consumer_part.state = 'live') AS viewers, max(state_at) AS "lastChangeAt"
  FROM locality LEFT JOIN participation ON participation.locality_id = locality.id
  WHERE locality.id = ANY (accord_localities()) GROUP BY locality.id ORDER BY locality.name`;

/** One line for each organisation or locality acted for. */
@Injectable()
export class SharingInShortReader {
  async ofOrganisation(tx: Tx): Promise<OrganisationSharingRow | null> {
    return (await sql<OrganisationSharingRow>(tx, OF_ORGANISATION))[0] ?? null;
  }

  async ofLocalities(tx: Tx): Promise<LocalitySharingRow[]> {
    return sql<LocalitySharingRow>(tx, OF_LOCALITIES);
  }
}

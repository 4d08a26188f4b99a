import { Injectable } from '@nestjs/common';
import { SeenNow } from '@accord/impact';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { LocalityStanding, OrganisationStanding } from '../../contract/index.js';

/** With the code that names it. */
export interface OrganisationSharingRow extends OrganisationStanding {
  readonly odsCode: string;
  readonly lastChangeAt: Date | null;
}

export interface LocalitySharingRow extends LocalityStanding {
  readonly code: string;
  readonly lastChangeAt: Date | null;
}

/** When a stop last altered what is seen. */
const CHANGED = 'greatest(from_at, lifted_at)';

const OF_ORGANISATION = `
  WITH moves AS (
    SELECT 'provider' AS side, state, state_at, agreement_id FROM participation WHERE provider_ods_code = accord_ods()
    UNION ALL SELECT 'consumer', state, state_at, agreement_id FROM consumer_part WHERE consumer_ods_code = accord_ods()
  ), changes AS (
    SELECT state_at AS at FROM moves
    -- Who begins or ceases to be live on the other side changes what is seen as much.
    UNION ALL SELECT state_at FROM participation WHERE state IN ('live', 'suspended', 'withdrawn') AND agreement_id IN (SELECT agreement_id FROM moves WHERE side = 'consumer')
    UNION ALL SELECT state_at FROM consumer_part WHERE state IN ('live', 'suspended', 'left') AND agreement_id IN (SELECT agreement_id FROM moves WHERE side = 'provider')
    UNION ALL SELECT ${CHANGED} FROM stop WHERE (coalesce(provider_ods_code, accord_ods()) = accord_ods() AND EXISTS (SELECT FROM moves WHERE side = 'provider'))
      OR (coalesce(consumer_ods_code, accord_ods()) = accord_ods() AND EXISTS (SELECT FROM moves WHERE side = 'consumer'))
  )
  SELECT name, ods_code AS "odsCode", (SELECT max(at) FROM changes) AS "lastChangeAt", (SELECT coalesce(bool_and(side = 'consumer'), false) FROM moves) AS "isViewer",
    (SELECT count(*)::int FROM moves JOIN sharing_agreement agreement ON agreement.id = moves.agreement_id AND agreement.state IN ('open', 'closed') WHERE moves.state = 'suspended') AS suspended
  FROM organisation WHERE ods_code = accord_ods()`;

/** Live is what is in force: by the gates that decide what is seen, as the page of a locality counts. */
const OF_LOCALITIES = `
  WITH open AS MATERIALIZED (SELECT ods_code FROM impact_gates(ARRAY(SELECT provider_ods_code FROM participation WHERE state = 'live' AND locality_id = ANY (accord_localities())), $1::timestamptz)
    WHERE open_until > $1::timestamptz AND hosted_until > $1::timestamptz)
  SELECT locality.id AS "localityId", locality.name, locality.code,
    count(DISTINCT provider_ods_code) FILTER (WHERE state NOT IN ('withdrawn', 'declined'))::int AS practices, count(DISTINCT provider_ods_code) FILTER (WHERE state = 'live' AND provider_ods_code IN (SELECT ods_code FROM open))::int AS live, count(DISTINCT provider_ods_code) FILTER (WHERE state = 'suspended')::int AS suspended,
    (SELECT count(DISTINCT consumer_ods_code)::int FROM consumer_part WHERE consumer_part.locality_id = locality.id AND consumer_part.state = 'live') AS viewers,
    greatest(max(state_at), (SELECT max(${CHANGED}) FROM stop WHERE stop.locality_id = locality.id OR (stop.locality_id IS NULL AND (
      stop.provider_ods_code IN (SELECT provider_ods_code FROM participation took_part WHERE took_part.locality_id = locality.id)
      OR stop.consumer_ods_code IN (SELECT consumer_ods_code FROM consumer_part took_part WHERE took_part.locality_id = locality.id))))) AS "lastChangeAt"
  FROM locality LEFT JOIN participation ON participation.locality_id = locality.id
  WHERE locality.id = ANY (accord_localities()) GROUP BY locality.id ORDER BY locality.name`;

/** One line for each organisation or locality acted for. */
@Injectable()
export class SharingInShortReader {
  constructor(private readonly seen: SeenNow) {}

  /** What is seen is for impact to say, here as in who can see what. */
  async ofOrganisation(tx: Tx): Promise<OrganisationSharingRow | null> {
    const [row] = await sql<Pick<OrganisationSharingRow, 'name' | 'odsCode' | 'isViewer' | 'suspended' | 'lastChangeAt'>>(tx, OF_ORGANISATION);
    if (row === undefined) return null;
    const { seenBy, sees } = await this.seen.inShort(tx, row.odsCode);
    return { ...row, viewers: seenBy.organisations, practices: sees.organisations, mostViews: (sees.organisations > 0 ? sees : seenBy).mostViews };
  }

  async ofLocalities(tx: Tx): Promise<LocalitySharingRow[]> {
    return sql<LocalitySharingRow>(tx, OF_LOCALITIES, [timeOf(tx)]);
  }
}

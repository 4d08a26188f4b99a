import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';

/** One practice and one viewing organisation between whom it would stand. */
export interface ReachedPair {
  readonly agreementId: string;
  readonly agreementReference: string;
  readonly providerOdsCode: string;
  readonly providerName: string;
  readonly consumerOdsCode: string;
  readonly consumerName: string;
  readonly views: string[];
}

export interface StopReachRow {
  readonly pairs: number;
  readonly practices: number;
  readonly viewers: number;
  readonly agreements: number;
  readonly views: string[];
  readonly first: readonly ReachedPair[];
}

/** What a stop would reach, field by field as a gateway matches it. */
export interface Reach {
  readonly agreementId?: string | undefined; readonly localityId?: string | undefined; readonly providerOdsCode?: string | undefined; readonly consumerOdsCode?: string | undefined;
  readonly serviceCode?: string | undefined; readonly views?: readonly string[] | undefined;
}

/** Pairs held now whose two sides are live and that every field given matches, with the views they would lose. */
const MATCHED = `
  SELECT pair.agreement_id, agreement.reference, pair.provider_ods_code, pair.consumer_ods_code,
    CASE WHEN $7::text[] IS NULL THEN wanted.views ELSE ARRAY(SELECT view FROM unnest(wanted.views) view WHERE view = ANY ($7)) END AS views
  FROM pair
  JOIN participation provider ON provider.id = pair.participation_id AND provider.state = 'live'
  JOIN consumer_part consumer ON consumer.id = pair.consumer_part_id AND consumer.state = 'live'
  JOIN sharing_agreement agreement ON agreement.id = pair.agreement_id
  JOIN agreement_version_consumer wanted ON wanted.version_id = consumer.agreement_version_id AND wanted.consumer_ods_code = consumer.consumer_ods_code
  WHERE pair.held_during @> $1::timestamptz AND ($2::uuid IS NULL OR pair.agreement_id = $2) AND ($3::uuid IS NULL OR pair.locality_id = $3)
    AND ($4::text IS NULL OR pair.provider_ods_code = $4) AND ($5::text IS NULL OR pair.consumer_ods_code = $5) AND ($6::text IS NULL OR pair.service_code = $6)`;

/** Asked before sharing is suspended in a scope of its own; what the reader may not see is not counted. */
@Injectable()
export class StopReach {
  async of(tx: Tx, reach: Reach, first: number): Promise<StopReachRow> {
    const params = [timeOf(tx), reach.agreementId ?? null, reach.localityId ?? null, reach.providerOdsCode ?? null, reach.consumerOdsCode ?? null, reach.serviceCode ?? null, reach.views ?? null];
    const [sum] = await sql<Omit<StopReachRow, 'first'>>(tx, `WITH matched AS (SELECT * FROM (${MATCHED}) each WHERE cardinality(views) > 0)
      SELECT count(*)::int AS pairs, count(DISTINCT provider_ods_code)::int AS practices, count(DISTINCT consumer_ods_code)::int AS viewers, count(DISTINCT agreement_id)::int AS agreements,
        ARRAY(SELECT DISTINCT view FROM matched each CROSS JOIN LATERAL unnest(each.views) view ORDER BY view) AS views FROM matched`, params);
    const pairs = await sql<ReachedPair>(tx, `
      SELECT each.agreement_id AS "agreementId", each.reference AS "agreementReference", each.provider_ods_code AS "providerOdsCode", practice.name AS "providerName",
        each.consumer_ods_code AS "consumerOdsCode", viewer.name AS "consumerName", each.views
      FROM (${MATCHED}) each JOIN organisation practice ON practice.ods_code = each.provider_ods_code JOIN organisation viewer ON viewer.ods_code = each.consumer_ods_code
      WHERE cardinality(each.views) > 0 ORDER BY practice.name, viewer.name, each.reference LIMIT $8`, [...params, first]);
    return { ...sum!, first: pairs };
  }
}

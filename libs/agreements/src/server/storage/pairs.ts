import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { nameConstraints, sql, timeOf } from '@accord/kernel/server';
import { PairTaken, type AgreementId } from '@accord/agreements';

nameConstraints({
  one_live_participation_per_pair: 'PAIR_TAKEN', pair_in_the_proved_view_set: 'VIEW_SET_DIFFERS', pair_in_the_parts_view_set: 'VIEW_SET_DIFFERS',
  pair_between_live_sides: 'NOT_READY', live_on_standing_evidence: 'EVIDENCE_INVALIDATED', all_end_with_the_agreement: 'NOT_READY',
});

/**
 * Pairs of an agreement whose two sides are live and which are not held yet. Looked up by key, whatever the planner believes of tables
 * that grow by thousands of rows between two of its statistics (OFFSET 0 keeps it from rearranging).
 */
const MISSING = `
  WITH provider AS MATERIALIZED (
    SELECT party.id, party.agreement_id, party.service_code, party.provider_ods_code, party.locality_id,
      tstzrange(greatest($2::timestamptz, lower(signed.during)), upper(signed.during)) AS held_during
    FROM participation party JOIN agreement_version signed ON signed.id = party.agreement_version_id
    WHERE party.agreement_id = $1 AND party.state = 'live' AND upper(signed.during) > $2::timestamptz
  ), consumer AS MATERIALIZED (
    SELECT id, consumer_ods_code, view_set_id FROM consumer_part WHERE agreement_id = $1 AND state = 'live'
  ), missing AS MATERIALIZED (
    SELECT provider.*, consumer.id AS consumer_part_id, consumer.consumer_ods_code, consumer.view_set_id
    FROM provider
    CROSS JOIN LATERAL (SELECT consumer_ods_code, view_set_id FROM participation_terms WHERE participation_id = provider.id OFFSET 0) proved
    JOIN consumer ON consumer.consumer_ods_code = proved.consumer_ods_code AND consumer.view_set_id = proved.view_set_id
    LEFT JOIN LATERAL (SELECT true AS held FROM pair WHERE participation_id = provider.id AND consumer_part_id = consumer.id OFFSET 0) already ON true
    WHERE already.held IS NULL
  )`;

/** Provider × consumer, as long as an agreement holds them (R4). */
@Injectable()
export class Pairs {
  /** Takes hold of every pair of an agreement whose two sides are live and which is not held yet. Gives how many. */
  async hold(tx: Tx, agreementId: AgreementId): Promise<number> {
    const at = timeOf(tx);
    const [taken] = await sql<{ provider: string; consumer: string; reference: string }>(tx, `${MISSING}
      SELECT missing.provider_ods_code AS provider, missing.consumer_ods_code AS consumer, other.reference FROM missing
      CROSS JOIN LATERAL (SELECT reference FROM pair JOIN sharing_agreement ON sharing_agreement.id = pair.agreement_id
        WHERE pair.provider_ods_code = missing.provider_ods_code AND pair.consumer_ods_code = missing.consumer_ods_code
          AND pair.service_code = missing.service_code AND pair.held_during && missing.held_during OFFSET 0) other LIMIT 1`, [agreementId, at]);
    if (taken !== undefined) throw new PairTaken(taken.provider, taken.consumer, taken.reference);
    const rows = await sql(tx, `${MISSING}
      INSERT INTO pair (participation_id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, recorded_at)
      SELECT id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, $2 FROM missing RETURNING 1`, [agreementId, at]);
    return rows.length;
  }

  /** Lets go, from now on, of the pairs of one side, or of a whole agreement. */
  async release(tx: Tx, of: { readonly participationId: string } | { readonly consumerPartId: string } | { readonly agreementId: string }): Promise<number> {
    const [column, id] = 'participationId' in of ? ['participation_id', of.participationId] : 'consumerPartId' in of ? ['consumer_part_id', of.consumerPartId] : ['agreement_id', of.agreementId];
    const rows = await sql(tx, `UPDATE pair SET held_during = held_during * tstzrange(NULL, $2) WHERE ${column} = $1 AND upper(held_during) > $2 RETURNING 1`, [id, timeOf(tx)]);
    return rows.length;
  }
}

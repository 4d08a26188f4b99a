import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { nameConstraints, sql, timeOf } from '@accord/kernel/server';
import { PairTaken, type AgreementId } from '@accord/agreements';

nameConstraints({ one_live_participation_per_pair: 'PAIR_TAKEN', pair_in_the_proved_view_set: 'VIEW_SET_DIFFERS', pair_in_the_parts_view_set: 'VIEW_SET_DIFFERS' });

const MISSING = `
  FROM participation provider
  JOIN consumer_part consumer ON consumer.agreement_id = provider.agreement_id AND consumer.state = 'live'
  JOIN participation_terms proved ON proved.participation_id = provider.id AND proved.consumer_ods_code = consumer.consumer_ods_code AND proved.view_set_id = consumer.view_set_id
  JOIN agreement_version signed ON signed.id = provider.agreement_version_id
  WHERE provider.agreement_id = $1 AND provider.state = 'live' AND upper(signed.during) > $2::timestamptz
    AND NOT EXISTS (SELECT 1 FROM pair WHERE pair.participation_id = provider.id AND pair.consumer_part_id = consumer.id)`;

/** Provider × consumer, as long as an agreement holds them (R4). */
@Injectable()
export class Pairs {
  /** Takes hold of every pair of an agreement whose two sides are live and which is not held yet. Gives how many. */
  async hold(tx: Tx, agreementId: AgreementId): Promise<number> {
    const at = timeOf(tx);
    const [taken] = await sql<{ provider: string; consumer: string; reference: string }>(tx, `
      SELECT provider.provider_ods_code AS provider, consumer.consumer_ods_code AS consumer, other_agreement.reference
      ${MISSING.replace('WHERE', `JOIN pair other ON other.provider_ods_code = provider.provider_ods_code AND other.consumer_ods_code = consumer.consumer_ods_code
        AND other.service_code = provider.service_code AND other.held_during && tstzrange(greatest($2::timestamptz, lower(signed.during)), upper(signed.during))
      JOIN sharing_agreement other_agreement ON other_agreement.id = other.agreement_id WHERE`)} LIMIT 1`, [agreementId, at]);
    if (taken !== undefined) throw new PairTaken(taken.provider, taken.consumer, taken.reference);
    const rows = await sql(tx, `
      INSERT INTO pair (participation_id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, recorded_at)
      SELECT provider.id, consumer.id, provider.agreement_id, provider.service_code, provider.provider_ods_code, consumer.consumer_ods_code, consumer.view_set_id,
        provider.locality_id, tstzrange(greatest($2::timestamptz, lower(signed.during)), upper(signed.during)), $2
      ${MISSING} RETURNING 1`, [agreementId, at]);
    return rows.length;
  }

  /** Lets go, from now on, of the pairs of one side, or of a whole agreement. */
  async release(tx: Tx, of: { readonly participationId: string } | { readonly consumerPartId: string } | { readonly agreementId: string }): Promise<number> {
    const [column, id] = 'participationId' in of ? ['participation_id', of.participationId] : 'consumerPartId' in of ? ['consumer_part_id', of.consumerPartId] : ['agreement_id', of.agreementId];
    const rows = await sql(tx, `UPDATE pair SET held_during = held_during * tstzrange(NULL, $2) WHERE ${column} = $1 AND upper(held_during) > $2 RETURNING 1`, [id, timeOf(tx)]);
    return rows.length;
  }
}

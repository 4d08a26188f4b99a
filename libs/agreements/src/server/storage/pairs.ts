import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { LOCK_KEYS, nameConstraints, sql, timeOf } from '@accord/kernel/server';
import { PairTaken } from '@accord/agreements';

nameConstraints({
  renewal_of_who_takes_part: ['NOT_READY', 'Somebody who was to sign anew takes part no more. Look at it as it is now.'],
  signed_version_immutable: ['NOT_READY', 'It has just been opened for signing, so its words stay as they are.'],
  lawful_moves_only: ['NOT_READY', 'It has just moved on. Look at it as it is now.'],
  approved_by_another_than_signed: ['SAME_PERSON', 'Somebody who signed does not approve what they signed.'],
  one_live_participation_per_pair: ['PAIR_TAKEN', 'Another agreement for the same service has just gone live between two of these organisations. One at a time covers a pair.'],
  pair_in_the_proved_view_set: ['VIEW_SET_DIFFERS', 'What was signed proves other views than this viewing organisation sees now.'],
  pair_in_the_parts_view_set: ['VIEW_SET_DIFFERS', 'What the viewing organisation accepted are other views than it sees now.'],
  pair_between_live_sides: ['NOT_READY', 'One of the two sides is not live any more. Look at it as it is now.'],
  live_on_standing_evidence: ['EVIDENCE_INVALIDATED', 'The signed document has just been found to prove nothing, so nothing goes live on it.'],
  all_end_with_the_agreement: ['NOT_READY', 'The agreement has just been closed or ended. Look at it as it is now.'],
});

/** What a proposal asked that has not cut over, or lapsed, is nobody's words: to have declined it takes nothing away. */
const STANDS = 'NOT (asked.proposal_id IS NOT NULL AND awaits_cut_over(asked.proposal_id))';

/**
 * Pairs of an agreement whose two sides are live and which are not held yet. Looked up by key, whatever the planner believes of tables
 * that grow by thousands of rows between two of its statistics (OFFSET 0 keeps it from rearranging).
 */
const MISSING = `
  WITH provider AS MATERIALIZED (
    SELECT party.id, party.agreement_id, party.service_code, party.provider_ods_code, party.locality_id, party.recorded_at, signed.id AS version_id, signed.number,
      tstzrange(greatest($2::timestamptz, lower(signed.during)), upper(signed.during)) AS held_during
    FROM participation party JOIN agreement_version signed ON signed.id = party.agreement_version_id
    WHERE party.agreement_id = ANY ($1::uuid[]) AND party.state = 'live' AND upper(signed.during) > $2::timestamptz
  ), consumer AS MATERIALIZED (
    SELECT part.id, part.agreement_id, part.consumer_ods_code, part.view_set_id, accepted.number FROM consumer_part part JOIN agreement_version accepted ON accepted.id = part.agreement_version_id
    -- A set that was cut over is nobody's any more.
    JOIN view_set ON view_set.id = part.view_set_id AND upper_inf(view_set.current_during)
    WHERE part.agreement_id = ANY ($1::uuid[]) AND part.state = 'live'
  ), missing AS MATERIALIZED (
    SELECT provider.id, provider.agreement_id, provider.service_code, provider.provider_ods_code, provider.locality_id, provider.held_during, consumer.id AS consumer_part_id, consumer.consumer_ods_code, consumer.view_set_id
    FROM provider
    -- What its evidence ever proved, as far as the version it is on still names it.
    CROSS JOIN LATERAL (SELECT proved.consumer_ods_code, proved.view_set_id FROM participation_terms proved JOIN agreement_version_consumer named
      ON named.version_id = provider.version_id AND named.consumer_ods_code = proved.consumer_ods_code AND named.view_set_id = proved.view_set_id
      WHERE proved.participation_id = provider.id OFFSET 0) proved
    JOIN consumer ON consumer.agreement_id = provider.agreement_id AND consumer.consumer_ods_code = proved.consumer_ods_code AND consumer.view_set_id = proved.view_set_id
    LEFT JOIN LATERAL (SELECT true AS held FROM pair WHERE participation_id = provider.id AND consumer_part_id = consumer.id AND view_set_id = consumer.view_set_id OFFSET 0) already ON true
    WHERE already.held IS NULL
      -- A viewing organisation that was asked for the provider's words, or earlier ones, and has not agreed to them is not shared with by them.
      AND NOT EXISTS (SELECT FROM renewal JOIN agreement_version asked ON asked.id = renewal.agreement_version_id
        WHERE renewal.consumer_part_id = consumer.id AND renewal.state NOT IN ('over', 'lapsed') AND asked.number <= provider.number AND asked.number > consumer.number AND ${STANDS})
      -- Withdrawn from that consumer for good: only a later invitation of the practice takes hold of the pair again.
      AND NOT EXISTS (SELECT FROM stop WHERE stop.kind = 'withdrawal' AND stop.scope_kind = 'pair' AND stop.agreement_id = provider.agreement_id AND stop.provider_ods_code = provider.provider_ods_code
        AND stop.consumer_ods_code = consumer.consumer_ods_code AND stop.imposed_at >= provider.recorded_at)
  )`;

/** Provider × consumer, as long as an agreement holds them (R4). */
@Injectable()
export class Pairs {
  /** Takes hold of every pair of these agreements whose two sides are live and which is not held yet. Gives how many. */
  async hold(tx: Tx, agreementIds: readonly string[]): Promise<number> {
    const at = timeOf(tx);
    await this.inTurn(tx, agreementIds);
    const [taken] = await sql<{ provider: string; consumer: string; reference: string }>(tx, `${MISSING}
      SELECT missing.provider_ods_code AS provider, missing.consumer_ods_code AS consumer, other.reference FROM missing
      CROSS JOIN LATERAL (SELECT reference FROM pair JOIN sharing_agreement ON sharing_agreement.id = pair.agreement_id
        WHERE pair.provider_ods_code = missing.provider_ods_code AND pair.consumer_ods_code = missing.consumer_ods_code
          AND pair.service_code = missing.service_code AND pair.held_during && missing.held_during OFFSET 0) other LIMIT 1`, [agreementIds, at]);
    if (taken !== undefined) throw new PairTaken(taken.provider, taken.consumer, taken.reference);
    const rows = await sql(tx, `${MISSING}
      INSERT INTO pair (participation_id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, recorded_at)
      SELECT id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, $2 FROM missing RETURNING 1`, [agreementIds, at]);
    return rows.length;
  }

  /**
   * Of those who take hold of pairs in one locality, one at a time: two agreements that cover the same pair would each wait at the end for the
   * other to say that it is not theirs. Here the second sees what the first holds, and can be told which agreement that is. The viewing
   * organisations that take part are held before: one that is leaving lets go of its pairs first, and one that leaves after sees those taken.
   */
  async inTurn(tx: Tx, agreementIds: readonly string[]): Promise<void> {
    await sql(tx, `SELECT 1 FROM consumer_part WHERE agreement_id = ANY ($1::uuid[]) AND state IN ('live', 'suspended') ORDER BY id FOR SHARE`, [agreementIds]);
    await sql(tx, `SELECT pg_advisory_xact_lock(hashtextextended(place, $2)) FROM (SELECT DISTINCT locality_id::text AS place FROM sharing_agreement WHERE id = ANY ($1::uuid[]) ORDER BY 1) served`,
      [agreementIds, LOCK_KEYS.pairsOfLocality]);
  }

  /** Lets go, from now on, of the pair of a participation with one consumer. */
  async releaseWith(tx: Tx, participationId: string, consumerOdsCode: string): Promise<void> {
    await sql(tx, 'UPDATE pair SET held_during = held_during * tstzrange(NULL, $3) WHERE participation_id = $1 AND consumer_ods_code = $2 AND upper(held_during) > $3', [participationId, consumerOdsCode, timeOf(tx)]);
  }

  /**
   * Participations went over to another version: pairs that it does not name, or whose viewing organisation declined it, are let go from
   * now on; the others are held until its last day.
   */
  async refit(tx: Tx, participationIds: readonly string[]): Promise<void> {
    await sql(tx, `UPDATE pair SET held_during = CASE WHEN fitted.kept THEN tstzrange(lower(pair.held_during), fitted.until) ELSE pair.held_during * tstzrange(NULL, $2) END
      FROM (SELECT held.participation_id, held.consumer_part_id, held.view_set_id, upper(signed.during) AS until, named.version_id IS NOT NULL AND NOT EXISTS (SELECT FROM renewal JOIN agreement_version asked ON asked.id = renewal.agreement_version_id
            WHERE renewal.consumer_part_id = held.consumer_part_id AND renewal.state = 'declined' AND asked.number <= signed.number AND asked.number > accepted.number AND ${STANDS}) AS kept
          FROM pair held JOIN participation provider ON provider.id = held.participation_id JOIN agreement_version signed ON signed.id = provider.agreement_version_id
          JOIN consumer_part part ON part.id = held.consumer_part_id JOIN agreement_version accepted ON accepted.id = part.agreement_version_id
          LEFT JOIN agreement_version_consumer named ON named.version_id = signed.id AND named.consumer_ods_code = held.consumer_ods_code AND named.view_set_id = held.view_set_id
          WHERE held.participation_id = ANY ($1::uuid[])) fitted
      WHERE pair.participation_id = fitted.participation_id AND pair.consumer_part_id = fitted.consumer_part_id AND pair.view_set_id = fitted.view_set_id AND upper(pair.held_during) > $2
        AND (NOT fitted.kept OR upper(pair.held_during) <> fitted.until)`, [participationIds, timeOf(tx)]);
  }

  /** Lets go, from now on, of the pairs of one side, of many practices, or of a whole agreement. */
  async release(tx: Tx, of: { readonly participationId: string } | { readonly participationIds: readonly string[] } | { readonly consumerPartId: string } | { readonly agreementId: string }): Promise<number> {
    const [column, ids] = 'participationId' in of ? ['participation_id', [of.participationId]] : 'participationIds' in of ? ['participation_id', of.participationIds]
      : 'consumerPartId' in of ? ['consumer_part_id', [of.consumerPartId]] : ['agreement_id', [of.agreementId]];
    // Row by row in one order, so that a party that goes and the end of its agreement do not wait for each other.
    const rows = await sql(tx, `UPDATE pair SET held_during = pair.held_during * tstzrange(NULL, $2)
      FROM (SELECT participation_id, consumer_part_id, view_set_id FROM pair WHERE ${column} = ANY ($1::uuid[]) AND upper(held_during) > $2 ORDER BY 1, 2, 3 FOR UPDATE) held
      WHERE pair.participation_id = held.participation_id AND pair.consumer_part_id = held.consumer_part_id AND pair.view_set_id = held.view_set_id RETURNING 1`, [ids, timeOf(tx)]);
    return rows.length;
  }
}

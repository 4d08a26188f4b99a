import { Injectable } from '@nestjs/common';
import { newId, type LocalityId, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { AgreementId, RenewalId } from '@accord/agreements';
import type { ViewSetProposal } from '@accord/views';

/** Whom a renewal lapsed for when a proposal began, as far as they take part still, those words stand and nothing else is asked of them. */
const ASKED_BEFORE = `
  SELECT before.agreement_id, before.agreement_version_id, before.locality_id, before.participation_id, before.consumer_part_id, before.ods_code, before.terms_digest, before.drafted_by
  FROM agreement_version proposed JOIN renewal before ON before.agreement_id = proposed.agreement_id AND before.state = 'lapsed' AND before.state_at = $2
  JOIN sharing_agreement agreement ON agreement.id = before.agreement_id AND agreement.state = 'open'
  JOIN agreement_version words ON words.id = before.agreement_version_id AND upper(words.during) > $3 AND NOT (words.proposal_id IS NOT NULL AND awaits_cut_over(words.proposal_id))
  WHERE proposed.proposal_id = $1
    AND NOT EXISTS (SELECT FROM agreement_version newer WHERE newer.agreement_id = words.agreement_id AND newer.number > words.number AND newer.locked_at IS NOT NULL
      AND NOT (newer.proposal_id IS NOT NULL AND awaits_cut_over(newer.proposal_id)))
    AND NOT EXISTS (SELECT FROM renewal other WHERE coalesce(other.participation_id, other.consumer_part_id) = coalesce(before.participation_id, before.consumer_part_id) AND other.state NOT IN ('over', 'lapsed', 'declined'))
    AND (EXISTS (SELECT FROM participation WHERE id = before.participation_id AND state IN ('signed', 'verified', 'approved', 'live', 'suspended'))
      OR EXISTS (SELECT FROM consumer_part WHERE id = before.consumer_part_id AND state IN ('accepted', 'verified', 'approved', 'live', 'suspended')))`;

export interface SettledAskings {
  readonly askedAgain: number;
  /** Those whose parties were asked for it. */
  readonly agreements: readonly { readonly agreementId: AgreementId; readonly localityId: LocalityId }[];
}

/** What is left of a proposal that was not cut over. */
@Injectable()
export class LapsedAskings {
  /** The agreements in which these proposals asked: whoever settles them holds those first, with everybody in them. */
  async agreementsOf(tx: Tx, proposals: readonly Pick<ViewSetProposal, 'id'>[]): Promise<readonly string[]> {
    return (await sql<{ id: string }>(tx, 'SELECT DISTINCT agreement_id AS id FROM agreement_version WHERE proposal_id = ANY ($1::uuid[])', [proposals.map(({ id }) => id)])).map(({ id }) => id);
  }

  /** Nobody is asked for a proposal that is over; whoever was asked for other words before it is asked for those again. */
  async settle(tx: Tx, { id, proposedAt }: Pick<ViewSetProposal, 'id' | 'proposedAt'>): Promise<SettledAskings> {
    const at = timeOf(tx);
    const agreements = await sql<SettledAskings['agreements'][number]>(tx, 'SELECT id AS "agreementId", locality_id AS "localityId" FROM sharing_agreement WHERE id IN (SELECT agreement_id FROM agreement_version WHERE proposal_id = $1) ORDER BY id', [id]);
    await sql(tx, `UPDATE renewal SET state = 'lapsed', state_at = $2 FROM agreement_version asked WHERE asked.id = renewal.agreement_version_id AND asked.proposal_id = $1
      AND renewal.state NOT IN ('over', 'lapsed', 'declined')`, [id, at]);
    const again = await sql<object>(tx, ASKED_BEFORE, [id, proposedAt, at]);
    await sql(tx, `INSERT INTO renewal (id, agreement_id, agreement_version_id, locality_id, participation_id, consumer_part_id, ods_code, terms_digest, drafted_by, state, state_at, recorded_at)
      SELECT (row.value ->> 'newId')::uuid, asked.agreement_id, asked.agreement_version_id, asked.locality_id, asked.participation_id, asked.consumer_part_id, asked.ods_code, asked.terms_digest, asked.drafted_by, 'invited', $2, $2
      FROM jsonb_array_elements($1::jsonb) AS row CROSS JOIN LATERAL jsonb_populate_record(NULL::renewal, row.value) asked`, [JSON.stringify(again.map((row) => ({ ...row, newId: newId<RenewalId>(at) }))), at]);
    return { askedAgain: again.length, agreements };
  }
}

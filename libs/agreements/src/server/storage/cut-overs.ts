import { Injectable } from '@nestjs/common';
import type { LocalityId, OdsCode, Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { AgreementId } from '@accord/agreements';
import type { ViewSetProposal } from '@accord/views';
import { AgreementTermsReader } from './agreement-terms.js';
import { Pairs } from './pairs.js';
import { ProvedTerms } from './proved-terms.js';

/** Who has agreed: approved for a version of the proposal that has begun, by evidence that stands, and taking part. */
const AGREED = `
  SELECT renewal.id AS "renewalId", coalesce(renewal.participation_id, renewal.consumer_part_id) AS id, renewal.evidence_side AS side, renewal.ods_code AS "odsCode", renewal.agreement_id AS "agreementId", renewal.locality_id AS "localityId"
  FROM agreement_version asked JOIN renewal ON renewal.agreement_version_id = asked.id AND renewal.state = 'approved'
  JOIN sharing_agreement agreement ON agreement.id = asked.agreement_id AND agreement.state IN ('open', 'closed')
  WHERE asked.proposal_id = $1 AND lower(asked.during) <= $2 AND NOT EXISTS (SELECT FROM evidence WHERE evidence.id = renewal.evidence_id AND evidence.invalidated_at IS NOT NULL)
    AND (EXISTS (SELECT FROM participation WHERE id = renewal.participation_id AND state IN ('live', 'suspended')) OR EXISTS (SELECT FROM consumer_part WHERE id = renewal.consumer_part_id AND state IN ('live', 'suspended')))
  ORDER BY 2`;

export interface Agreed {
  readonly renewalId: string;
  readonly id: string;
  readonly side: 'provider' | 'consumer';
  readonly odsCode: OdsCode;
  readonly agreementId: AgreementId;
  readonly localityId: LocalityId;
}

const TAKEN_OVER = 'agreement_version_id = renewal.agreement_version_id, terms_digest = renewal.terms_digest, drafted_by = renewal.drafted_by, evidence_id = renewal.evidence_id, submitted_by = renewal.submitted_by, '
  + 'verified_by = renewal.verified_by, activation_id = renewal.activation_id, approved_by = renewal.approved_by, version = party.version + 1';

/** Pairs held by the old set, with those whose two sides have gone over held by the new one from the same instant. */
const REPLACED = `
  WITH let_go AS (
    UPDATE pair SET held_during = held_during * tstzrange(NULL, $3) WHERE view_set_id = $1 AND upper(held_during) > $3 RETURNING participation_id, consumer_part_id)
  INSERT INTO pair (participation_id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, recorded_at)
  SELECT provider.id, consumer.id, provider.agreement_id, provider.service_code, provider.provider_ods_code, consumer.consumer_ods_code, $2, provider.locality_id,
    tstzrange(greatest($3::timestamptz, lower(signed.during)), upper(signed.during)), $3
  FROM let_go JOIN participation provider ON provider.id = let_go.participation_id AND provider.state IN ('live', 'suspended')
  JOIN consumer_part consumer ON consumer.id = let_go.consumer_part_id AND consumer.view_set_id = $2 AND consumer.state IN ('live', 'suspended')
  JOIN agreement_version signed ON signed.id = provider.agreement_version_id AND upper(signed.during) > $3
  JOIN agreement_version_consumer named ON named.version_id = signed.id AND named.consumer_ods_code = consumer.consumer_ods_code AND named.view_set_id = $2`;

/** Whole statements, however many take part: what a cut-over moves once both sets have moved. */
@Injectable()
export class CutOverMoves {
  constructor(private readonly terms: AgreementTermsReader, private readonly pairs: Pairs, private readonly proved: ProvedTerms) {}

  async agreed(tx: Tx, proposalId: string): Promise<readonly Agreed[]> {
    return sql<Agreed>(tx, AGREED, [proposalId, timeOf(tx)]);
  }

  /** Whoever agreed goes over; every pair of the old set ends now, and begins anew where both sides went. */
  async move(tx: Tx, { id, fromViewSetId, toViewSetId }: ViewSetProposal, agreed: readonly Agreed[]): Promise<void> {
    const at = timeOf(tx);
    const renewals = agreed.map(({ renewalId }) => renewalId);
    const providers = agreed.filter(({ side }) => side === 'provider').map((party) => party.id);
    const agreements = [...new Set(agreed.map(({ agreementId }) => agreementId))];
    await sql(tx, `UPDATE renewal SET state = 'over', over_at = $2, state_at = $2 WHERE id = ANY ($1::uuid[])`, [renewals, at]);
    await sql(tx, `UPDATE consumer_part party SET ${TAKEN_OVER}, view_set_id = named.view_set_id
      FROM renewal JOIN agreement_version_consumer named ON named.version_id = renewal.agreement_version_id AND named.consumer_ods_code = renewal.ods_code
      WHERE renewal.id = ANY ($1::uuid[]) AND renewal.consumer_part_id = party.id`, [renewals]);
    await sql(tx, `UPDATE participation party SET ${TAKEN_OVER} FROM renewal WHERE renewal.id = ANY ($1::uuid[]) AND renewal.participation_id = party.id`, [renewals]);
    await this.proved.add(tx, providers);
    await sql(tx, REPLACED, [fromViewSetId, toViewSetId, at]);
    await this.pairs.refit(tx, providers);
    await this.turnInvited(tx, id);
    await this.pairs.hold(tx, agreements);
  }

  /** Who has signed nothing is invited to the words that stand from now on. */
  private async turnInvited(tx: Tx, proposalId: string): Promise<void> {
    const versions = await sql<{ id: string }>(tx, 'SELECT id FROM agreement_version WHERE proposal_id = $1', [proposalId]);
    const digests = [];
    for (const version of versions) digests.push((await this.terms.ofVersion(tx, version.id)).digest);
    const params = [versions.map((version) => version.id), digests];
    const from = `FROM unnest($1::uuid[], $2::text[]) AS turned (id, digest) JOIN agreement_version words ON words.id = turned.id`;
    await sql(tx, `UPDATE participation SET agreement_version_id = words.id, terms_digest = turned.digest, drafted_by = words.drafted_by, version = version + 1 ${from}
      JOIN agreement_version_provider named ON named.version_id = words.id
      WHERE participation.agreement_id = words.agreement_id AND participation.state = 'invited' AND named.provider_ods_code = participation.provider_ods_code`, params);
    await sql(tx, `UPDATE consumer_part SET agreement_version_id = words.id, terms_digest = turned.digest, drafted_by = words.drafted_by, view_set_id = named.view_set_id, version = version + 1 ${from}
      JOIN agreement_version_consumer named ON named.version_id = words.id
      WHERE consumer_part.agreement_id = words.agreement_id AND consumer_part.state = 'invited' AND named.consumer_ods_code = consumer_part.consumer_ods_code`, params);
  }
}

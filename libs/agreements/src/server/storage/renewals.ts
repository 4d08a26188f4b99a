import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { RenewalId, Side } from '@accord/agreements';
import { Renewal, type RenewalRow } from '../domain/renewal.js';
import type { PartyPart } from '../domain/party-part.js';

const OPEN = `state NOT IN ('over', 'lapsed', 'declined')`;

/** The version, and whom it asks anew. */
export interface Asked {
  readonly agreementId: string;
  readonly versionId: string;
  readonly localityId: string;
  readonly digest: string;
  readonly draftedBy: string;
}

/** The version of which a party said last that it does not sign it. */
export interface DeclinedLast {
  readonly versionId: string;
  readonly isProposed: boolean;
}

/** What parties are asked to sign anew, beside what they have signed. */
@Injectable()
export class Renewals {
  /** Those under way for some parts, locked; the parts themselves are locked before. */
  async ofParts(tx: Tx, partIds: readonly string[]): Promise<ReadonlyMap<string, Renewal>> {
    if (partIds.length === 0) return new Map();
    const rows = await sql<RenewalRow & { partId: string }>(tx, `
      SELECT renewal.id, coalesce(participation_id, consumer_part_id) AS "partId", evidence_side AS side, ods_code AS "odsCode", agreement_version_id AS "agreementVersionId",
        version.number AS "versionNumber", lower(version.during) AS begins, renewal.state, terms_digest AS "termsDigest", evidence_id AS "evidenceId", renewal.drafted_by AS "draftedBy",
        version.proposal_id IS NOT NULL AS "isProposed", awaits_cut_over(version.proposal_id) AS "awaitsCutOver", (SELECT view_set_id FROM agreement_version_consumer named WHERE named.version_id = version.id AND named.consumer_ods_code = renewal.ods_code) AS "viewSetId",
        submitted_by AS "submittedBy", verified_by AS "verifiedBy", activation_id AS "activationId", approved_by AS "approvedBy", over_at AS "overAt", state_at AS "stateAt"
      FROM renewal JOIN agreement_version version ON version.id = renewal.agreement_version_id
      WHERE (participation_id = ANY ($1::uuid[]) OR consumer_part_id = ANY ($1::uuid[])) AND ${OPEN} FOR UPDATE OF renewal`, [partIds]);
    return new Map(rows.map(({ partId, ...row }) => [partId, Renewal.of(row)]));
  }

  /** The version that a part said no to last; null where it was asked for another since, or never said no. */
  async declinedLast(tx: Tx, partId: string): Promise<DeclinedLast | null> {
    const [last] = await sql<DeclinedLast & { state: string }>(tx, `
      SELECT renewal.state, renewal.agreement_version_id AS "versionId", version.proposal_id IS NOT NULL AS "isProposed" FROM renewal JOIN agreement_version version ON version.id = renewal.agreement_version_id
      WHERE (participation_id = $1 OR consumer_part_id = $1) AND renewal.state <> 'lapsed' ORDER BY version.number DESC, renewal.state = 'declined' LIMIT 1`, [partId]);
    return last?.state === 'declined' ? { versionId: last.versionId, isProposed: last.isProposed } : null;
  }

  async save(tx: Tx, renewal: Renewal): Promise<void> {
    const { id, state, evidenceId, submittedBy, verifiedBy, activationId, approvedBy, overAt, stateAt } = renewal;
    await sql(tx, `UPDATE renewal SET state = $2, evidence_id = $3, submitted_by = $4, verified_by = $5, activation_id = $6, approved_by = $7, over_at = $8, state_at = $9 WHERE id = $1`,
      [id, state, evidenceId, submittedBy, verifiedBy, activationId, approvedBy, overAt, stateAt]);
    renewal.isChanged = false;
  }

  /** Asks these parts of one side for a version. */
  async ask(tx: Tx, side: Side, asked: Asked, parts: readonly Pick<PartyPart<string>, 'id' | 'odsCode'>[]): Promise<void> {
    if (parts.length === 0) return;
    const at = timeOf(tx);
    await sql(tx, `INSERT INTO renewal (agreement_id, agreement_version_id, locality_id, terms_digest, drafted_by, state_at, recorded_at, state, id, ${side === 'provider' ? 'participation_id' : 'consumer_part_id'}, ods_code)
      SELECT $1, $2, $3, $4, $5, $6, $6, 'invited', row.* FROM unnest($7::uuid[], $8::uuid[], $9::text[]) AS row`,
    [asked.agreementId, asked.versionId, asked.localityId, asked.digest, asked.draftedBy, at, parts.map(() => newId<RenewalId>(at)), parts.map(({ id }) => id), parts.map(({ odsCode }) => odsCode)]);
  }

  /** Nobody is asked for these words any more: others took their place. */
  async lapse(tx: Tx, partIds: readonly string[]): Promise<void> {
    await sql(tx, `UPDATE renewal SET state = 'lapsed', state_at = $2 WHERE (participation_id = ANY ($1::uuid[]) OR consumer_part_id = ANY ($1::uuid[])) AND ${OPEN}`, [partIds, timeOf(tx)]);
  }

  /** A viewing organisation with a live pair of this participation that has yet to go over to that version, or to an earlier one. */
  async consumerBehind(tx: Tx, participationId: string, versionNumber: number): Promise<string | null> {
    const [behind] = await sql<{ odsCode: string }>(tx, `
      SELECT pair.consumer_ods_code AS "odsCode" FROM pair
      JOIN renewal ON renewal.consumer_part_id = pair.consumer_part_id AND ${OPEN.replace('state', 'renewal.state')}
      JOIN agreement_version asked ON asked.id = renewal.agreement_version_id AND asked.number <= $2
      WHERE pair.participation_id = $1 AND pair.held_during @> $3::timestamptz ORDER BY 1 LIMIT 1`, [participationId, versionNumber, timeOf(tx)]);
    return behind?.odsCode ?? null;
  }
}

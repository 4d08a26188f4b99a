import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '@accord/kernel';
import { nameConstraints, sql, timeOf } from '@accord/kernel/server';
import type { Side } from '@accord/agreements';
import type { AgreementTerms } from './agreement-terms.js';

nameConstraints({
  participation_once: ['NOT_READY', 'This practice has just been asked again in this agreement.'],
  consumer_part_once: ['NOT_READY', 'This viewing organisation has just been asked again in this agreement.'],
});

/** New parts beside those that are over: rejoining is a new invitation. */
@Injectable()
export class Rejoining {
  /** Whether the organisation has a part that is not over. */
  async stands(tx: Tx, agreementId: string, side: Side, odsCode: string): Promise<boolean> {
    const rows = await sql(tx, side === 'provider'
      ? `SELECT 1 FROM participation WHERE agreement_id = $1 AND provider_ods_code = $2 AND state NOT IN ('withdrawn', 'declined')`
      : `SELECT 1 FROM consumer_part WHERE agreement_id = $1 AND consumer_ods_code = $2 AND state NOT IN ('left', 'declined')`, [agreementId, odsCode]);
    return rows.length > 0;
  }

  async invite(tx: Tx, terms: AgreementTerms, side: Side, odsCode: string): Promise<string> {
    const at = timeOf(tx);
    const id = newId(at);
    const params = [id, terms.agreementId, terms.versionId, terms.serviceCode, terms.localityId, terms.digest, terms.draftedBy, at, odsCode];
    await sql(tx, side === 'provider'
      ? `INSERT INTO participation (id, agreement_id, agreement_version_id, service_code, locality_id, terms_digest, drafted_by, state_at, recorded_at, state, provider_ods_code)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 'invited', $9)`
      : `INSERT INTO consumer_part (id, agreement_id, agreement_version_id, service_code, locality_id, terms_digest, drafted_by, state_at, recorded_at, state, consumer_ods_code, viewing_organisation_id, view_set_id)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $8, 'invited', $9, view_set.viewing_organisation_id, view_set.id
         FROM agreement_version_consumer wanted JOIN view_set ON view_set.id = wanted.view_set_id WHERE wanted.version_id = $3 AND wanted.consumer_ods_code = $9`, params);
    return id;
  }
}

import { Injectable } from '@nestjs/common';
import { newId, type OdsCode, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { Side } from '@accord/agreements';
import type { Reserved } from '@accord/views';
import type { AgreementTerms } from './agreement-terms.js';

/** The first asking of each party named by a version that is open for signing. */
@Injectable()
export class Invitations {
  async send(tx: Tx, terms: AgreementTerms, reserved: ReadonlyMap<string, Reserved>, to: { readonly providers: readonly OdsCode[]; readonly consumers: readonly OdsCode[] }): Promise<void> {
    const at = timeOf(tx);
    const same = [terms.agreementId, terms.versionId, terms.serviceCode, terms.localityId, terms.digest, terms.draftedBy, at];
    await sql(tx, `INSERT INTO participation (agreement_id, agreement_version_id, service_code, locality_id, terms_digest, drafted_by, state_at, recorded_at, state, id, provider_ods_code)
      SELECT $1, $2, $3, $4, $5, $6, $7, $7, 'invited', row.id, row.ods_code FROM unnest($8::uuid[], $9::text[]) AS row (id, ods_code)`,
    [...same, to.providers.map(() => newId(at)), to.providers]);
    const consumers = to.consumers.map((odsCode) => ({ odsCode, ...reserved.get(odsCode)! }));
    await sql(tx, `INSERT INTO consumer_part (agreement_id, agreement_version_id, service_code, locality_id, terms_digest, drafted_by, state_at, recorded_at, state, id, consumer_ods_code,
        viewing_organisation_id, view_set_id)
      SELECT $1, $2, $3, $4, $5, $6, $7, $7, 'invited', row.* FROM unnest($8::uuid[], $9::text[], $10::uuid[], $11::uuid[]) AS row`,
    [...same, consumers.map(() => newId(at)), consumers.map((each) => each.odsCode), consumers.map((each) => each.viewingOrganisationId), consumers.map((each) => each.viewSetId)]);
  }

  /** Whoever has been asked and has signed nothing yet is asked for these words instead. */
  async turn(tx: Tx, side: Side, terms: AgreementTerms, partIds: readonly string[]): Promise<void> {
    if (partIds.length === 0) return;
    const set = side === 'provider' ? '' : ', view_set_id = (SELECT view_set_id FROM agreement_version_consumer named WHERE named.version_id = $2 AND named.consumer_ods_code = consumer_part.consumer_ods_code)';
    await sql(tx, `UPDATE ${side === 'provider' ? 'participation' : 'consumer_part'} SET agreement_version_id = $2, terms_digest = $3, drafted_by = $4${set}, version = version + 1
      WHERE id = ANY ($1::uuid[]) AND state = 'invited'`, [partIds, terms.versionId, terms.digest, terms.draftedBy]);
  }
}

import { Injectable } from '@nestjs/common';
import { isId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

export interface TakenPair {
  readonly providerOdsCode: string;
  readonly consumerOdsCode: string;
  readonly reference: string;
  readonly agreementId: string | null;
}

/** Whom a draft would pair, and when. */
export interface PairsAsked {
  readonly serviceCode: string;
  readonly from: Date;
  readonly until: Date | null;
  readonly providers: readonly string[];
  readonly consumers: readonly string[];
  /** The agreement that is amended: its own pairs are in nobody's way. */
  readonly besidesAgreementId: string | null;
}

/** Pairs that an agreement holds already in the time of a draft, as far as the drafter sees them (R4). */
@Injectable()
export class TakenPairs {
  async among(tx: Tx, { serviceCode, from, until, providers, consumers, besidesAgreementId }: PairsAsked): Promise<readonly TakenPair[]> {
    return sql<TakenPair>(tx, `
      SELECT DISTINCT pair.provider_ods_code AS "providerOdsCode", pair.consumer_ods_code AS "consumerOdsCode", agreement.reference, agreement.id AS "agreementId"
      FROM pair JOIN sharing_agreement agreement ON agreement.id = pair.agreement_id
      WHERE pair.service_code = $1 AND pair.provider_ods_code = ANY ($2) AND pair.consumer_ods_code = ANY ($3) AND pair.held_during && CASE WHEN $5::timestamptz IS NULL OR $4::timestamptz < $5::timestamptz THEN tstzrange($4, $5) ELSE 'empty' END AND pair.agreement_id IS DISTINCT FROM $6::uuid
      ORDER BY 1, 2, 3`, [serviceCode, providers, consumers, from, until, besidesAgreementId !== null && isId(besidesAgreementId) ? besidesAgreementId : null]);
  }
}

import { Injectable } from '@nestjs/common';
import { isId, type OdsCode, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { Side } from '@accord/agreements';

/** A part that is asked for or goes on: neither declined nor gone. */
export interface StandingParty {
  readonly id: string;
  readonly side: Side;
  readonly odsCode: OdsCode;
  readonly state: string;
  readonly versionId: string;
  readonly termsDigest: string;
  /** The version it is being asked for beside that, and how far it has come. */
  readonly asked: { readonly versionId: string; readonly termsDigest: string; readonly state: string } | null;
}

const PARTIES = (['provider', 'consumer'] as const).map((side) => `
  SELECT party.id, '${side}' AS side, party.${side}_ods_code AS "odsCode", party.state, party.agreement_version_id AS "versionId", party.terms_digest AS "termsDigest",
    CASE WHEN renewal.id IS NOT NULL THEN json_build_object('versionId', renewal.agreement_version_id, 'termsDigest', renewal.terms_digest, 'state', renewal.state) END AS asked
  FROM ${side === 'provider' ? 'participation' : 'consumer_part'} party
  LEFT JOIN renewal ON renewal.${side === 'provider' ? 'participation_id' : 'consumer_part_id'} = party.id AND renewal.state NOT IN ('over', 'lapsed', 'declined')
  WHERE party.agreement_id = $1 AND party.state NOT IN ('declined', 'withdrawn', 'left')`).join(' UNION ALL ');

/** Who has been asked or takes part, with what each has signed: what an amendment is measured against. */
@Injectable()
export class StandingParties {
  async of(tx: Tx, agreementId: string): Promise<readonly StandingParty[]> {
    return sql<StandingParty>(tx, `SELECT * FROM (${PARTIES}) party ORDER BY side DESC, "odsCode"`, [agreementId]);
  }

  /** The parts themselves, held until the transaction ends: nobody signs while the words change. */
  async lock(tx: Tx, agreementId: string): Promise<readonly StandingParty[]> {
    if (!isId(agreementId)) return [];
    await sql(tx, 'SELECT 1 FROM participation WHERE agreement_id = $1 ORDER BY id FOR UPDATE', [agreementId]);
    await sql(tx, 'SELECT 1 FROM consumer_part WHERE agreement_id = $1 ORDER BY id FOR UPDATE', [agreementId]);
    return this.of(tx, agreementId);
  }
}

import { Injectable } from '@nestjs/common';
import { messageFor, newId, type LocalityId, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { StopId } from '@accord/agreements';
import { Pairs } from './pairs.js';

/** A participation whose controller confirmed that it withdraws, held still by the transaction. */
export interface ConfirmedWithdrawal {
  readonly participationId: string;
  readonly odsCode: string;
  readonly agreementId: string;
  readonly localityId: LocalityId;
  readonly wasLive: boolean;
  readonly reason: string | null;
  /** Who confirmed, and in which duty: the entry on the stop list is theirs. */
  readonly givenBy: string | null;
  readonly givenDuty: string | null;
}

/** What withdrawing one part does, done to many: a statement for the states, one for the pairs, one for the stop list, however many there are. */
@Injectable()
export class Withdrawals {
  private readonly pairs = new Pairs();

  /** Gives the entry of each that had gone live, by participation; what never was live has nothing to stop at a gateway. */
  async carryOut(tx: Tx, confirmed: readonly ConfirmedWithdrawal[]): Promise<ReadonlyMap<string, StopId>> {
    const at = timeOf(tx);
    const ids = confirmed.map(({ participationId }) => participationId);
    await sql(tx, `UPDATE participation SET state = 'withdrawn', state_at = $2, version = version + 1 WHERE id = ANY ($1::uuid[])`, [ids, at]);
    await this.pairs.release(tx, { participationIds: ids });
    const stopped = confirmed.filter(({ wasLive }) => wasLive).map((each) => ({ ...each, stopId: newId<StopId>(at) }));
    await sql(tx, `INSERT INTO stop (id, kind, scope_kind, participation_id, agreement_id, locality_id, provider_ods_code, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_for, imposed_at)
      SELECT row.id, 'withdrawal', 'participation', row.participation_id, row.agreement_id, row.locality_id, row.ods_code, $1, row.reason, row.given_by, 'controller', row.given_duty, row.ods_code, $1
      FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::text[])
        AS row (id, participation_id, agreement_id, locality_id, ods_code, reason, given_by, given_duty)`,
    [at, stopped.map(({ stopId }) => stopId), stopped.map(({ participationId }) => participationId), stopped.map(({ agreementId }) => agreementId), stopped.map(({ localityId }) => localityId),
      stopped.map(({ odsCode }) => odsCode), stopped.map(({ reason }) => reason ?? messageFor('NO_REASON_GIVEN')), stopped.map(({ givenBy }) => givenBy), stopped.map(({ givenDuty }) => givenDuty)]);
    return new Map(stopped.map(({ participationId, stopId }) => [participationId, stopId]));
  }
}

import { Injectable } from '@nestjs/common';
import { isId, newId, NotFound, type LocalityId, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { actorOf, nameConstraints, sql, timeOf } from '@accord/kernel/server';
import type { AgreementId, ImposedSide, StopId, StopKind, StopScopeKind } from '@accord/agreements';

nameConstraints({
  one_act_one_stop: ['NOT_READY', 'Somebody has just suspended, resumed or withdrawn this. Look at it as it is now.'],
  resumed_by_those_who_stopped: ['NOT_READY', 'Something else stops this still. Look at it as it is now.'],
  stop_lifts_once: ['NOT_READY', 'It has just been lifted.'],
  stop_lifted_by_two: ['SAME_PERSON', 'Somebody else confirms that it resumes than asked for it.'],
  stop_lifted_by_its_side: ['NOT_THEIRS_TO_LIFT', 'It is lifted by those who imposed it: the same side asks, and an approver confirms.'],
  withdrawn_pair_let_go: ['NOT_READY', 'The practice has withdrawn from this viewing organisation, so nothing is shared between the two by this agreement.'],
  only_the_viewing_organisation_leaves: ['NOT_PERMITTED', 'Only the viewing organisation itself leaves an agreement; staff may suspend.'],
});

/** What a stop reaches. Every field present must match; the locality is where it is handled, and reach only in the scope of that name. */
export interface StopScope {
  readonly kind: StopScopeKind;
  readonly agreementId?: AgreementId;
  readonly localityId: LocalityId | null;
  readonly participationId?: string;
  readonly consumerPartId?: string;
  readonly providerOdsCode?: OdsCode;
  readonly consumerOdsCode?: OdsCode;
  readonly systemId?: string;
  readonly serviceCode?: string;
  readonly views?: readonly string[];
}

export interface Stop {
  readonly id: StopId;
  readonly kind: StopKind;
  readonly scopeKind: StopScopeKind;
  readonly participationId: string | null;
  readonly consumerPartId: string | null;
  readonly agreementId: AgreementId | null;
  readonly localityId: LocalityId | null;
  readonly providerOdsCode: OdsCode | null;
  readonly consumerOdsCode: OdsCode | null;
  readonly imposedSide: ImposedSide;
  readonly imposedFor: OdsCode | null;
  readonly resumeAskedBy: PersonId | null;
  readonly liftedAt: Date | null;
  /** Of the one part it is of; null for every other scope. */
  readonly partState: string | null;
  readonly version: number;
}

/** One act, one stop-list entry (R5). */
@Injectable()
export class Stops {
  async impose(tx: Tx, kind: StopKind, scope: StopScope, side: ImposedSide, reason: string): Promise<StopId> {
    const at = timeOf(tx);
    const actor = actorOf(tx);
    const id = newId<StopId>(at);
    await sql(tx, `INSERT INTO stop (id, kind, scope_kind, agreement_id, participation_id, consumer_part_id, locality_id, provider_ods_code, consumer_ods_code, from_at, reason,
        imposed_by, imposed_side, imposed_duty, imposed_for, imposed_at, system_id, service_code, views)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $10, $16, $17, $18)`,
    [id, kind, scope.kind, scope.agreementId ?? null, scope.participationId ?? null, scope.consumerPartId ?? null, scope.localityId, scope.providerOdsCode ?? null,
      scope.consumerOdsCode ?? null, at, reason, actor.personId, side, actor.duty, actor.odsCode, scope.systemId ?? null, scope.serviceCode ?? null, scope.views ?? null]);
    return id;
  }

  async lock(tx: Tx, id: string): Promise<Stop> {
    const [stop] = isId(id) ? await sql<Stop>(tx, `
      SELECT id, kind, scope_kind AS "scopeKind", participation_id AS "participationId", consumer_part_id AS "consumerPartId", agreement_id AS "agreementId",
        locality_id AS "localityId", provider_ods_code AS "providerOdsCode", consumer_ods_code AS "consumerOdsCode", imposed_side AS "imposedSide", imposed_for AS "imposedFor",
        resume_asked_by AS "resumeAskedBy", lifted_at AS "liftedAt", version,
        coalesce((SELECT state FROM participation WHERE participation.id = stop.participation_id), (SELECT state FROM consumer_part WHERE consumer_part.id = stop.consumer_part_id)) AS "partState"
      FROM stop WHERE id = $1 FOR UPDATE`, [id]) : [];
    if (stop === undefined) throw new NotFound('stop');
    return stop;
  }

  /** Whether another suspension of the same part stands besides this one. */
  async anotherStands(tx: Tx, stop: Stop): Promise<boolean> {
    const rows = await sql(tx, `SELECT 1 FROM stop WHERE id <> $1 AND scope_kind = $2 AND kind = 'suspension' AND lifted_at IS NULL
      AND (participation_id = $3 OR consumer_part_id = $4)`, [stop.id, stop.scopeKind, stop.participationId, stop.consumerPartId]);
    return rows.length > 0;
  }

  async askResume(tx: Tx, stop: Stop, by: PersonId): Promise<void> {
    await sql(tx, 'UPDATE stop SET resume_asked_by = $2, resume_asked_at = $3, version = version + 1 WHERE id = $1', [stop.id, by, timeOf(tx)]);
  }

  async lift(tx: Tx, stop: Stop, by: PersonId): Promise<void> {
    await sql(tx, 'UPDATE stop SET lifted_by = $2, lifted_at = $3, version = version + 1 WHERE id = $1', [stop.id, by, timeOf(tx)]);
  }

  /** Where it is handled and where gateways must hear of it: the locality it names, else every one in which its organisation takes part. */
  async localitiesOf(tx: Tx, scope: Pick<StopScope, 'localityId' | 'providerOdsCode' | 'consumerOdsCode'>): Promise<readonly LocalityId[]> {
    if (scope.localityId !== null) return [scope.localityId];
    const rows = await sql<{ id: LocalityId }>(tx, 'SELECT DISTINCT locality_id AS id FROM localities_of(ARRAY[$1::text], $2) ORDER BY 1', [scope.providerOdsCode ?? scope.consumerOdsCode, timeOf(tx)]);
    return rows.map(({ id }) => id);
  }
}

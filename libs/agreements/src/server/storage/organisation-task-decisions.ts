import { Injectable } from '@nestjs/common';
import { newId, type PersonId, type Tx } from '@accord/kernel';
import { actorOf, nameConstraints, sql, timeOf } from '@accord/kernel/server';
import type { OrganisationTask } from '@accord/agreements';

nameConstraints({
  organisation_task_decided_once: ['NOT_READY', 'Somebody has just decided this task.'],
});

/** What somebody decided about one fact; never taken back. */
@Injectable()
export class OrganisationTaskDecisions {
  async add(tx: Tx, task: Pick<OrganisationTask, 'kind' | 'odsCode' | 'localityId' | 'fact'>, reason: string, by: PersonId): Promise<string> {
    const id = newId(timeOf(tx));
    await sql(tx, `INSERT INTO organisation_task_decision (id, kind, ods_code, locality_id, fact, reason, decided_by, decided_duty, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, task.kind, task.odsCode, task.localityId, task.fact, reason, by, actorOf(tx).duty, timeOf(tx)]);
    return id;
  }
}

import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { Changes, Outbox, type Change } from '@accord/kernel/server';
import { DIRECTORY_EVENTS, type ImportProgress } from '../../contract/index.js';
import type { ImportPlan } from '../domain/import-plan.js';
import { OrganisationRegister } from '../storage/organisation-register.js';
import type { PlannedImport } from './import-planning.js';

/** Carries a planned import out, keeps a record of each organisation it altered, and announces it. */
@Injectable()
export class ImportExecution {
  constructor(private readonly register: OrganisationRegister, private readonly changes: Changes, private readonly outbox: Outbox) {}

  async carryOut(tx: Tx, importId: string, { plan, absentShares, report }: PlannedImport, onProgress: (progress: ImportProgress) => void): Promise<void> {
    const total = plan.writes.length;
    const shares = [...report.stops, ...absentShares];
    const { localityIds } = await this.register.write(tx, plan, importId, shares, (done) => onProgress({ step: 'writing', done, total }));
    const { counts, editionOn } = plan;
    await this.changes.record(
      tx,
      { type: DIRECTORY_EVENTS.imported, subject: importId, details: { editionOn, counts, fileSha256: report.fileSha256, rows: report.rows } },
      ...organisationChanges(plan),
    );
    await this.outbox.append(tx, { type: DIRECTORY_EVENTS.imported, subject: importId, localityIds, payload: { editionOn, narrowed: plan.narrowed } });
  }
}

/** Added organisations stand in the import's own record; one that was known before gets its own. */
function organisationChanges(plan: ImportPlan): Change[] {
  return plan.verdicts
    .filter(({ verdict }) => !['added', 'unchanged', 'fault'].includes(verdict))
    .map(({ odsCode, verdict, fields }) => ({ type: 'directory.organisation-changed', subject: odsCode, odsCode, details: { verdict, fields } }));
}

import { gunzipSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { demand, timeOf, Transactions } from '@accord/kernel/server';
import { ImpactOfOpening } from '../../contract/index.js';
import { DirectoryImports } from '../storage/directory-imports.js';
import { ImportExecution } from './import-execution.js';
import { ImportPlanning } from './import-planning.js';

export interface ApproveDirectoryImportInput {
  readonly id: string;
  readonly expectedVersion: number;
  /** The plan's hash as it was shown. */
  readonly planHash: string;
  /** Of who would see less or more, as it was shown; needed where live sharing stops or comes back. */
  readonly impactHash?: string | null | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** The second pair of eyes on an import that is older than the last, stops live sharing or gives some back. Plans it again before doing it. */
@Injectable()
export class ApproveDirectoryImport {
  constructor(
    private readonly transactions: Transactions,
    private readonly planning: ImportPlanning,
    private readonly execution: ImportExecution,
    private readonly imports: DirectoryImports,
    private readonly impact: ImpactOfOpening,
  ) {}

  execute(actor: Actor, input: ApproveDirectoryImportInput): Promise<{ id: string }> {
    const { idempotencyKey, ...asked } = input;
    return this.transactions.run(actor, { act: 'directory.import-approve', subject: input.id, idempotencyKey, input: asked }, async (tx) => {
      demand(tx, 'approve', 'DirectoryImport');
      if (actor.personId === null) throw new NotPermitted('approve');
      await this.imports.one(tx);
      const waiting = await this.imports.lock(tx, input.id);
      if (waiting === null) throw new NotFound('import');

      const { isOlder, isExtract } = waiting.impact;
      const terms = { editionOn: waiting.editionOn, isOlder, isExtract };
      const planned = waiting.content === null ? null : await this.planning.plan(tx, gunzipSync(waiting.content), terms, () => undefined);
      waiting.approve(actor.personId, timeOf(tx), { version: input.expectedVersion, planHash: input.planHash }, planned?.report.planHash ?? '');
      if (planned!.report.stops.length + planned!.report.resumes.length > 0) await this.impact.demandUnchanged(tx, planned!.report.openings, input.impactHash);

      await this.imports.save(tx, waiting);
      await this.execution.carryOut(tx, waiting.id, planned!, () => undefined);
      return { id: waiting.id };
    });
  }
}

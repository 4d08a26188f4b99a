import { Injectable } from '@nestjs/common';
import { NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { DIRECTORY_EVENTS } from '../../contract/index.js';
import { ImportRuns } from '../storage/import-runs.js';

export interface OrderDirectoryImportInput {
  readonly id: string;
  readonly expectedVersion: number;
  /** The plan's hash as it was shown. */
  readonly planHash: string;
  readonly idempotencyKey?: string | undefined;
}

/** Says of a file that was read: import it. The worker does, as this person; where a second one is needed, it then waits for them. */
@Injectable()
export class OrderDirectoryImport {
  constructor(
    private readonly transactions: Transactions,
    private readonly runs: ImportRuns,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, input: OrderDirectoryImportInput): Promise<{ id: string }> {
    const { idempotencyKey, ...asked } = input;
    return this.transactions.run(actor, { act: 'directory.import-order', subject: input.id, idempotencyKey, input: asked }, async (tx) => {
      demand(tx, 'import', 'Directory');
      const { personId } = actor;
      if (personId === null) throw new NotPermitted('import');
      const run = await this.runs.lock(tx, input.id);
      if (run === null) throw new NotFound('file');

      run.order({ ...actor, personId }, timeOf(tx), { version: input.expectedVersion, planHash: input.planHash });

      await this.runs.save(tx, run);
      await this.changes.record(tx, { type: DIRECTORY_EVENTS.ordered, subject: run.id, details: { fileSha256: run.fileSha256, counts: run.report?.counts ?? null } });
      await this.outbox.append(tx, { type: DIRECTORY_EVENTS.ordered, subject: run.id });
      return { id: run.id };
    });
  }
}

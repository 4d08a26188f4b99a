import { Injectable } from '@nestjs/common';
import { NotFound, type Actor } from '@accord/kernel';
import { Changes, demand, Transactions } from '@accord/kernel/server';
import { ImportRuns } from '../storage/import-runs.js';

export interface DiscardDirectoryFileInput {
  readonly id: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** Lets a file go that was handed in and not imported. The directory stays as it is. */
@Injectable()
export class DiscardDirectoryFile {
  constructor(private readonly transactions: Transactions, private readonly runs: ImportRuns, private readonly changes: Changes) {}

  execute(actor: Actor, input: DiscardDirectoryFileInput): Promise<{ id: string }> {
    const { idempotencyKey, ...asked } = input;
    return this.transactions.run(actor, { act: 'directory.file-discard', subject: input.id, idempotencyKey, input: asked }, async (tx) => {
      demand(tx, 'import', 'Directory');
      const run = await this.runs.lock(tx, input.id);
      if (run === null) throw new NotFound('file');

      run.discard(input.expectedVersion);

      await this.runs.save(tx, run);
      await this.changes.record(tx, { type: 'directory.file-discarded', subject: run.id, details: { fileSha256: run.fileSha256 } });
      return { id: run.id };
    });
  }
}

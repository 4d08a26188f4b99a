import { Injectable } from '@nestjs/common';
import { NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { DIRECTORY_EVENTS } from '../../contract/index.js';
import { DirectoryImports } from '../storage/directory-imports.js';

export interface DeclineDirectoryImportInput {
  readonly id: string;
  readonly expectedVersion: number;
  readonly reason: string;
  readonly idempotencyKey?: string | undefined;
}

/** Lets a waiting import go; the directory stays as it is. Its submitter may do so too. */
@Injectable()
export class DeclineDirectoryImport {
  constructor(
    private readonly transactions: Transactions,
    private readonly imports: DirectoryImports,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, input: DeclineDirectoryImportInput): Promise<{ id: string }> {
    const { idempotencyKey, ...asked } = input;
    return this.transactions.run(actor, { act: 'directory.import-decline', subject: input.id, idempotencyKey, input: asked }, async (tx) => {
      demand(tx, 'decline', 'DirectoryImport', {}, { reason: input.reason });
      if (actor.personId === null) throw new NotPermitted('decline');
      const waiting = await this.imports.lock(tx, input.id);
      if (waiting === null) throw new NotFound('import');

      waiting.decline(actor.personId, timeOf(tx), input.expectedVersion);

      await this.imports.save(tx, waiting);
      await this.changes.record(tx, { type: DIRECTORY_EVENTS.declined, subject: waiting.id, reason: input.reason });
      await this.outbox.append(tx, { type: DIRECTORY_EVENTS.declined, subject: waiting.id });
      return { id: waiting.id };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { civilDay, InvalidInput, newId, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { DIRECTORY_EVENTS } from '../../contract/index.js';
import { ImportRun } from '../domain/import-run.js';
import { ImportRuns } from '../storage/import-runs.js';

export interface HandedInFile {
  readonly fileName: string;
  readonly fileSha256: string;
  readonly fileBytes: number;
  /** Compressed. */
  readonly content: Uint8Array;
  readonly editionOn: string | null;
  readonly isOlder: boolean;
  readonly isExtract: boolean;
  readonly idempotencyKey?: string | undefined;
}

/** Hands a national file in. It is read afterwards, by the worker; the directory stays as it is until somebody orders the import. */
@Injectable()
export class HandInDirectoryFile {
  constructor(
    private readonly transactions: Transactions,
    private readonly runs: ImportRuns,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, file: HandedInFile): Promise<{ id: string }> {
    const { content, idempotencyKey, fileName, fileSha256, fileBytes, ...stated } = file;
    const command = { act: 'directory.hand-in', subject: fileSha256, idempotencyKey, input: { fileSha256, ...stated } };
    return this.transactions.run(actor, command, async (tx) => {
      demand(tx, 'import', 'Directory');
      if (actor.personId === null) throw new NotPermitted('import');
      const name = plainName(fileName);
      if (name === '') throw new InvalidInput('file', 'it has no name');
      const terms = { ...stated, editionOn: stated.editionOn === null ? null : civilDay(stated.editionOn, 'editionOn') };
      const id = newId(timeOf(tx));

      await this.runs.add(tx, ImportRun.handedIn({
        id, fileName: name, fileSha256, fileBytes, terms, submittedBy: actor.personId, submittedAs: actor.name, submittedFrom: actor.origin, submittedAt: timeOf(tx),
      }), content);
      await this.changes.record(tx, { type: DIRECTORY_EVENTS.handedIn, subject: id, details: { fileName: name, fileSha256, fileBytes, ...terms } });
      await this.outbox.append(tx, { type: DIRECTORY_EVENTS.handedIn, subject: id });
      return { id };
    });
  }
}

/** The last part of what a browser calls the file, without what no name needs. */
function plainName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}\p{Surrogate}]/gu, '').trim().slice(0, 120);
}

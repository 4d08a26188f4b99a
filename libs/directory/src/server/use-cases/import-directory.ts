import { gzipSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { civilDay, newId, Refusal, sha256Hex, type Actor, type Tx } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { DIRECTORY_EVENTS, type LiveSharing, type ImportProgress, type ImportReport, type ImportRequest } from '../../contract/index.js';
import { DirectoryImport } from '../domain/directory-import.js';
import { FaultyFile, FileOlder, ImportPlanChanged } from '../domain/refusals.js';
import { DirectoryImports } from '../storage/directory-imports.js';
import { OrganisationRegister } from '../storage/organisation-register.js';
import { ImportExecution } from './import-execution.js';
import { ImportPlanning, type FileTerms, type PlannedImport } from './import-planning.js';

type Told = (progress: ImportProgress) => void;
type Within = (tx: Tx, report: ImportReport) => Promise<void>;

/** Brings a national file into the directory: all of it or nothing; a dry run says what it would do, row by row. */
@Injectable()
export class ImportDirectory {
  constructor(
    private readonly transactions: Transactions,
    private readonly planning: ImportPlanning,
    private readonly execution: ImportExecution,
    private readonly imports: DirectoryImports,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  /** Put together by hand, for the command line, which starts no application to bring in a file. */
  static with(transactions: Transactions, liveSharing: LiveSharing): ImportDirectory {
    const [imports, register, changes, outbox] = [new DirectoryImports(), new OrganisationRegister(), new Changes(), new Outbox()];
    const planning = new ImportPlanning(imports, register, liveSharing);
    return new ImportDirectory(transactions, planning, new ImportExecution(register, changes, outbox), imports, changes, outbox);
  }

  /**
   * A file that cannot be imported comes back as a report that says why; its attempt has been recorded. `within` joins what belongs to
   * the import to its transaction: both are done, or neither.
   */
  async execute(actor: Actor, request: ImportRequest, onProgress: Told = () => undefined, within: Within = () => Promise.resolve()): Promise<ImportReport> {
    const terms = {
      editionOn: request.editionOn === undefined ? null : civilDay(request.editionOn, 'edition'),
      isOlder: request.isOlder ?? false, isExtract: request.isExtract ?? false,
    };
    try {
      return request.isDryRun ? await this.rehearse(actor, request.bytes, terms, onProgress) : await this.commit(actor, request, terms, onProgress, within);
    } catch (error) {
      if (error instanceof FaultyFile || error instanceof FileOlder) return { ...error.report, outcome: 'refused', refusal: wordsOf(error) };
      throw error;
    }
  }

  private rehearse(actor: Actor, bytes: Uint8Array, terms: FileTerms, onProgress: Told): Promise<ImportReport> {
    return this.transactions.read(actor, async (tx) => {
      demand(tx, 'import', 'Directory');
      const planned = await this.planning.plan(tx, bytes, terms, onProgress);
      return { ...planned.report, refusal: wordsOf(refusalOf(planned, terms)) };
    });
  }

  private async commit(actor: Actor, request: ImportRequest, terms: FileTerms, onProgress: Told, within: Within): Promise<ImportReport> {
    const fileSha256 = sha256Hex(request.bytes);
    const command = { act: 'directory.import', subject: fileSha256, idempotencyKey: request.idempotencyKey, input: { fileSha256, ...terms } };
    return this.transactions.run(actor, command, async (tx) => {
      demand(tx, 'import', 'Directory');
      await this.imports.one(tx);
      const planned = await this.planning.plan(tx, request.bytes, terms, onProgress);
      const refusal = refusalOf(planned, terms);
      if (refusal !== null) throw refusal;
      if (request.planHash !== undefined && request.planHash !== planned.report.planHash) throw new ImportPlanChanged();

      const done = await this.outcome(tx, actor, request, planned, terms, onProgress);
      await within(tx, done);
      return done;
    });
  }

  private async outcome(tx: Tx, actor: Actor, request: ImportRequest, planned: PlannedImport, terms: FileTerms, onProgress: Told): Promise<ImportReport> {
    if (await this.changesNothing(tx, planned)) return { ...planned.report, outcome: 'unchanged', refusal: null };
    const importId = request.importId ?? newId(timeOf(tx));
    const outcome = needsSecondPerson(planned)
      ? await this.leaveWaiting(tx, actor, importId, request.bytes, planned, terms)
      : await this.carryOut(tx, actor, importId, planned, terms, onProgress);
    return { ...planned.report, outcome, importId, refusal: null };
  }

  private async changesNothing(tx: Tx, { plan, report }: PlannedImport): Promise<boolean> {
    const last = await this.imports.last(tx);
    return last !== null && plan.writes.length === 0 && plan.memberships.length === 0
      && (report.editionOn <= last.editionOn || report.fileSha256 === last.fileSha256);
  }

  private async carryOut(tx: Tx, actor: Actor, importId: string, planned: PlannedImport, terms: FileTerms, onProgress: Told): Promise<'committed'> {
    await this.imports.save(tx, DirectoryImport.committed(submission(tx, actor, importId, planned, terms)));
    await this.execution.carryOut(tx, importId, planned, onProgress);
    return 'committed';
  }

  private async leaveWaiting(
    tx: Tx, actor: Actor, importId: string, bytes: Uint8Array, planned: PlannedImport, terms: FileTerms,
  ): Promise<'awaiting-approval'> {
    await this.imports.save(tx, DirectoryImport.waiting(submission(tx, actor, importId, planned, terms), gzipSync(bytes)));
    const { editionOn, counts, fileSha256, stops, resumes } = planned.report;
    await this.changes.record(tx, { type: 'directory.import-submitted', subject: importId, details: { editionOn, counts, fileSha256, stops: stops.length, resumes: resumes.length } });
    await this.outbox.append(tx, { type: DIRECTORY_EVENTS.waits, subject: importId });
    return 'awaiting-approval';
  }
}

function submission(tx: Tx, actor: Actor, id: string, { report, plan }: PlannedImport, { isOlder, isExtract }: FileTerms) {
  const { fileSha256, editionOn, rows, planHash, counts, stops, resumes, openings, tasks, lastEditionOn } = report;
  return {
    id, fileSha256, editionOn, rowCount: rows, planHash, counts, submittedBy: actor.personId, submittedAs: actor.name, submittedAt: timeOf(tx),
    impact: { isOlder, isExtract, lastEditionOn, stops, resumes, openings, tasks, absent: plan.absent },
  };
}

/** Why a file cannot be imported as it is stated. */
function refusalOf({ report, isOlder }: PlannedImport, terms: FileTerms): Refusal | null {
  if (report.faults.length > 0) return new FaultyFile(report);
  return isOlder && !terms.isOlder ? new FileOlder(report) : null;
}

function needsSecondPerson({ isOlder, report }: PlannedImport): boolean {
  return isOlder || report.stops.length > 0 || report.resumes.length > 0;
}

function wordsOf(refusal: Refusal | null): ImportReport['refusal'] {
  return refusal === null ? null : { code: refusal.code, sentence: refusal.message };
}

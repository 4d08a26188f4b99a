import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal, systemActor, type Actor, type Tx } from '@accord/kernel';
import { timeOf, Transactions } from '@accord/kernel/server';
import type { ImporterStanding, ImportProgress, ImportRequest, LiveSharing } from '../../contract/index.js';
import type { ImportRun } from '../domain/import-run.js';
import { ImporterGone, RunLost } from '../domain/refusals.js';
import { ImportRuns } from '../storage/import-runs.js';
import { ImportDirectory } from './import-directory.js';
import { MOST_BYTES } from './import-planning.js';

const worker = systemActor('worker');
const unpack = promisify(gunzip);
/** How often the page hears how far the work is; the lease is kept as often. */
const TELL_EVERY_MS = 400;

/**
 * What the worker does with files that were handed in: reads them and keeps what it would change, and imports what a person ordered. The
 * table says what is to do, so a job that came twice, or never, and a worker that was killed, do not matter.
 */
export class WorkImportRuns {
  constructor(private readonly transactions: Transactions, private readonly importing: ImportDirectory, private readonly runs: ImportRuns, private readonly standing: ImporterStanding) {}

  static with(transactions: Transactions, liveSharing: LiveSharing, standing: ImporterStanding): WorkImportRuns {
    return new WorkImportRuns(transactions, ImportDirectory.with(transactions, liveSharing), new ImportRuns(), standing);
  }

  /** Everything there is to do, one after the other; gives how many were worked on. */
  async execute(): Promise<number> {
    for (let worked = 0; ; worked += 1) {
      const run = await this.takeUp();
      if (run === null) return worked;
      if (run.leaseUntil !== null) await this.work(run);
    }
  }

  private takeUp(): Promise<ImportRun | null> {
    return this.transactions.run(worker, { act: 'directory.file-take-up' }, async (tx) => {
      const run = await this.runs.lockNext(tx);
      if (run === null) return null;
      run.takeUp(timeOf(tx));
      await this.runs.save(tx, run);
      await this.runs.begin(tx, run.id);
      return run;
    });
  }

  private async work(run: ImportRun): Promise<void> {
    const telling = new Telling((progress) => this.tell(run, progress));
    try {
      const bytes = await this.bytesOf(run);
      if (run.state === 'ordered') await this.import(run, bytes, telling);
      else await this.read(run, bytes, telling);
    } catch (error) {
      if (error instanceof RunLost) return;
      if (!(error instanceof Refusal)) throw error;
      await this.end(run, error);
    } finally {
      await telling.stop();
    }
  }

  private async read(run: ImportRun, bytes: Uint8Array, telling: Telling): Promise<void> {
    const report = await this.importing.execute(actorOf(run), requestOf(run, bytes, true), (progress) => telling.hear(progress));
    await telling.pause();
    await this.transactions.run(worker, { act: 'directory.file-read', subject: run.id }, async (tx) => {
      const now = await this.held(tx, run);
      now.wasRead(run.version, report);
      await this.runs.keepVerdicts(tx, run.id, report.verdicts);
      await this.runs.save(tx, now);
    });
  }

  private async import(run: ImportRun, bytes: Uint8Array, telling: Telling): Promise<void> {
    const report = await this.importing.execute(actorOf(run), requestOf(run, bytes, false), (progress) => telling.hear(progress), async (tx, done) => {
      await telling.pause();
      // The duty is written above from the order; whether it is still held is asked where the rows are written, in the same transaction.
      const { personId } = run.workedFor;
      if (personId === null || !await this.standing.mayImport(tx, personId, timeOf(tx))) throw new ImporterGone();
      const now = await this.held(tx, run);
      now.wasImported(run.version, done);
      await this.runs.save(tx, now);
    });
    if (report.refusal !== null) await this.end(run, { code: report.refusal.code, message: report.refusal.sentence });
  }

  private end(run: ImportRun, refusal: Pick<Refusal, 'code' | 'message'>): Promise<void> {
    return this.transactions.run(worker, { act: 'directory.file-end', subject: run.id }, async (tx) => {
      const now = await this.runs.lock(tx, run.id);
      if (now === null || now.version !== run.version) return;
      now.wasRefused(run.version, refusal);
      await this.runs.save(tx, now);
    });
  }

  private async held(tx: Tx, run: ImportRun): Promise<ImportRun> {
    const now = await this.runs.lock(tx, run.id);
    if (now === null) throw new RunLost();
    return now;
  }

  private async bytesOf(run: ImportRun): Promise<Uint8Array> {
    const content = await this.transactions.read(worker, (tx) => this.runs.content(tx, run.id));
    if (content === null) throw new RunLost();
    return unpack(content, { maxOutputLength: MOST_BYTES });
  }

  private tell(run: ImportRun, progress: ImportProgress): Promise<void> {
    return this.transactions.run(worker, { act: 'directory.file-tell', subject: run.id }, (tx) => this.runs.tell(tx, run.id, run.version, progress));
  }
}

/** The person the work is done for, in the duty that let them ask for it. */
function actorOf({ workedFor }: ImportRun): Actor {
  return { kind: 'person', ...workedFor, duty: 'system-administrator', odsCode: null, localities: [], acr: null, authenticatedAt: null };
}

function requestOf({ id, terms, planHash }: ImportRun, bytes: Uint8Array, isDryRun: boolean): ImportRequest {
  const { editionOn, isOlder, isExtract } = terms;
  return { bytes, isDryRun, isOlder, isExtract, ...(editionOn === null ? {} : { editionOn }), ...(isDryRun || planHash === null ? {} : { planHash, importId: id }) };
}

/** Tells from time to time what was heard last: work goes faster than anybody could be told of it, and a lease has to be kept. */
class Telling {
  private latest: ImportProgress = { step: 'reading', done: 0, total: null };
  private underWay: Promise<void> | undefined;
  private isPaused = false;
  private readonly timer = setInterval(() => this.tellOnce(), TELL_EVERY_MS);

  constructor(private readonly tell: (progress: ImportProgress) => Promise<void>) {}

  hear(progress: ImportProgress): void {
    this.latest = progress;
    this.isPaused = false;
  }

  /** Nothing is told any more until something new is heard; what was being told has been. */
  async pause(): Promise<void> {
    this.isPaused = true;
    await this.underWay;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.pause();
  }

  private tellOnce(): void {
    if (this.isPaused || this.underWay !== undefined) return;
    // What could not be told is told next time; the work itself says when something is wrong.
    this.underWay = this.tell(this.latest).catch(() => undefined).finally(() => { this.underWay = undefined; });
  }
}

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CheckerBusy, finding, type DocumentReport } from '../../../contract/index.js';
import type { CheckRequest } from '../../domain/check-pdf.js';
import { CheckerProcess, type Limits } from './checker-process.js';
import { confinementHere } from './confinement.js';

export interface PoolOptions extends Partial<Limits> {
  readonly processes?: number;
  /** Files that may wait for a free child; beyond it the caller is told to come back. */
  readonly waiting?: number;
  readonly filesPerProcess?: number;
  readonly maxPages?: number;
  /** PEM certificates of issuers of signatures that are trusted here. */
  readonly anchors?: readonly string[];
  /** The child's program; only specs name another. */
  readonly program?: string;
}

interface Job {
  readonly bytes: Uint8Array;
  readonly request: CheckRequest;
  readonly done: (report: DocumentReport) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Checks files in a few child processes. A child that hangs, grows or dies takes one file with it, which is then refused as
 * uncheckable; the next file gets a fresh child.
 */
export class CheckerPool {
  private readonly idle: CheckerProcess[] = [];
  private readonly jobs: Job[] = [];
  private busy = 0;
  private closed = false;
  private readonly limits: Limits;

  constructor(private readonly options: PoolOptions = {}) {
    this.limits = { wallMs: options.wallMs ?? 10_000, residentBytes: options.residentBytes ?? 256 * 1024 * 1024 };
  }

  /** What holds the children in, in one line for the log. */
  get describes(): string {
    const network = confinementHere().networkClosed ? 'without network' : 'WITH network: this machine does not allow it to be taken away';
    return `document checker: ${this.processes} processes, ${this.limits.residentBytes / 1024 / 1024} MB and ${this.limits.wallMs / 1000} s a file, ${network}`;
  }

  /** Starts one child ahead of the first file. */
  async warm(): Promise<void> {
    if (this.idle.length > 0 || this.busy > 0) return;
    const process = await this.begin();
    if (this.closed) process.kill();
    else this.idle.push(process);
  }

  check(bytes: Uint8Array, now: Date): Promise<DocumentReport> {
    if (this.closed || this.jobs.length >= (this.options.waiting ?? 64)) return Promise.reject(new CheckerBusy());
    const request = { now: now.toISOString(), anchors: this.options.anchors ?? [], maxPages: this.options.maxPages ?? 1000 };
    return new Promise((done, failed) => {
      this.jobs.push({ bytes, request, done, failed });
      this.serve();
    });
  }

  close(): void {
    this.closed = true;
    for (const process of this.idle.splice(0)) process.kill();
    for (const job of this.jobs.splice(0)) job.failed(new CheckerBusy());
  }

  private get processes(): number {
    return this.options.processes ?? 2;
  }

  private serve(): void {
    while (this.jobs.length > 0 && this.busy < this.processes) {
      const job = this.jobs.shift()!;
      this.busy += 1;
      void this.doOne(job).then(job.done, job.failed).finally(() => {
        this.busy -= 1;
        this.serve();
      });
    }
  }

  private async doOne(job: Job): Promise<DocumentReport> {
    const process = this.idle.pop() ?? await this.begin();
    const answer = await process.check(job.bytes, job.request);
    if ('report' in answer && process.files < (this.options.filesPerProcess ?? 200) && !this.closed) this.idle.push(process);
    else process.kill();
    return 'report' in answer ? answer.report : { pages: null, findings: [finding('UNCHECKABLE', answer.ended)], signatures: [] };
  }

  private begin(): Promise<CheckerProcess> {
    return CheckerProcess.begin(this.options.program ?? builtProgram(), this.limits);
  }
}

/** The child runs built code: beside this file, or in `dist` when this file is read as source. */
function builtProgram(): string {
  const beside = fileURLToPath(new URL('./checker-child.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../../../dist/server/storage/checking/checker-child.js', import.meta.url));
}

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CheckerBusy } from '../../../contract/index.js';
import { confinementHere } from './confinement.js';
import { DocumentChild, type ChildAnswer, type Limits } from './document-child.js';

export interface ChildPoolOptions extends Partial<Limits> {
  readonly processes?: number;
  /** Files that may wait for a free child; beyond it the caller is told to come back. */
  readonly waiting?: number;
  readonly filesPerProcess?: number;
  /** The child's program; only specs name another. */
  readonly program?: string;
}

interface Job {
  readonly bytes: Uint8Array;
  readonly request: object;
  readonly done: (answer: ChildAnswer) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Has files read in a few child processes. A child that hangs, grows or dies takes one file with it; the next file gets a fresh
 * child.
 */
export class ChildPool {
  private readonly idle: DocumentChild[] = [];
  private readonly jobs: Job[] = [];
  private busy = 0;
  private closed = false;
  private readonly limits: Limits;

  /** `program` is where the built child lies under `dist/server/storage/`. */
  constructor(private readonly program: string, private readonly options: ChildPoolOptions = {}) {
    this.limits = {
      wallMs: options.wallMs ?? 10_000, residentBytes: options.residentBytes ?? 256 * 1024 * 1024, largestAnswer: options.largestAnswer ?? 8 * 1024 * 1024,
    };
  }

  /** What holds the children in, in one line for the log. */
  get describes(): string {
    const network = confinementHere().networkClosed ? 'without network' : 'WITH network: this machine does not allow it to be taken away';
    return `${this.processes} processes, ${this.limits.residentBytes / 1024 / 1024} MB and ${this.limits.wallMs / 1000} s a file, ${network}`;
  }

  /** Starts one child ahead of the first file. */
  async warm(): Promise<void> {
    if (this.idle.length > 0 || this.busy > 0) return;
    const child = await this.begin();
    if (this.closed) child.kill();
    else this.idle.push(child);
  }

  ask(bytes: Uint8Array, request: object): Promise<ChildAnswer> {
    if (this.closed || this.jobs.length >= (this.options.waiting ?? 64)) return Promise.reject(new CheckerBusy());
    return new Promise((done, failed) => {
      this.jobs.push({ bytes, request, done, failed });
      this.serve();
    });
  }

  close(): void {
    this.closed = true;
    for (const child of this.idle.splice(0)) child.kill();
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

  private async doOne(job: Job): Promise<ChildAnswer> {
    const child = this.idle.pop() ?? await this.begin();
    const answer = await child.ask(job.bytes, job.request);
    if ('said' in answer && child.files < (this.options.filesPerProcess ?? 200) && !this.closed) this.idle.push(child);
    else child.kill();
    return answer;
  }

  private begin(): Promise<DocumentChild> {
    return DocumentChild.begin(this.options.program ?? built(this.program), this.limits);
  }
}

/** The child runs built code: beside this folder, or in `dist` when this file is read as source. */
function built(program: string): string {
  const beside = fileURLToPath(new URL(`../${program}`, import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../../../../dist/server/storage/${program}`, import.meta.url));
}

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CheckerBusy } from '../../../contract/index.js';
import { confinementHere } from './confinement.js';
import { DocumentChild, type ChildAnswer, type Limits } from './document-child.js';
import { WaitingLine } from './waiting-line.js';

export interface ChildPoolOptions extends Partial<Limits> {
  readonly processes?: number;
  /** Files that may wait for a free child; beyond it the caller is told to come back. */
  readonly waiting?: number;
  /** Of those, how many may be one person's. */
  readonly waitingOfOne?: number;
  readonly filesPerProcess?: number;
  /** The child's program; only specs name another. */
  readonly program?: string;
}

/** One file to be read, and what is asked of it. */
export interface Work {
  /** Fetches the file once its turn has come: those that wait hold nothing of it. */
  read(): Promise<Uint8Array>;
  readonly request: object;
  /** Names the answer: whoever asks for the same while it is being made is given the same. */
  readonly same?: string;
  /** Whose it is, so that nobody keeps others waiting; rights are the caller's affair. */
  readonly who?: string;
}

interface Job {
  readonly work: Work;
  readonly who: string | null;
  readonly done: (answer: ChildAnswer) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Has files read in a few child processes. A child that hangs, grows or dies takes one file with it; the next file gets a fresh
 * child.
 */
export class ChildPool {
  private readonly idle: DocumentChild[] = [];
  private readonly line: WaitingLine<Job>;
  private readonly coming = new Map<string, Promise<ChildAnswer>>();
  private busy = 0;
  private closed = false;
  private readonly limits: Limits;

  /** `program` is where the built child lies under `dist/server/storage/`. */
  constructor(private readonly program: string, private readonly options: ChildPoolOptions = {}) {
    this.limits = {
      wallMs: options.wallMs ?? 10_000, residentBytes: options.residentBytes ?? 256 * 1024 * 1024, largestAnswer: options.largestAnswer ?? 8 * 1024 * 1024,
    };
    this.line = new WaitingLine(options.waiting ?? 64, options.waitingOfOne ?? 8);
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

  ask(work: Work): Promise<ChildAnswer> {
    const coming = work.same === undefined ? undefined : this.coming.get(work.same);
    if (coming !== undefined) return coming;
    const who = work.who ?? null;
    if (this.closed || !this.line.hasRoomFor(who)) return Promise.reject(new CheckerBusy());
    const answer = new Promise<ChildAnswer>((done, failed) => { this.line.join({ work, who, done, failed }); });
    if (work.same !== undefined) this.keepComing(work.same, answer);
    this.serve();
    return answer;
  }

  close(): void {
    this.closed = true;
    for (const child of this.idle.splice(0)) child.kill();
    for (const job of this.line.dissolve()) job.failed(new CheckerBusy());
  }

  private get processes(): number {
    return this.options.processes ?? 2;
  }

  private keepComing(name: string, answer: Promise<ChildAnswer>): void {
    const forget = (): void => { this.coming.delete(name); };
    this.coming.set(name, answer);
    answer.then(forget, forget);
  }

  private serve(): void {
    while (this.line.length > 0 && this.busy < this.processes) {
      const job = this.line.take()!;
      this.busy += 1;
      void this.doOne(job.work).then(job.done, job.failed).finally(() => {
        this.busy -= 1;
        this.line.served(job);
        this.serve();
      });
    }
  }

  private async doOne({ read, request }: Work): Promise<ChildAnswer> {
    const bytes = await read();
    const child = this.idle.pop() ?? await this.begin();
    const answer = await child.ask(bytes, request);
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

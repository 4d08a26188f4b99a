import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { DocumentReport } from '../../../contract/index.js';
import type { CheckRequest } from '../../domain/check-pdf.js';
import { confinementHere, residentBytes } from './confinement.js';
import { frame, FrameReader } from './frames.js';

export interface Limits {
  readonly wallMs: number;
  readonly residentBytes: number;
}

export type Answer = { readonly report: DocumentReport } | { readonly ended: 'time' | 'memory' | 'stopped' };

/** A checker child could not be started at all: a fault of the installation, not of any file. */
export class CheckerDidNotStart extends Error {}

const LOOK_EVERY_MS = 50;
const LARGEST_ANSWER = 8 * 1024 * 1024;
const START_WITHIN_MS = 20_000;

/** One child, watched while it works. Heap flags do not bound buffers, so its resident memory is what counts. */
export class CheckerProcess {
  files = 0;
  private answered: ((answer: Answer) => void) | undefined;
  private over = false;

  private constructor(private readonly child: ChildProcessByStdio<Writable, Readable, null>, private readonly limits: Limits) {}

  static begin(program: string, limits: Limits): Promise<CheckerProcess> {
    const { prefix, nodeOptions } = confinementHere();
    const line = [...prefix, process.execPath, ...nodeOptions, program];
    const child = spawn(line[0]!, line.slice(1), { stdio: ['pipe', 'pipe', 'ignore'], env: {}, cwd: '/' });
    const made = new CheckerProcess(child, limits);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => made.kill(), START_WITHIN_MS);
      let ready = false;
      const reader = new FrameReader(LARGEST_ANSWER, (bytes) => {
        if (ready) return made.answer({ report: JSON.parse(bytes.toString('utf8')) as DocumentReport });
        ready = true;
        clearTimeout(late);
        resolve(made);
      }, () => made.kill());
      child.stdout.on('data', (piece: Buffer) => reader.push(piece));
      child.stdin.on('error', () => undefined); // a child that died mid-file is reported by its exit
      child.on('error', (error) => reject(new CheckerDidNotStart(error.message)));
      child.on('exit', () => {
        clearTimeout(late);
        made.over = true;
        if (!ready) reject(new CheckerDidNotStart(`The document checker stopped before it was ready: ${program}`));
        made.answer({ ended: 'stopped' });
      });
      // An idle child keeps nobody alive; while it works, the clock above does. It ends when its input does.
      child.unref();
      for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref();
    });
  }

  /** Checks one file. Never rejects: what the child does is an answer too. */
  check(bytes: Uint8Array, request: CheckRequest): Promise<Answer> {
    this.files += 1;
    if (this.over) return Promise.resolve({ ended: 'stopped' });
    return new Promise((resolve) => {
      const give = (answer: Answer): void => {
        clearTimeout(clock);
        clearInterval(watch);
        this.answered = undefined;
        resolve(answer);
      };
      const end = (ended: 'time' | 'memory'): void => { this.kill(); give({ ended }); };
      const clock = setTimeout(() => end('time'), this.limits.wallMs);
      const watch = setInterval(() => {
        const resident = this.child.pid === undefined ? undefined : residentBytes(this.child.pid);
        if (resident !== undefined && resident > this.limits.residentBytes) end('memory');
      }, LOOK_EVERY_MS);
      this.answered = give;
      this.child.stdin.write(frame(Buffer.from(JSON.stringify(request))));
      this.child.stdin.write(frame(bytes));
    });
  }

  kill(): void {
    this.over = true;
    this.child.kill('SIGKILL');
  }

  private answer(answer: Answer): void {
    this.answered?.(answer);
  }
}

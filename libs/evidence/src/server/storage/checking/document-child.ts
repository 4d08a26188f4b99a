import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { confinementHere, residentBytes } from './confinement.js';
import { frame, FrameReader } from './frames.js';

export interface Limits {
  readonly wallMs: number;
  readonly residentBytes: number;
  readonly largestAnswer: number;
}

/** What a child said of a file, or why it said nothing. */
export type ChildAnswer = { readonly said: Buffer } | { readonly ended: 'time' | 'memory' | 'stopped' };

/** A child that reads documents could not be started at all: a fault of the installation, not of any file. */
export class DocumentChildDidNotStart extends Error {}

const LOOK_EVERY_MS = 50;
const START_WITHIN_MS = 20_000;

/** One child, watched while it works. Heap flags do not bound buffers, so its resident memory is what counts. */
export class DocumentChild {
  files = 0;
  private answered: ((answer: ChildAnswer) => void) | undefined;
  private over = false;

  private constructor(private readonly child: ChildProcessByStdio<Writable, Readable, null>, private readonly limits: Limits) {}

  static begin(program: string, limits: Limits): Promise<DocumentChild> {
    const { prefix, nodeOptions } = confinementHere();
    const line = [...prefix, process.execPath, ...nodeOptions, program];
    const child = spawn(line[0]!, line.slice(1), { stdio: ['pipe', 'pipe', 'ignore'], env: {}, cwd: '/' });
    const made = new DocumentChild(child, limits);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => made.kill(), START_WITHIN_MS);
      let ready = false;
      const reader = new FrameReader(limits.largestAnswer, (bytes) => {
        if (ready) return made.answer({ said: Buffer.from(bytes) });
        ready = true;
        clearTimeout(late);
        resolve(made);
      }, () => made.kill());
      child.stdout.on('data', (piece: Buffer) => reader.push(piece));
      child.stdin.on('error', () => undefined); // a child that died mid-file is reported by its exit
      child.on('error', (error) => reject(new DocumentChildDidNotStart(error.message)));
      child.on('exit', () => {
        clearTimeout(late);
        made.over = true;
        if (!ready) reject(new DocumentChildDidNotStart(`A child that reads documents stopped before it was ready: ${program}`));
        made.answer({ ended: 'stopped' });
      });
      // An idle child keeps nobody alive; while it works, the clock above does. It ends when its input does.
      child.unref();
      for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref();
    });
  }

  /** Asks about one file. Never rejects: what the child does is an answer too. */
  ask(bytes: Uint8Array, request: object): Promise<ChildAnswer> {
    this.files += 1;
    if (this.over) return Promise.resolve({ ended: 'stopped' });
    return new Promise((resolve) => {
      const give = (answer: ChildAnswer): void => {
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

  private answer(answer: ChildAnswer): void {
    this.answered?.(answer);
  }
}

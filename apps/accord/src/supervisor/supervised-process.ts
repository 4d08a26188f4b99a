import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { LaunchFault } from '../launch-fault.js';

/** One program to run and watch. */
export interface Program {
  readonly name: string;
  /** The compiled entry file. */
  readonly entry: string;
  /** All of its environment: it gets nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where it can be reached, for the table of what runs where. */
  readonly address?: string;
  /** Programs that must be serving before this one starts, and that outlive it when everything stops. */
  readonly after?: readonly string[];
}

export type ProcessState = 'stopped' | 'starting' | 'ready' | 'stopping' | 'waiting';

export interface Patience {
  /** How long a program may take until it says that it serves. */
  readonly ready: number;
  /** How long it may drain before it is killed. */
  readonly drain: number;
  readonly firstPause: number;
  readonly longestPause: number;
  /** After serving this long, a death counts as the first one again. */
  readonly healthy: number;
}

export const PATIENCE: Patience = { ready: 60_000, drain: 10_000, firstPause: 200, longestPause: 10_000, healthy: 60_000 };

/** Lines of a stack trace, which say nothing to the person at the keyboard. */
const NOISE = /^\s*(at |throw |\^|$|Node\.js v|file:)/;

/**
 * A child that obeys only the launcher: it says `{type:'ready'}` when it serves, drains on `{type:'stop'}`, and ends when the
 * channel closes. Once it has served, it is started again whenever it dies.
 */
export class SupervisedProcess {
  state: ProcessState = 'stopped';
  restarts = 0;
  private child: ChildProcess | null = null;
  private pause = 0;
  private retry: NodeJS.Timeout | undefined;
  private readonly waiting = new Set<() => void>();
  private lastWords: string[] = [];

  constructor(readonly program: Program, private readonly say: (line: string) => void, private readonly patience: Patience = PATIENCE) {}

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  private get serves(): boolean {
    return this.state === 'ready';
  }

  /** Starts it and waits until it serves. A program that dies before it ever served is a fault, told in its own last words. */
  async start(): Promise<void> {
    if (this.state === 'ready' || this.state === 'waiting') return this.whenReady();
    if (this.state === 'stopped') this.launch();
    const first = this.child;
    await this.until(() => this.serves || this.child !== first);
    if (this.serves) return;
    await this.stop();
    const words = this.lastWords.length > 0 ? this.lastWords.join(' / ') : 'it said nothing';
    throw new LaunchFault(`${this.program.name} did not start: ${words}`);
  }

  /** Resolves when it serves, however often it dies on the way. */
  async whenReady(): Promise<void> {
    await this.until(() => this.serves || this.state === 'stopped');
    if (!this.serves) throw new LaunchFault(`${this.program.name} is stopped.`);
  }

  async stop(): Promise<void> {
    clearTimeout(this.retry);
    const child = this.child;
    if (child === null) {
      this.become('stopped');
      return;
    }
    // While it loads it does not hear yet, and has nothing to drain.
    const hears = this.state === 'ready';
    const drain = hears ? this.patience.drain : Math.min(this.patience.drain, 500);
    this.become('stopping');
    if (child.connected) child.send({ type: 'stop' }, () => undefined);
    else child.kill('SIGTERM');
    const killer = setTimeout(() => {
      if (hears) this.say(`${this.program.name} did not drain in ${drain / 1000} s and is killed`);
      child.kill('SIGKILL');
    }, drain);
    await this.until(() => this.child !== child);
    clearTimeout(killer);
  }

  /** What a crash would do: the supervision brings it back. Resolves when it is dead. */
  async kill(): Promise<void> {
    const child = this.child;
    child?.kill('SIGKILL');
    await this.until(() => this.child !== child || child === null);
  }

  private launch(): void {
    this.become('starting');
    this.lastWords = [];
    const { entry, environment, name } = this.program;
    // A process group of its own: Ctrl-C reaches the launcher alone, who lets each one drain in its turn.
    const child = fork(entry, [], { env: { ...environment }, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) if (stream !== null) this.listenTo(stream);
    const tooLate = setTimeout(() => {
      this.lastWords.push(`not ready after ${this.patience.ready / 1000} s`);
      child.kill('SIGKILL');
    }, this.patience.ready);
    let healthy: NodeJS.Timeout | undefined;
    child.on('message', (message: { type?: unknown } | null) => {
      if (message?.type !== 'ready' || this.state !== 'starting') return;
      clearTimeout(tooLate);
      healthy = setTimeout(() => (this.pause = 0), this.patience.healthy);
      healthy.unref();
      if (this.restarts > 0) this.say(`${name} serves again`);
      this.become('ready');
    });
    child.on('error', (error) => this.lastWords.push(error.message));
    child.once('exit', (code, signal) => {
      clearTimeout(tooLate);
      clearTimeout(healthy);
      const end = (): void => { if (this.child === child) this.ended(signal ?? `exit ${code}`); };
      // Its last words may still be on the way; but children of its own may hold the pipes open for long.
      child.once('close', end);
      setTimeout(end, 250);
    });
  }

  private ended(how: string): void {
    const before = this.state;
    this.child = null;
    if (before === 'stopping' || (before === 'starting' && this.restarts === 0)) return this.become('stopped');
    this.pause = Math.min(this.pause === 0 ? this.patience.firstPause : this.pause * 2, this.patience.longestPause);
    this.restarts += 1;
    this.say(`${this.program.name} died (${how}); starting it again in ${this.pause / 1000} s`);
    this.become('waiting');
    this.retry = setTimeout(() => this.launch(), this.pause);
  }

  private listenTo(stream: Readable): void {
    const ownName = `${this.program.name}: `;
    createInterface({ input: stream }).on('line', (told) => {
      const line = told.startsWith(ownName) ? told.slice(ownName.length) : told;
      if (!NOISE.test(line)) this.lastWords = [...this.lastWords.slice(-2), line];
      this.say(`${this.program.name} | ${line}`);
    });
  }

  private become(state: ProcessState): void {
    this.state = state;
    for (const look of [...this.waiting]) look();
  }

  private until(condition: () => boolean): Promise<void> {
    return new Promise((done) => {
      const look = (): void => {
        if (!condition()) return;
        this.waiting.delete(look);
        done();
      };
      this.waiting.add(look);
      look();
    });
  }
}

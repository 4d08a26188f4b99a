import { LaunchFault } from '../launch-fault.js';
import { type Patience, type Program, type ProcessState, SupervisedProcess } from './supervised-process.js';

export interface ProcessReport {
  readonly name: string;
  readonly pid: number | null;
  readonly state: ProcessState;
  readonly restarts: number;
  readonly address: string | null;
}

/** Starts programs in the order they need each other, keeps them alive, and stops them the other way round. */
export class Supervisor {
  private readonly processes = new Map<string, SupervisedProcess>();
  private isOver = false;

  constructor(programs: readonly Program[], say: (line: string) => void, patience?: Patience) {
    for (const program of programs) this.processes.set(program.name, new SupervisedProcess(program, say, patience));
  }

  /** Starts these (all, unless named) and waits until each serves. Those that need nobody start at the same time. */
  async start(names: readonly string[] = [...this.processes.keys()]): Promise<void> {
    const serving = new Map<string, Promise<void>>();
    const begin = (name: string): Promise<void> => {
      const known = serving.get(name);
      if (known !== undefined) return known;
      const process = this.named(name);
      const needed = (process.program.after ?? []).filter((other) => names.includes(other));
      const started = Promise.all(needed.map(begin)).then(() => {
        if (this.isOver) throw new LaunchFault(`${name} is not started any more.`);
        return process.start();
      });
      serving.set(name, started);
      return started;
    };
    await Promise.all(names.map(begin)); // the first that fails is told at once
  }

  /** Stops all for good: whoever needs another stops before it. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.stop([...this.processes.keys()]);
  }

  async stop(names: readonly string[]): Promise<void> {
    const gone = new Map<string, Promise<void>>();
    const leave = (name: string): Promise<void> => {
      const known = gone.get(name);
      if (known !== undefined) return known;
      const needing = names.filter((other) => this.named(other).program.after?.includes(name));
      const stopped = Promise.all(needing.map(leave)).then(() => this.named(name).stop());
      gone.set(name, stopped);
      return stopped;
    };
    await Promise.all(names.map(leave));
  }

  async restart(name: string): Promise<void> {
    await this.named(name).stop();
    await this.named(name).start();
  }

  /** Kills it as a crash would; it comes back by itself. */
  kill(name: string): Promise<void> {
    return this.named(name).kill();
  }

  whenReady(name: string): Promise<void> {
    return this.named(name).whenReady();
  }

  /** Kills everything and waits for nothing. */
  abandon(): void {
    for (const { pid } of this.processes.values()) {
      try {
        if (pid !== null) process.kill(pid, 'SIGKILL');
      } catch {
        continue; // it was dead already
      }
    }
  }

  report(): ProcessReport[] {
    return [...this.processes.values()].map(({ program, pid, state, restarts }) => ({ name: program.name, pid, state, restarts, address: program.address ?? null }));
  }

  private named(name: string): SupervisedProcess {
    const found = this.processes.get(name);
    if (found === undefined) throw new LaunchFault(`There is no program ${name}: ${[...this.processes.keys()].join(', ')}.`);
    return found;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { BenchFault } from '../../bench.js';
import { surroundings } from '../../config.js';
import type { BareServerTask } from './bare-server.js';

/** The peer as a running process. */
export class BarePeer {
  private constructor(readonly url: string, private readonly child: ChildProcess) {}

  static async start(task: BareServerTask): Promise<BarePeer> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.js')], { env: { ...surroundings(), NODE_ENV: 'production' }, stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.write(`${JSON.stringify(task)}\n`);
    const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => [''])]) as [Buffer | string];
    const address = String(said).trim();
    if (!address.startsWith('http://')) throw new BenchFault('The bare server did not start.');
    return new BarePeer(`${address}/agreements`, child);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { BenchFault } from '../../bench.js';
import { surroundings } from '../../config.js';
import type { FromGateway, GatewaysToRun } from './gateways-of-one-process.js';
import type { LaidDownGateway } from './lay-down-country.js';

const PROCESSES = 5;
const WORKSPACE = resolve(import.meta.dirname, '../../../../..');

/** The reference gateway many times over, in a few processes, and what each says that it enforces. */
export class GatewayFleet {
  private readonly children: ChildProcess[] = [];
  /** When each gateway first answered by each publication. */
  private readonly since = new Map<number, Map<string, bigint>>();
  private readonly newest = new Map<string, number>();
  private heard: () => void = () => undefined;
  readonly ports = new Map<string, number>();

  private constructor(readonly gateways: readonly LaidDownGateway[], private readonly say: (line: string) => void) {}

  static async start(home: string, feedUrl: string, gateways: readonly LaidDownGateway[], say: (line: string) => void): Promise<GatewayFleet> {
    const fleet = new GatewayFleet(gateways, say);
    const share = Math.ceil(gateways.length / PROCESSES);
    try {
      await Promise.all(Array.from({ length: PROCESSES }, (_none, nth) => fleet.launch(home, feedUrl, gateways.slice(nth * share, (nth + 1) * share))));
    } catch (error) {
      await fleet.stop();
      throw error;
    }
    return fleet;
  }

  private async launch(home: string, feedUrl: string, gateways: readonly LaidDownGateway[]): Promise<void> {
    const child = fork(join(import.meta.dirname, 'gateways-of-one-process.js'), [], { env: surroundings(), stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.children.push(child);
    const running = new Promise<void>((done, failed) => {
      child.on('message', (message) => { if (this.hear(message as FromGateway)) done(); });
      child.once('exit', () => { failed(new BenchFault('A process of gateways ended.')); });
    });
    child.send({
      program: join(WORKSPACE, 'apps', 'gateway', 'dist'), feedUrl, authority: readFileSync(join(home, 'certs', 'ca.pem'), 'utf8'),
      pinnedRoot: readFileSync(join(home, 'keys', 'metadata', '1.root.json')).toString('base64'), folder: join(home, 'fleet'),
      gateways: gateways.map(({ code, pem, key }) => ({ code, pem, key })),
    } satisfies GatewaysToRun);
    await running;
  }

  /** True once all of a process run. */
  private hear(message: FromGateway): boolean {
    if (message.type === 'alarm') this.say(`${message.gateway}: ${message.message}`);
    if (message.type === 'running') for (const [gateway, port] of Object.entries(message.ports)) this.ports.set(gateway, port);
    if (message.type === 'enforcing') {
      this.newest.set(message.gateway, Math.max(message.publication, this.newest.get(message.gateway) ?? 0));
      const times = this.since.get(message.publication) ?? new Map<string, bigint>();
      this.since.set(message.publication, times);
      if (!times.has(message.gateway)) times.set(message.gateway, BigInt(message.at));
      this.heard();
    }
    return message.type === 'running';
  }

  /** Resolves once every gateway enforces this publication or a later one. */
  async enforcing(publication: number, withinMs: number): Promise<void> {
    const late = new AbortController();
    const patience = pause(withinMs, true, { signal: late.signal }).catch(() => false);
    try {
      while (!this.gateways.every(({ code }) => (this.newest.get(code) ?? 0) >= publication)) {
        const isLate = await Promise.race([patience, new Promise<false>((done) => { this.heard = () => { done(false); }; })]);
        if (!isLate) continue;
        const missing = this.gateways.filter(({ code }) => (this.newest.get(code) ?? 0) < publication).map(({ code }) => code);
        throw new BenchFault(`Publication ${publication} is not enforced by ${missing.length} gateways after ${withinMs} ms: ${missing.slice(0, 5).join()}.`);
      }
    } finally {
      late.abort();
    }
  }

  /** When the last of all gateways answered by this publication, or by one that came after it. */
  lastSince(publication: number): bigint {
    const latest = [...this.since.keys()].sort((one, other) => one - other).filter((number) => number >= publication);
    const times = this.gateways.map(({ code }) => {
      const instants = latest.map((number) => this.since.get(number)?.get(code)).filter((at) => at !== undefined);
      if (instants.length === 0) throw new BenchFault(`${code} never enforced publication ${publication}.`);
      return instants.reduce((earliest, at) => (at < earliest ? at : earliest));
    });
    return times.reduce((last, at) => (at > last ? at : last));
  }

  async stop(): Promise<void> {
    await Promise.all(this.children.filter((child) => child.exitCode === null && child.signalCode === null).map(async (child) => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    }));
  }
}

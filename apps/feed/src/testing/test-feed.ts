import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@accord/kernel';
import type { FeedConfig } from '../config.js';
import { startFeed, type RunningFeed } from '../feed.js';

/** A certificate, in PEM form, and its key. */
interface Machine {
  readonly pem: string;
  readonly key: string;
  readonly sha256: string;
}

/** What a spec issues certificates with, by a builder that only specs may open. */
interface Authority {
  readonly pem: string;
  issue(name: string, now: Date): Promise<Machine>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** Empty where the answer is no JSON. */
  readonly json: Record<string, unknown>;
}

/** The feed with keys and a folder of its own, and the machines that call it over mutual TLS: `issue` their certificates, then `start` and `stop` it. */
export class TestFeed<Name extends string> {
  readonly folder = mkdtempSync(join(tmpdir(), 'accord-feed-'));
  readonly machines = {} as Record<Name | 'feed' | 'publisher', Machine>;
  /** What access events are sealed for. Encoded as it is made: exporting a generated key can wait for ever in Node 20. */
  readonly seal = generateKeyPairSync('x25519', { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  authority!: Authority;
  private readonly names: readonly Name[];
  private running: RunningFeed | undefined;

  constructor(...names: readonly Name[]) {
    this.names = names;
  }

  async issue(authority: Authority, now: Date): Promise<void> {
    this.authority = authority;
    for (const name of ['feed', 'publisher', ...this.names] as const) this.machines[name] = await authority.issue(name, now);
  }

  async start(databaseUrl: string, clock?: Clock, more: Partial<FeedConfig> = {}): Promise<void> {
    const { feed, publisher } = this.machines;
    for (const name of ['data.key', 'index.key']) this.write(name, randomBytes(32).toString('hex'));
    this.write('seal.key', this.seal.privateKey);
    this.running = await startFeed({
      DATABASE_URL: databaseUrl, ACCORD_FEED_PORT: 0, ACCORD_TRUSTED_PROXIES: [], ACCORD_FEED_CERT: this.write('feed.pem', feed.pem), ACCORD_FEED_KEY: this.write('feed.key', feed.key),
      ACCORD_FEED_CA: this.write('ca.pem', this.authority.pem), ACCORD_FEED_PUBLISHER: this.write('publisher.pem', publisher.pem), ACCORD_AUDIT_KEYS: this.folder, ...more,
    }, clock);
  }

  get port(): number {
    return this.running!.port;
  }

  /** Writes a file into its folder and says where it is. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** One question; with a body it is a POST of JSON, unless told otherwise. */
  ask(machine: Machine | null, path: string, { body, ...more }: RequestOptions & { readonly body?: string } = {}): Promise<Answer> {
    const posted = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' } };
    return new Promise((resolve, reject) => {
      request({ ...this.as(machine), path, ...posted, ...more }, (response) => {
        const chunks: Buffer[] = [];
        response.on('error', reject).on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({ status: response.statusCode!, headers: response.headers, bytes, json: jsonIn(bytes) });
        });
      }).on('error', reject).end(body);
    });
  }

  /** A stream held open, and what was said on it: `nth` waits until so much was. */
  async listen(machine: Machine, more: RequestOptions = {}) {
    const events: string[] = [];
    let [rest, heard] = ['', (): void => undefined];
    const stream = request({ ...this.as(machine), path: '/publication/events', ...more }).on('error', () => undefined).end();
    const [response] = await once(stream, 'response') as [IncomingMessage];
    const ended = new Promise<void>((resolve) => { response.on('error', () => undefined).on('close', resolve); });
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      events.push(...lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice('data: '.length)));
      heard();
    });
    const nth = async (count: number): Promise<string> => {
      while (events.length < count) await new Promise<void>((resolve) => { heard = resolve; });
      return events[count - 1]!;
    };
    return { status: response.statusCode!, events, nth, ended, close: () => stream.destroy() };
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private as(machine: Machine | null): RequestOptions {
    return { host: '127.0.0.1', port: this.port, ca: this.authority.pem, agent: false, ...(machine && { cert: machine.pem, key: machine.key }) };
  }
}

function jsonIn(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type AccessEvent, type CallersTarget, type LocalityTarget, sealKeyOf, unsealEvent } from '@accord/enforcement';

import type { GatewayConfig } from '../config.js';
import { type RunningGateway, startGateway } from '../gateway.js';
import { ImitationFeed } from './imitation-feed.js';
import { TestAuthority, type TestCertificate } from './test-authority.js';

// Encoded as it is made: exporting a generated key can wait for ever in Node 20.
const pair = generateKeyPairSync('x25519', { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const seal = { publicKey: createPublicKey(pair.publicKey), privateKey: createPrivateKey(pair.privateKey) };

export class DidNotHappen extends Error {}

export const QUESTION = {
  service: 'DCR', provider: 'TSTP01', views: ['medication'], user: { id: 'u-1', name: 'Ann Example', jobRole: 'R8000' }, patient: '9990000018', messageId: 'm-1',
};

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What a spec publishes with: a feed of enforcement's own, which only specs may open. */
interface SignedFeed {
  readonly files: Map<string, Uint8Array>;
  readonly number: number;
  readonly pinnedRoot: Uint8Array;
  publish(at: number, content: { readonly localities: readonly LocalityTarget[]; readonly callers: CallersTarget['consumers']; readonly sealKey: string }): unknown;
}

/** A gateway between a feed and its callers, with a folder and a clock of its own: `open` once, `begin` and `end` for each test. */
export class GatewayStage<Feed extends SignedFeed> {
  readonly clock: { at: number; now: () => number };
  readonly lines: string[] = [];
  readonly journal = { write: (level: string, message: string): void => { this.lines.push(`${level} ${message}`); } };
  authority!: TestAuthority;
  server!: TestCertificate;
  consumer!: TestCertificate;
  stranger!: TestCertificate;
  folder = '';
  signed!: Feed;
  feed!: ImitationFeed;
  feedPort = 0;
  private gateway: RunningGateway | undefined;
  private agents: Agent[] = [];

  /** @param beganAt an instant of the real clock: certificates are judged by it */
  constructor(readonly beganAt: number, private readonly signing: (at: number) => Feed, private readonly plain: LocalityTarget) {
    this.clock = { at: beganAt, now: () => this.clock.at };
  }

  async open(): Promise<void> {
    this.authority = await TestAuthority.create(this.beganAt);
    [this.server, this.consumer, this.stranger] = await Promise.all([this.authority.issue('gateway'), this.authority.issue('consumer'), this.authority.issue('stranger')]);
  }

  async begin(): Promise<void> {
    this.clock.at = this.beganAt;
    this.lines.length = 0;
    this.folder = await mkdtemp(join(tmpdir(), 'accord-gateway-'));
    this.signed = this.signing(this.beganAt);
    this.signed.publish(this.beganAt, { ...this.content(), sealKey: sealKeyOf(seal.publicKey) });
    this.feed = new ImitationFeed(this.signed.files, this.server, this.authority.pem);
    this.feedPort = await this.feed.listen();
  }

  async end(): Promise<void> {
    for (const agent of this.agents) agent.destroy();
    this.agents = [];
    await this.stop();
    await this.feed.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What the feed publishes: TSTV01 may see of TSTP01, until long after any test. */
  content(): { localities: readonly LocalityTarget[]; callers: CallersTarget['consumers'] } {
    const until = '2099-01-01T00:00:00.000Z';
    return {
      localities: [{ ...this.plain, blocks: { ...this.plain.blocks, until: [Date.parse(until)] } }],
      callers: [{ code: 'TSTV01', systems: [{ id: 'system-1', certificates: [{ sha256: this.consumer.fingerprint, from: '2025-01-01T00:00:00.000Z', until }] }] }],
    };
  }

  config(change: Partial<GatewayConfig> = {}): GatewayConfig {
    return {
      gatewayId: 'gateway-1', port: 0, feedUrl: new URL(`https://127.0.0.1:${this.feedPort}`), dataFolder: this.folder, certificate: this.server.certificate, key: this.server.key,
      authority: this.authority.pem, pinnedRoot: this.signed.pinnedRoot, localities: [], bufferBytes: 10_000_000, trustedProxies: [], ...change,
    };
  }

  async start(change: Partial<GatewayConfig> = {}): Promise<RunningGateway> {
    this.gateway = await startGateway(this.config(change), this.clock, this.journal);
    return this.gateway;
  }

  async startLoaded(): Promise<RunningGateway> {
    const running = await this.start();
    await this.until(async () => (await this.call('GET', '/health')).body['publication'] === this.signed.number);
    return running;
  }

  /** For a gateway that is asked before it says where it answers. */
  async freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  }

  async stop(): Promise<void> {
    await this.gateway?.stop();
    this.gateway = undefined;
  }

  get port(): number {
    return this.gateway?.port ?? 0;
  }

  call(method: string, path: string, body?: string, by: TestCertificate = this.consumer, port = this.port): Promise<Answer> {
    const agent = new Agent({ ca: this.authority.pem, cert: by.certificate, key: by.key });
    this.agents.push(agent);
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, method, path, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => { text += chunk; });
        response.on('end', () => { resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> }); });
        response.on('error', reject);
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  decide(change: object = {}, by?: TestCertificate, port?: number): Promise<Answer> {
    return this.call('POST', '/decide', JSON.stringify({ ...QUESTION, ...change }), by, port);
  }

  async until(isSo: () => Promise<boolean> | boolean, millis = 5_000): Promise<void> {
    const end = performance.now() + millis;
    while (!(await isSo())) {
      if (performance.now() > end) throw new DidNotHappen(`did not happen within ${millis} ms: ${this.lines.join(' | ')}`);
      await new Promise((resume) => { setTimeout(resume, 10); });
    }
  }

  eventsReceived(): AccessEvent[] {
    return this.feed.received.map(({ sealed }) => unsealEvent(seal.privateKey, sealed) as AccessEvent);
  }
}

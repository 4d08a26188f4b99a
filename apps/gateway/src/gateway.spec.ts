import { X509Certificate, createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type AccessEvent, canonicalBytes, sealKeyOf, unsealEvent } from '@accord/enforcement';
import { TestFeed, aLocality } from '@accord/enforcement/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { GatewayConfig } from './config.js';
import { type RunningGateway, startGateway } from './gateway.js';
import { ImitationFeed } from './testing/imitation-feed.js';
import { TestAuthority, type TestCertificate } from './testing/test-authority.js';

const MINUTE = 60_000;
const T0 = Date.now();
// Encoded as it is made: exporting a generated key can wait for ever in Node 20.
const pair = generateKeyPairSync('x25519', { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const seal = { publicKey: createPublicKey(pair.publicKey), privateKey: createPrivateKey(pair.privateKey) };
const question = {
  service: 'DCR', provider: 'TSTP01', views: ['medication'], user: { id: 'u-1', name: 'Ann Example', jobRole: 'R8000' }, patient: '9990000018', messageId: 'm-1',
};

let authority: TestAuthority;
let server: TestCertificate;
let consumer: TestCertificate;
let stranger: TestCertificate;
let folder = '';
let signed: TestFeed;
let feed: ImitationFeed;
let feedPort = 0;
let gateway: RunningGateway | undefined;
let agents: Agent[] = [];
const clock = { at: T0, now: () => clock.at };
const lines: string[] = [];
const journal = { write: (level: string, message: string) => { lines.push(`${level} ${message}`); } };

beforeAll(async () => {
  authority = await TestAuthority.create(T0);
  [server, consumer, stranger] = await Promise.all([authority.issue('gateway'), authority.issue('consumer'), authority.issue('stranger')]);
});

beforeEach(async () => {
  clock.at = T0;
  lines.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'accord-gateway-'));
  signed = new TestFeed(T0);
  signed.publish(T0, { localities: [target()], sealKey: sealKeyOf(seal.publicKey) });
  feed = new ImitationFeed(signed.files, server, authority.pem);
  feedPort = await feed.listen();
});

afterEach(async () => {
  for (const agent of agents) agent.destroy();
  agents = [];
  await gateway?.stop();
  gateway = undefined;
  await feed.close();
  await rm(folder, { recursive: true, force: true });
});

function target() {
  const plain = aLocality();
  return {
    ...plain,
    consumers: [{ code: 'TSTV01', systems: [{ id: 'system-1', certificates: [{ sha256: consumer.fingerprint, from: '2025-01-01T00:00:00.000Z', until: '2099-01-01T00:00:00.000Z' }] }] }],
    agreements: plain.agreements.map((each) => ({ ...each, versions: each.versions.map((version) => ({
      ...version,
      providers: version.providers.map((one) => ({ ...one, until: '2099-01-01T00:00:00.000Z' })),
      consumers: version.consumers.map((one) => ({ ...one, until: '2099-01-01T00:00:00.000Z' })),
    })) })),
  };
}

async function start(change: Partial<GatewayConfig> = {}): Promise<RunningGateway> {
  gateway = await startGateway({
    gatewayId: 'gateway-1', port: 0, feedUrl: new URL(`https://127.0.0.1:${feedPort}`), dataFolder: folder, certificate: server.certificate, key: server.key,
    authority: authority.pem, pinnedRoot: signed.pinnedRoot, localities: [], bufferBytes: 10_000_000, ...change,
  }, clock, journal);
  return gateway;
}

async function startLoaded(): Promise<RunningGateway> {
  const running = await start();
  await until(async () => (await call('GET', '/health')).body.publication === signed.number);
  return running;
}

function call(method: string, path: string, body?: string, by: TestCertificate | undefined = consumer): Promise<{ status: number; body: Record<string, unknown> }> {
  const agent = new Agent({ ca: authority.pem, ...(by === undefined ? {} : { cert: by.certificate, key: by.key }) });
  agents.push(agent);
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: gateway?.port, method, path, agent }, (response) => {
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

const decide = (change: object = {}, by?: TestCertificate) => call('POST', '/decide', JSON.stringify({ ...question, ...change }), by);

async function until(isSo: () => Promise<boolean> | boolean, millis = 5_000): Promise<void> {
  const end = Date.now() + millis;
  while (!(await isSo())) {
    if (Date.now() > end) throw new TypeError(`did not happen within ${millis} ms: ${lines.join(' | ')}`);
    await new Promise((resume) => { setTimeout(resume, 10); });
  }
}

const eventsReceived = () => feed.received.map(({ sealed }) => unsealEvent(seal.privateKey, sealed) as AccessEvent);

describe('a gateway', () => {
  it('answers from what the feed signed, records the attempt sealed, and sends it', async () => {
    await startLoaded();
    const { status, body } = await decide({ prescriptionId: 'rx-1', consent: { given: true, recordedAt: '2026-01-01' } });
    expect(status).toBe(200);
    expect(body).toEqual({
      decision: 'permit', reason: 'PERMITTED', views: ['medication'], agreement: 'DCR-TST1-0001', publication: 1, stopList: 1, freshness: 'fresh', decidedAt: new Date(T0).toISOString(),
    });
    await until(() => feed.received.length === 1);
    expect(eventsReceived()).toEqual([{
      occurredAt: new Date(T0).toISOString(), service: 'DCR', provider: 'TSTP01', views: ['medication'], user: question.user, consumer: 'TSTV01', system: 'system-1',
      patient: '9990000018', messageId: 'm-1', prescriptionId: 'rx-1', consent: { given: true, recordedAt: '2026-01-01' }, decision: 'permit', reason: 'PERMITTED',
      permittedViews: ['medication'], agreement: 'DCR-TST1-0001', publication: 1, stopList: 1, freshness: 'fresh',
    }]);
  });

  it('records refusals as well', async () => {
    await startLoaded();
    expect((await decide({ views: ['problems'] })).body).toMatchObject({ decision: 'refuse', reason: 'VIEW_NOT_AGREED' });
    await until(() => feed.received.length === 1);
    expect(eventsReceived()[0]).toMatchObject({ decision: 'refuse', reason: 'VIEW_NOT_AGREED', patient: '9990000018' });
  });

  it('signs a receipt for what it applied, with the key of its certificate', async () => {
    await startLoaded();
    await until(() => feed.receipts.length === 1);
    const { signature, ...content } = feed.receipts[0] as (typeof feed.receipts)[0];
    expect(content).toMatchObject({ gateway: 'gateway-1', publication: 1, stopList: 1 });
    expect(verify('sha256', canonicalBytes(content), new X509Certificate(server.certificate).publicKey, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('refuses within a second of a stop, and says that it applied it', async () => {
    await startLoaded();
    expect((await decide()).body.decision).toBe('permit');
    signed.stop(T0, [{ id: 'stop-1', from: new Date(T0).toISOString(), scope: { provider: 'TSTP01' } }]);
    const stoppedAt = Date.now();
    feed.announce();
    await until(async () => (await decide()).body.reason === 'STOPPED');
    expect(Date.now() - stoppedAt).toBeLessThan(1_000);
    await until(() => feed.receipts.at(-1)?.stopList === 2);
  });

  it.each([
    ['a certificate that belongs to no published consumer', {}, () => stranger],
    ['a body that names another consumer', { consumer: 'TSTV02' }, () => consumer],
  ])('refuses %s as the wrong caller', async (_what, change, by) => {
    await startLoaded();
    expect(await decide(change, by())).toMatchObject({ status: 403, body: { code: 'WRONG_CALLER', message: expect.any(String) } });
    expect((await decide({ consumer: 'TSTV01' })).status).toBe(200);
  });

  it('records who named another consumer, as the consumer that its certificate belongs to', async () => {
    await startLoaded();
    feed.losesAnswers = true;
    expect((await decide({ consumer: 'TSTV02' })).status).toBe(403);
    // On disk before it was answered: a crash right after does not lose it.
    await gateway?.stop();
    feed.received.length = 0;
    feed.losesAnswers = false;
    await start();
    await until(() => feed.received.length > 0);
    expect(eventsReceived()[0]).toMatchObject({
      consumer: 'TSTV01', system: 'system-1', user: question.user, patient: '9990000018', views: ['medication'], decision: 'refuse', reason: 'WRONG_CALLER', permittedViews: [],
    });
    expect(lines.join(' ')).not.toContain('9990000018');
  });

  it('counts attempts by certificates that nobody published, and records none', async () => {
    await startLoaded();
    expect((await call('GET', '/health')).body).toMatchObject({ unknownCallers: 0 });
    for (const named of [undefined, 'TSTV01']) expect((await decide({ consumer: named }, stranger)).status).toBe(403);
    expect((await call('GET', '/health')).body).toMatchObject({ unknownCallers: 2, events: { waiting: 0 } });
    expect(feed.received).toEqual([]);
  });

  it('does not speak with anybody who presents no certificate, or one of another authority', async () => {
    await startLoaded();
    await expect(call('POST', '/decide', JSON.stringify(question), { certificate: '', key: '', fingerprint: '' })).rejects.toThrow();
    const other = await (await TestAuthority.create(T0)).issue('consumer');
    await expect(decide({}, other)).rejects.toThrow();
  });

  it.each([
    ['is no JSON', '{"service":"DCR","patient":"9990000018"', { service: null, provider: null, views: [], user: { id: null, name: null, jobRole: null }, patient: null, messageId: null }],
    ['has no service', JSON.stringify({ ...question, service: undefined }), { ...question, service: null }],
  ])('answers 400 to what %s, and records it for the consumer of the certificate, with what of it can be read', async (_what, body, kept) => {
    await startLoaded();
    expect(await call('POST', '/decide', body)).toMatchObject({ status: 400, body: { code: 'MALFORMED', message: expect.any(String) } });
    await until(() => feed.received.length === 1);
    expect(eventsReceived()).toEqual([{
      ...kept, occurredAt: new Date(T0).toISOString(), consumer: 'TSTV01', system: 'system-1', decision: 'refuse', reason: 'MALFORMED', permittedViews: [], agreement: null,
      publication: 1, stopList: 1, freshness: 'fresh',
    }]);
    expect(lines.join(' ')).not.toContain('999000');
  });

  it('has a malformed question on disk before it answers', async () => {
    await startLoaded();
    feed.losesAnswers = true;
    expect((await call('POST', '/decide', '{')).status).toBe(400);
    await gateway?.stop();
    feed.received.length = 0;
    feed.losesAnswers = false;
    await start();
    await until(() => feed.received.length > 0);
    expect(eventsReceived()[0]).toMatchObject({ reason: 'MALFORMED' });
  });

  it('counts a malformed question of a certificate that nobody published: there is no consumer to record it for', async () => {
    await startLoaded();
    expect((await call('POST', '/decide', '{', stranger)).status).toBe(400);
    expect((await call('GET', '/health')).body).toMatchObject({ unknownCallers: 1, events: { waiting: 0 } });
    expect(feed.received).toEqual([]);
  });

  it.each([
    ['user', { user: undefined }], ['user id', { user: { name: 'Ann Example', jobRole: 'R8000' } }], ['job role', { user: { id: 'u-1', name: 'Ann Example' } }],
    ['patient', { patient: undefined }], ['message id', { messageId: ' ' }],
  ])('refuses and records a question without its %s', async (_what, change) => {
    await startLoaded();
    expect(await decide(change)).toMatchObject({ status: 200, body: { decision: 'refuse', reason: 'INCOMPLETE_REQUEST', views: [] } });
    await until(() => feed.received.length === 1);
    expect(eventsReceived()[0]).toMatchObject({ reason: 'INCOMPLETE_REQUEST', consumer: 'TSTV01' });
  });

  it('answers 413, 404 and 405 where they belong, and goes on', async () => {
    await startLoaded();
    expect(await decide({ emergencyReason: 'x'.repeat(70_000) })).toMatchObject({ status: 413, body: { code: 'TOO_LARGE' } });
    expect((await call('GET', '/decide')).status).toBe(405);
    expect((await call('GET', '/elsewhere')).status).toBe(404);
    expect((await decide()).status).toBe(200);
    // What was too large to read is recorded as malformed; the other two asked for nobody's record.
    await until(() => feed.received.length === 2);
    expect(eventsReceived().map(({ reason, patient }) => [reason, patient])).toEqual([['MALFORMED', null], ['PERMITTED', '9990000018']]);
  });

  it('refuses everything before it has loaded anything', async () => {
    feed.isBroken = true;
    await start();
    expect(await decide()).toMatchObject({ status: 200, body: { decision: 'refuse', reason: 'NOTHING_LOADED', freshness: 'refuse' } });
  });

  it('goes on refusing and permitting from its disk when it restarts without a feed, and says that it is stale', async () => {
    await startLoaded();
    await gateway?.stop();
    await feed.close();
    clock.at = T0 + 6 * MINUTE;
    await start();
    expect((await decide()).body).toMatchObject({ decision: 'permit', freshness: 'stale', publication: 1 });
    clock.at = T0 + 24 * 60 * MINUTE;
    expect((await decide()).body).toMatchObject({ decision: 'refuse', reason: 'OUT_OF_DATE', freshness: 'refuse' });
  });

  it('keeps events while the feed is away, also over a restart, and sends each of them afterwards', async () => {
    await startLoaded();
    feed.losesAnswers = true;
    await decide({ messageId: 'm-1' });
    await decide({ messageId: 'm-2' });
    await until(() => feed.received.length > 0);
    await gateway?.stop();
    feed.losesAnswers = false;
    await start();
    await decide({ messageId: 'm-3' });
    await until(async () => (await call('GET', '/health')).body.events !== undefined && ((await call('GET', '/health')).body.events as { waiting: number }).waiting === 0);
    const counted = new Set(feed.received.map(({ boot, sequence }) => `${boot} ${sequence}`));
    expect(counted.size).toBe(3);
    expect(new Set(eventsReceived().map(({ messageId }) => messageId))).toEqual(new Set(['m-1', 'm-2', 'm-3']));
  });

  it('leaves nothing readable on its disk', async () => {
    await startLoaded();
    feed.losesAnswers = true;
    await decide();
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      expect([entry.name, bytes.includes('9990000018'), bytes.includes('Ann Example')]).toEqual([entry.name, false, false]);
    }
    expect(lines.join(' ')).not.toContain('9990000018');
  });

  it('refuses instead of permitting when its buffer is full', async () => {
    await start({ bufferBytes: 2_000 });
    await until(async () => (await call('GET', '/health')).body.publication === 1);
    feed.losesAnswers = true;
    const reasons: unknown[] = [];
    for (let times = 0; times < 6; times += 1) reasons.push((await decide()).body.reason);
    expect(reasons[0]).toBe('PERMITTED');
    expect(reasons.at(-1)).toBe('BUFFER_FULL');
    feed.losesAnswers = false;
    await until(async () => (await decide()).body.reason === 'PERMITTED');
  });

  it('goes on enforcing what it holds when the feed offers what it cannot believe', async () => {
    await startLoaded();
    signed.publish(T0, { localities: [target()], publication: { number: 2, previous: 'ab'.repeat(32) } });
    feed.announce();
    await until(async () => (await call('GET', '/health')).body.lastRefusal === 'CHAIN_BROKEN');
    expect((await decide()).body).toMatchObject({ decision: 'permit', publication: 1 });
    expect(lines.some((line) => line.startsWith('alarm') && line.includes('CHAIN_BROKEN'))).toBe(true);
  });

  it('begins nothing new while its clock and the feed are far apart', async () => {
    clock.at = T0 - 2 * MINUTE;
    await startLoaded();
    expect((await call('GET', '/health')).body).toMatchObject({ status: 'degraded', clock: 'suspect' });
    expect(lines.some((line) => line.startsWith('alarm') && line.includes('30 seconds'))).toBe(true);
    expect((await decide()).body.decision).toBe('permit');
  });

  it('keeps the localities it has when the register cannot be asked, so that stops still arrive', async () => {
    await startLoaded();
    feed.localities = undefined;
    signed.stop(T0, [{ id: 'stop-1', from: new Date(T0).toISOString(), scope: {} }]);
    feed.announce();
    await until(async () => (await decide()).body.reason === 'STOPPED');
  });

  it('opens the event stream again when the feed comes back', async () => {
    await startLoaded();
    await feed.close();
    await until(() => lines.some((line) => line.includes('event stream')));
    signed.stop(T0, [{ id: 'stop-1', from: new Date(T0).toISOString(), scope: {} }]);
    await feed.listen(feedPort);
    await until(async () => (await decide()).body.reason === 'STOPPED');
  });

  it('does not touch the data of a gateway that already runs on its port', async () => {
    const running = await startLoaded();
    await expect(startGateway({
      gatewayId: 'gateway-2', port: running.port, feedUrl: new URL(`https://127.0.0.1:${feedPort}`), dataFolder: folder, certificate: server.certificate, key: server.key,
      authority: authority.pem, pinnedRoot: signed.pinnedRoot, localities: [], bufferBytes: 10_000_000,
    }, clock, journal)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { TestFeed, aLocality } from '@accord/enforcement/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { startGateway } from './gateway.js';
import { GatewayStage } from './testing/gateway-stage.js';

const MINUTE = 60_000;
const PARTLY_AGREED = { views: ['medication', 'procedures'] };
const T0 = Date.now();
const stage = new GatewayStage(T0, (at) => new TestFeed(at), aLocality());
beforeAll(() => stage.open());
beforeEach(() => stage.begin());
afterEach(() => stage.end());

describe('a gateway without its feed, its buffer or its memory', () => {
  it('goes on refusing and permitting from its disk when it restarts without a feed, and says that it is stale', async () => {
    await stage.startLoaded();
    await stage.stop();
    await stage.feed.close();
    stage.clock.at = T0 + 6 * MINUTE;
    await stage.start();
    expect((await stage.decide()).body).toMatchObject({ decision: 'permit', freshness: 'stale', publication: 1 });
    stage.clock.at = T0 + 24 * 60 * MINUTE;
    expect((await stage.decide()).body).toMatchObject({ decision: 'refuse', reason: 'OUT_OF_DATE', freshness: 'refuse' });
  });

  it('answers nothing after a restart before the feed was asked once: a stop that came late is kept by nobody, and stops all the same', async () => {
    await stage.startLoaded();
    stage.clock.at = T0 + 10 * MINUTE; // ahead of the feed by more than its stop list is good for
    stage.signed.stop(T0 + MINUTE / 2, [{ id: 'stop-1', from: new Date(T0).toISOString(), scope: { provider: 'TSTP01' } }]);
    stage.feed.announce();
    await stage.until(async () => (await stage.decide()).body.reason === 'STOPPED');
    await stage.stop();
    let answer = (): void => undefined;
    stage.feed.holdsUntil = new Promise((resolve) => { answer = resolve; });
    const port = await stage.freePort();
    const starting = stage.start({ port });
    await stage.until(async () => {
      const { status, body } = await stage.decide({}, undefined, port).catch(() => ({ status: 0, body: {} as Record<string, unknown> }));
      if (status !== 0) expect([status, body]).toEqual([503, { code: 'STARTING', message: 'The gateway is starting.' }]);
      return status !== 0;
    });
    answer();
    await starting;
    expect((await stage.decide()).body).toMatchObject({ decision: 'refuse', reason: 'STOPPED' });
  });

  it('answers from its disk where the feed takes the question and gives no answer', async () => {
    await stage.startLoaded();
    await stage.stop();
    let answer = (): void => undefined;
    stage.feed.holdsUntil = new Promise((resolve) => { answer = resolve; });
    await stage.start();
    expect((await stage.decide()).body).toMatchObject({ decision: 'permit', publication: 1 });
    answer();
  });

  it('starts no second gateway on the same data, and takes over what one left that is gone', async () => {
    await stage.startLoaded();
    const { folder } = stage;
    await expect(startGateway(stage.config(), stage.clock, stage.journal)).rejects.toMatchObject({ code: 'FOLDER_IN_USE' });
    expect((await stage.decide()).body).toMatchObject({ decision: 'permit' });
    await stage.stop();
    const [claim] = (await readdir(folder)).filter((name) => name.startsWith('in-use'));
    await writeFile(join(folder, claim!), '999999999 1 a gateway that was killed');
    await stage.start();
    expect((await stage.decide()).body).toMatchObject({ decision: 'permit' });
  });

  it('says by which code the feed refuses it, and is not well', async () => {
    await stage.startLoaded();
    stage.feed.refuses = { code: 'CERTIFICATE_REVOKED', message: 'This certificate was revoked.\u001b[2J' };
    stage.feed.announce();
    await stage.until(async () => (await stage.call('GET', '/health')).body['feedFault'] === 'CERTIFICATE_REVOKED');
    expect((await stage.call('GET', '/health')).body).toMatchObject({ status: 'degraded', freshness: 'fresh', lastRefusal: null });
    expect(stage.lines.some((line) => line.includes('CERTIFICATE_REVOKED, This certificate was revoked.[2J'))).toBe(true);
    stage.feed.refuses = undefined;
    stage.feed.announce();
    await stage.until(async () => (await stage.call('GET', '/health')).body['status'] === 'well');
  });

  it('keeps events while the feed is away, also over a restart, and sends each of them afterwards', async () => {
    await stage.startLoaded();
    stage.feed.losesAnswers = true;
    await stage.decide({ messageId: 'm-1' });
    await stage.decide({ messageId: 'm-2' });
    await stage.until(() => stage.feed.received.length > 0);
    await stage.stop();
    stage.feed.losesAnswers = false;
    await stage.start();
    await stage.decide({ messageId: 'm-3' });
    await stage.until(async () => (await stage.call('GET', '/health')).body.events !== undefined && ((await stage.call('GET', '/health')).body.events as { waiting: number }).waiting === 0);
    const counted = new Set(stage.feed.received.map(({ boot, sequence }) => `${boot} ${sequence}`));
    expect(counted.size).toBe(3);
    expect(new Set(stage.eventsReceived().map(({ messageId }) => messageId))).toEqual(new Set(['m-1', 'm-2', 'm-3']));
  });

  it('leaves nothing readable on its disk', async () => {
    await stage.startLoaded();
    stage.feed.losesAnswers = true;
    await stage.decide();
    for (const entry of await readdir(stage.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      expect([entry.name, bytes.includes('9990000018'), bytes.includes('Ann Example')]).toEqual([entry.name, false, false]);
    }
    expect(stage.lines.join(' ')).not.toContain('9990000018');
  });

  it('refuses instead of permitting when its buffer is full', async () => {
    await stage.start({ bufferBytes: 2_000 });
    await stage.until(async () => (await stage.call('GET', '/health')).body.publication === 1);
    stage.feed.losesAnswers = true;
    expect((await stage.decide(PARTLY_AGREED)).body).toMatchObject({ decision: 'refuse', reason: 'VIEW_NOT_AGREED', views: ['medication'] });
    const reasons: unknown[] = [];
    for (let times = 0; times < 6; times += 1) reasons.push((await stage.decide()).body.reason);
    expect(reasons[0]).toBe('PERMITTED');
    expect(reasons.at(-1)).toBe('BUFFER_FULL');
    // Of a question agreed in part the answer would list what may be shown: nothing may that is not on record.
    expect((await stage.decide(PARTLY_AGREED)).body).toMatchObject({ decision: 'refuse', reason: 'BUFFER_FULL', views: [] });
    stage.feed.losesAnswers = false;
    await stage.until(async () => (await stage.decide()).body.reason === 'PERMITTED');
  });

  it('goes on enforcing what it holds when the feed offers what it cannot believe', async () => {
    await stage.startLoaded();
    stage.signed.publish(T0, { ...stage.content(), publication: { number: 2, previous: 'ab'.repeat(32) } });
    stage.feed.announce();
    await stage.until(async () => (await stage.call('GET', '/health')).body.lastRefusal === 'CHAIN_BROKEN');
    expect((await stage.decide()).body).toMatchObject({ decision: 'permit', publication: 1 });
    expect(stage.lines.some((line) => line.startsWith('alarm') && line.includes('CHAIN_BROKEN'))).toBe(true);
  });

  it('keeps the localities it has when the register cannot be asked, so that stops still arrive', async () => {
    await stage.startLoaded();
    stage.feed.localities = undefined;
    stage.signed.stop(T0, [{ id: 'stop-1', from: new Date(T0).toISOString(), scope: {} }]);
    stage.feed.announce();
    await stage.until(async () => (await stage.decide()).body.reason === 'STOPPED');
  });

  it('opens the event stream again when the feed comes back', async () => {
    await stage.startLoaded();
    await stage.feed.close();
    await stage.until(() => stage.lines.some((line) => line.includes('event stream')));
    stage.signed.stop(T0, [{ id: 'stop-1', from: new Date(T0).toISOString(), scope: {} }]);
    await stage.feed.listen(stage.feedPort);
    await stage.until(async () => (await stage.decide()).body.reason === 'STOPPED');
  });
});

import { X509Certificate, verify } from 'node:crypto';

import { canonicalBytes } from '@accord/enforcement';
import { TestFeed, aLocality } from '@accord/enforcement/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { startGateway } from './gateway.js';
import { GatewayStage, QUESTION } from './testing/gateway-stage.js';

const MINUTE = 60_000;
const T0 = Date.now();
const stage = new GatewayStage(T0, (at) => new TestFeed(at), aLocality());
beforeAll(() => stage.open());
beforeEach(() => stage.begin());
afterEach(() => stage.end());

describe('a gateway', () => {
  it('answers from what the feed signed, records the attempt sealed, and sends it', async () => {
    await stage.startLoaded();
    const { status, body } = await stage.decide({ prescriptionId: 'rx-1', consent: { given: true, recordedAt: '2026-01-01' } });
    expect(status).toBe(200);
    expect(body).toEqual({
      decision: 'permit', reason: 'PERMITTED', views: ['medication'], agreement: 'DCR-TST1-0001', publication: 1, stopList: 1, freshness: 'fresh', decidedAt: new Date(T0).toISOString(),
    });
    await stage.until(() => stage.feed.received.length === 1);
    expect(stage.eventsReceived()).toEqual([{
      occurredAt: new Date(T0).toISOString(), service: 'DCR', provider: 'TSTP01', views: ['medication'], user: QUESTION.user, consumer: 'TSTV01', system: 'system-1',
      patient: '9990000018', messageId: 'm-1', prescriptionId: 'rx-1', consent: { given: true, recordedAt: '2026-01-01' }, decision: 'permit', reason: 'PERMITTED',
      permittedViews: ['medication'], agreement: 'DCR-TST1-0001', publication: 1, stopList: 1, freshness: 'fresh',
    }]);
  });

  it('records refusals as well', async () => {
    await stage.startLoaded();
    expect((await stage.decide({ views: ['problems'] })).body).toMatchObject({ decision: 'refuse', reason: 'VIEW_NOT_AGREED' });
    await stage.until(() => stage.feed.received.length === 1);
    expect(stage.eventsReceived()[0]).toMatchObject({ decision: 'refuse', reason: 'VIEW_NOT_AGREED', patient: '9990000018' });
  });

  it('signs a receipt for what it applied, with the key of its certificate', async () => {
    await stage.startLoaded();
    await stage.until(() => stage.feed.receipts.length === 1);
    const { signature, ...content } = stage.feed.receipts[0] as (typeof stage.feed.receipts)[0];
    expect(content).toMatchObject({ gateway: 'gateway-1', publication: 1, stopList: 1 });
    expect(verify('sha256', canonicalBytes(content), new X509Certificate(stage.server.certificate).publicKey, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('says again after a restart what it holds', async () => {
    await stage.startLoaded();
    await stage.until(() => stage.feed.receipts.length === 1);
    await stage.stop();
    stage.feed.isBroken = true;
    await stage.start();
    stage.feed.isBroken = false;
    await stage.until(() => stage.feed.receipts.length === 2);
    expect(stage.feed.receipts.map(({ publication, stopList, hash }) => [publication, stopList, hash])).toEqual(Array.from({ length: 2 }, () => [1, 1, stage.feed.receipts[0]!.hash]));
  }, 20_000);

  it('refuses within a second of a stop, and says that it applied it', async () => {
    await stage.startLoaded();
    expect((await stage.decide()).body.decision).toBe('permit');
    stage.signed.stop(T0, [{ id: 'stop-1', from: new Date(T0).toISOString(), scope: { provider: 'TSTP01' } }]);
    const stoppedAt = Date.now();
    stage.feed.announce();
    await stage.until(async () => (await stage.decide()).body.reason === 'STOPPED');
    expect(Date.now() - stoppedAt).toBeLessThan(1_000);
    await stage.until(() => stage.feed.receipts.at(-1)?.stopList === 2);
  });

  it('refuses everything before it has loaded anything', async () => {
    stage.feed.isBroken = true;
    await stage.start();
    expect(await stage.decide()).toMatchObject({ status: 200, body: { decision: 'refuse', reason: 'NOTHING_LOADED', freshness: 'refuse' } });
  });

  it('begins nothing new while its clock and the feed are far apart', async () => {
    stage.clock.at = T0 - 2 * MINUTE;
    await stage.startLoaded();
    expect((await stage.call('GET', '/health')).body).toMatchObject({ status: 'degraded', clock: 'suspect' });
    expect(stage.lines.some((line) => line.startsWith('alarm') && line.includes('30 seconds'))).toBe(true);
    expect((await stage.decide()).body.decision).toBe('permit');
  });

  it('does not touch the data of a gateway that already runs on its port', async () => {
    const running = await stage.startLoaded();
    await expect(startGateway(stage.config({ gatewayId: 'gateway-2', port: running.port }), stage.clock, stage.journal)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

import { TestFeed, aLocality } from '@accord/enforcement/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { GatewayStage, QUESTION } from './testing/gateway-stage.js';
import { TestAuthority } from './testing/test-authority.js';

const T0 = Date.now();
const stage = new GatewayStage(T0, (at) => new TestFeed(at), aLocality());
beforeAll(() => stage.open());
beforeEach(() => stage.begin());
afterEach(() => stage.end());

describe('who asks a gateway', () => {
  it.each([
    ['a certificate that belongs to no published consumer', {}, () => stage.stranger],
    ['a body that names another consumer', { consumer: 'TSTV02' }, () => stage.consumer],
  ])('refuses %s as the wrong caller', async (_what, change, by) => {
    await stage.startLoaded();
    expect(await stage.decide(change, by())).toMatchObject({ status: 403, body: { code: 'WRONG_CALLER', message: expect.any(String) } });
    expect((await stage.decide({ consumer: 'TSTV01' })).status).toBe(200);
  });

  it('records who named another consumer, as the consumer that its certificate belongs to', async () => {
    await stage.startLoaded();
    stage.feed.losesAnswers = true;
    expect((await stage.decide({ consumer: 'TSTV02' })).status).toBe(403);
    // On disk before it was answered: a crash right after does not lose it.
    await stage.stop();
    stage.feed.received.length = 0;
    stage.feed.losesAnswers = false;
    await stage.start();
    await stage.until(() => stage.feed.received.length > 0);
    expect(stage.eventsReceived()[0]).toMatchObject({
      consumer: 'TSTV01', system: 'system-1', user: QUESTION.user, patient: '9990000018', views: ['medication'], decision: 'refuse', reason: 'WRONG_CALLER', permittedViews: [],
    });
    expect(stage.lines.join(' ')).not.toContain('9990000018');
  });

  it('counts attempts by certificates that nobody published, and records none', async () => {
    await stage.startLoaded();
    expect((await stage.call('GET', '/health')).body).toMatchObject({ unknownCallers: 0 });
    for (const named of [undefined, 'TSTV01']) expect((await stage.decide({ consumer: named }, stage.stranger)).status).toBe(403);
    expect((await stage.call('GET', '/health')).body).toMatchObject({ unknownCallers: 2, events: { waiting: 0 } });
    expect(stage.feed.received).toEqual([]);
  });

  it('does not speak with anybody who presents no certificate, or one of another authority', async () => {
    await stage.startLoaded();
    await expect(stage.call('POST', '/decide', JSON.stringify(QUESTION), { certificate: '', key: '', fingerprint: '' })).rejects.toThrow();
    const other = await (await TestAuthority.create(T0)).issue('consumer');
    await expect(stage.decide({}, other)).rejects.toThrow();
  });

  it.each([
    ['is no JSON', '{"service":"DCR","patient":"9990000018"', { service: null, provider: null, views: [], user: { id: null, name: null, jobRole: null }, patient: null, messageId: null }],
    ['has no service', JSON.stringify({ ...QUESTION, service: undefined }), { ...QUESTION, service: null }],
  ])('answers 400 to what %s, and records it for the consumer of the certificate, with what of it can be read', async (_what, body, kept) => {
    await stage.startLoaded();
    expect(await stage.call('POST', '/decide', body)).toMatchObject({ status: 400, body: { code: 'MALFORMED', message: expect.any(String) } });
    await stage.until(() => stage.feed.received.length === 1);
    expect(stage.eventsReceived()).toEqual([{
      ...kept, occurredAt: new Date(T0).toISOString(), consumer: 'TSTV01', system: 'system-1', decision: 'refuse', reason: 'MALFORMED', permittedViews: [], agreement: null,
      publication: 1, stopList: 1, freshness: 'fresh',
    }]);
    expect(stage.lines.join(' ')).not.toContain('999000');
  });

  it('has a malformed question on disk before it answers', async () => {
    await stage.startLoaded();
    stage.feed.losesAnswers = true;
    expect((await stage.call('POST', '/decide', '{')).status).toBe(400);
    await stage.stop();
    stage.feed.received.length = 0;
    stage.feed.losesAnswers = false;
    await stage.start();
    await stage.until(() => stage.feed.received.length > 0);
    expect(stage.eventsReceived()[0]).toMatchObject({ reason: 'MALFORMED' });
  });

  it('counts a malformed question of a certificate that nobody published: there is no consumer to record it for', async () => {
    await stage.startLoaded();
    expect((await stage.call('POST', '/decide', '{', stage.stranger)).status).toBe(400);
    expect((await stage.call('GET', '/health')).body).toMatchObject({ unknownCallers: 1, events: { waiting: 0 } });
    expect(stage.feed.received).toEqual([]);
  });

  it.each([
    ['user', { user: undefined }], ['user id', { user: { name: 'Ann Example', jobRole: 'R8000' } }], ['job role', { user: { id: 'u-1', name: 'Ann Example' } }],
    ['patient', { patient: undefined }], ['message id', { messageId: ' ' }],
  ])('refuses and records a question without its %s', async (_what, change) => {
    await stage.startLoaded();
    expect(await stage.decide(change)).toMatchObject({ status: 200, body: { decision: 'refuse', reason: 'INCOMPLETE_REQUEST', views: [] } });
    await stage.until(() => stage.feed.received.length === 1);
    expect(stage.eventsReceived()[0]).toMatchObject({ reason: 'INCOMPLETE_REQUEST', consumer: 'TSTV01' });
  });

  it('answers 413, 404 and 405 where they belong, and goes on', async () => {
    await stage.startLoaded();
    expect(await stage.decide({ emergencyReason: 'x'.repeat(70_000) })).toMatchObject({ status: 413, body: { code: 'TOO_LARGE' } });
    expect((await stage.call('GET', '/decide')).status).toBe(405);
    expect((await stage.call('GET', '/elsewhere')).status).toBe(404);
    expect((await stage.decide()).status).toBe(200);
    // What was too large to read is recorded as malformed; the other two asked for nobody's record.
    await stage.until(() => stage.feed.received.length === 2);
    expect(stage.eventsReceived().map(({ reason, patient }) => [reason, patient])).toEqual([['MALFORMED', null], ['PERMITTED', '9990000018']]);
  });
});

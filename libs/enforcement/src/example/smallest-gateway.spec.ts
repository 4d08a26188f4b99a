import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { EventBuffer, sealKeyOf, unsealEvent } from '../index.js';
import { FINGERPRINT, MINUTE, T0, TestFeed, WANTED, aLocality } from '../testing/index.js';
import { SmallestGateway } from './smallest-gateway.js';

const pair = generateKeyPairSync('x25519', { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const ASK = { certificate: FINGERPRINT, service: 'DCR', provider: 'TSTP01', views: ['medication'] };
const LOOK = { user: { id: 'u-1', name: 'Ann Example', jobRole: 'R8000' }, patient: '9990000018', messageId: 'm-1' };

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'accord-example-')); });
afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

describe('the example of the manual', () => {
  it('is the one that stands there', async () => {
    const [source, manual] = await Promise.all(['./smallest-gateway.ts', '../../README.md'].map((path) => readFile(fileURLToPath(new URL(path, import.meta.url)), 'utf8')));
    expect(manual).toContain(source?.replace("'../index.js'", "'@accord/enforcement'"));
  });

  it('refuses until it has verified, permits what is agreed, keeps each look on disk, and remembers after a restart', async () => {
    const feed = new TestFeed(T0);
    feed.publish(T0, { localities: [aLocality()], sealKey: sealKeyOf(createPublicKey(pair.publicKey)) });
    const gateway = await SmallestGateway.open(folder, feed.pinnedRoot);
    expect(await gateway.answer(ASK, LOOK, T0)).toMatchObject({ reason: 'NOTHING_LOADED' });
    await gateway.refresh(feed.source(), WANTED, T0);
    expect(await gateway.answer(ASK, LOOK, T0)).toMatchObject({ decision: 'permit', agreement: 'DCR-TST1-0001', publication: 1, freshness: 'fresh' });
    expect(await gateway.answer({ ...ASK, certificate: 'ff'.repeat(32) }, LOOK, T0)).toMatchObject({ decision: 'refuse', reason: 'CERTIFICATE_NOT_CURRENT' });

    await expect(SmallestGateway.open(folder, feed.pinnedRoot)).rejects.toMatchObject({ code: 'FOLDER_IN_USE' });
    await gateway.close();
    const again = await SmallestGateway.open(folder, feed.pinnedRoot);
    expect(await again.answer(ASK, LOOK, T0 + 20 * MINUTE)).toMatchObject({ reason: 'NOTHING_LOADED' });
    await expect(again.refresh({ fetch: () => Promise.reject(new Error('no feed')) }, WANTED, T0 + 20 * MINUTE)).rejects.toThrow('no feed');
    expect(await again.answer({ ...ASK, views: ['problems'] }, LOOK, T0 + 20 * MINUTE)).toMatchObject({ reason: 'VIEW_NOT_AGREED', freshness: 'stale' });
    await again.close();
    const buffer = await EventBuffer.open(join(folder, 'events'));
    expect(buffer.waiting).toBe(2);
    const [first] = (await buffer.next())?.events ?? [];
    expect(unsealEvent(createPrivateKey(pair.privateKey), first?.sealed ?? new Uint8Array())).toMatchObject({ ...LOOK, consumer: 'TSTV01', decision: 'permit', permittedViews: ['medication'] });
  });

  it('refuses what its disk does not take', async () => {
    const feed = new TestFeed(T0);
    feed.publish(T0, { localities: [aLocality()], sealKey: sealKeyOf(createPublicKey(pair.publicKey)) });
    const gateway = await SmallestGateway.open(folder, feed.pinnedRoot);
    await gateway.refresh(feed.source(), WANTED, T0);
    await gateway.close();
    expect(await gateway.answer(ASK, LOOK, T0)).toMatchObject({ decision: 'refuse', reason: 'BUFFER_FULL', views: [] });
  });
});

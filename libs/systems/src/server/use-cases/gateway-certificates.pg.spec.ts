import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@accord/kernel';
import { aCertificate, GatewayWorld, UNTIL_SUMMER } from '../../testing/index.js';
import { gatewayCertificateEnds } from '../read-models/machine-certificates.js';

// Keys are made for each case, and the machine may be busy.
jest.setTimeout(60_000);

const world = new GatewayWorld();
const { clock, ann, bob, olaf, oda, operator, registered, inForce, next, confirm, shown, read } = world;
let acts: GatewayWorld['acts'];

beforeAll(async () => {
  await world.open();
  acts = world.acts;
});
beforeEach(() => world.forget());
afterAll(() => world.close());

const refused = (code: string) => expect.objectContaining({ code });
const stateOf = async (gatewayId: string) => {
  const { certificates } = await shown(gatewayId);
  return ({ id }: { readonly id: string }) => certificates.find((each) => each.id === id)?.state;
};
const look = async (text: string): Promise<unknown[]> => (await world.database.owner.query(text)).rows;

describe('the next certificate of a gateway', () => {
  it('tells of each act in the history of its gateway, and who did it on the certificate', async () => {
    const id = await inForce();
    const following = await next(id);
    await confirm(following);
    await acts.revokingCertificate.execute(bob, { id: following.id, reason: ' The key was copied. ' });
    expect(await look(`SELECT type, subject, reason, details ->> 'sha256' = '${following.sha256}' AS named FROM change_record WHERE type LIKE 'gateway.certificate%' ORDER BY transaction_id`)).toEqual([
      { type: 'gateway.certificate-registered', subject: id, reason: null, named: true }, { type: 'gateway.certificate-confirmed', subject: id, reason: null, named: true },
      { type: 'gateway.certificate-revoked', subject: id, reason: 'The key was copied.', named: true },
    ]);
    const rows = (await shown(id)).certificates;
    expect(rows.map(({ state, registeredByName, confirmedByName, revokedByName, revokedReason }) => [state, registeredByName, confirmedByName, revokedByName, revokedReason])).toEqual([
      ['revoked', 'Ann Administrator', 'Bob Administrator', 'Bob Administrator', 'The key was copied.'], ['confirmed', 'Ann Administrator', 'Bob Administrator', null, null],
    ]);
  });

  it('is named by the code of its gateway where an act on it is refused', async () => {
    const id = await inForce();
    const following = await next(id);
    await expect(confirm(following, ann)).rejects.toEqual(refused('SAME_PERSON'));
    await expect(acts.revokingCertificate.execute(bob, { id: following.id, reason: '' })).rejects.toEqual(refused('REASON_NEEDED'));
    await expect(acts.confirming.execute(bob, { id, expectedVersion: 1 })).rejects.toEqual(refused('NOT_READY'));
    await expect(acts.revoking.execute(bob, { id, reason: '' })).rejects.toEqual(refused('REASON_NEEDED'));
    expect(await look(`SELECT type, details FROM change_record WHERE outcome = 'refused' ORDER BY transaction_id`)).toEqual(['certificate-confirm', 'certificate-revoke', 'confirm', 'revoke'].map((act) => ({ type: `gateway.${act}`, details: { code: 'north' } })));
  });

  it.each<[string, () => Promise<string>, string]>([
    ['something else than a certificate', async () => 'x', 'CERTIFICATE_UNREADABLE'],
    ['a certificate with its private key', async () => `${await aCertificate()}-----BEGIN PRIVATE KEY-----`, 'CERTIFICATE_HOLDS_PRIVATE_KEY'],
    ['one whose key signs no receipts', () => aCertificate({ key: 'RSA-2048' }), 'CERTIFICATE_KEY_UNFIT'],
    ['one of an authority', () => aCertificate({ isAuthority: true }), 'CERTIFICATE_OF_AUTHORITY'],
    ['one for servers alone', () => aCertificate({ uses: 'server' }), 'CERTIFICATE_NOT_FOR_CLIENTS'],
    ['one that has ended', () => aCertificate({ until: '2026-03-02T09:00:00Z' }), 'CERTIFICATE_EXPIRED'],
  ])('is not %s', async (_what, pem, code) => {
    const gatewayId = await inForce();
    await expect(acts.registeringCertificate.execute(ann, { gatewayId, pem: await pem() })).rejects.toEqual(refused(code));
    expect((await shown(gatewayId)).certificates).toHaveLength(1);
    expect(await look(`SELECT refusal_code AS code, details FROM change_record WHERE type = 'gateway.certificate-register' AND subject = '${gatewayId}'`)).toEqual([{ code, details: { code: 'north' } }]);
  });

  it('is registered nowhere yet: not for this gateway, another, or a system, and not when it was withdrawn', async () => {
    const pems = await Promise.all([aCertificate(), aCertificate(), aCertificate(), aCertificate()]);
    const gatewayId = (await acts.registering.execute(ann, { code: 'north', name: 'North', pem: pems[0]!, localityCodes: ['TSTL1'] })).id;
    await acts.confirming.execute(bob, { id: gatewayId, expectedVersion: 1 });
    await acts.registering.execute(ann, { code: 'south', name: 'South', pem: pems[1]!, localityCodes: ['TSTL1'] });
    await acts.registeringCertificate.execute(ann, { gatewayId, pem: pems[2]! });
    const withdrawn = (await shown(gatewayId)).certificates.find(({ state }) => state === 'registered')!;
    await acts.revokingCertificate.execute(ann, { id: withdrawn.id, reason: 'The wrong file' });
    await expect(confirm({ ...withdrawn, version: 2 })).rejects.toEqual(refused('NOT_READY'));
    for (const pem of pems.slice(0, 3)) await expect(acts.registeringCertificate.execute(ann, { gatewayId, pem })).rejects.toEqual(refused('CERTIFICATE_KNOWN'));
    await acts.registeringCertificate.execute(ann, { gatewayId, pem: pems[3]! });
  });

  it('waits alone: another is registered once it is confirmed or withdrawn, also where two come at once', async () => {
    const gatewayId = await inForce();
    const waiting = await next(gatewayId);
    await expect(next(gatewayId)).rejects.toEqual(refused('GATEWAY_CERTIFICATE_WAITS'));
    await confirm(waiting);
    const outcomes = await Promise.allSettled([next(gatewayId), next(gatewayId, {}, bob), next(gatewayId)]);
    expect(outcomes.map((each) => (each.status === 'fulfilled' ? 'done' : (each.reason as { code: string }).code)).sort()).toEqual(['GATEWAY_CERTIFICATE_WAITS', 'GATEWAY_CERTIFICATE_WAITS', 'done']);
  });

  it('is for a gateway that is confirmed and not revoked', async () => {
    const [waiting, gone] = [await registered(UNTIL_SUMMER, 'waiting'), await inForce(UNTIL_SUMMER, 'gone')];
    const onGone = await next(gone);
    await acts.revoking.execute(bob, { id: gone, reason: 'Stolen' });
    for (const gatewayId of [waiting, gone]) await expect(next(gatewayId)).rejects.toEqual(refused('NOT_READY'));
    for (const each of [onGone, (await shown(waiting)).certificates[0]!]) await expect(confirm(each)).rejects.toEqual(refused('NOT_READY'));
    for (const gatewayId of ['x', newId(clock.now())]) await expect(acts.registeringCertificate.execute(ann, { gatewayId, pem: await aCertificate() })).rejects.toEqual(refused('NOT_FOUND'));
    for (const id of ['x', newId(clock.now())]) await expect(acts.confirmingCertificate.execute(bob, { id, expectedVersion: 1 })).rejects.toEqual(refused('NOT_FOUND'));
  });

  it('is confirmed by another administrator than the one who registered it, as it was shown, and by no operator', async () => {
    const gatewayId = await inForce();
    const waiting = await next(gatewayId);
    await expect(confirm(waiting, ann)).rejects.toEqual(refused('SAME_PERSON'));
    await expect(confirm({ ...waiting, version: 2 })).rejects.toEqual(refused('STALE'));
    for (const duty of ['approver', 'activation-officer', 'auditor-national', 'support', 'viewer-governance-lead'] as const) {
      await expect(confirm(waiting, { ...bob, duty })).rejects.toMatchObject({ code: expect.stringMatching(/^NOT_(FOUND|PERMITTED)$/) });
      await expect(acts.registeringCertificate.execute({ ...ann, duty }, { gatewayId, pem: 'x' })).rejects.toMatchObject({ code: expect.stringMatching(/^NOT_(FOUND|PERMITTED)$/) });
    }
    await acts.revokingCertificate.execute(ann, { id: waiting.id, reason: 'Once more' });
    const operators = await next(gatewayId, {}, operator);
    expect(operators).toMatchObject({ registeredByName: 'Ola Operator', registeredByReader: false });
    await expect(confirm(operators, operator)).rejects.toMatchObject({ code: expect.stringMatching(/^NOT_(FOUND|PERMITTED)$/) });
    await confirm(operators, ann);
    expect((await stateOf(gatewayId))(operators)).toBe('confirmed');
  });
});

describe('what a second person confirms is still there to be confirmed', () => {
  it('is no gateway whose certificate was withdrawn after they opened the page', async () => {
    const id = await registered();
    const { certificates: [withdrawn], version } = await shown(id);
    await acts.revokingCertificate.execute(ann, { id: withdrawn!.id, reason: 'The wrong file' });
    await expect(acts.confirming.execute(bob, { id, expectedVersion: version })).rejects.toEqual(refused('GATEWAY_CERTIFICATE_WITHDRAWN'));
    expect(await shown(id)).toMatchObject({ state: 'registered', certifiedUntil: null });
    await acts.revoking.execute(bob, { id, reason: 'Registered anew' });
  });

  it('is none that has ended, with its gateway or by itself; once that is withdrawn, the next is registered', async () => {
    const [gatewayId, unconfirmed] = [await inForce(), await registered({ until: '2026-03-10T00:00:00Z' }, 'south')];
    const waiting = await next(gatewayId, { until: '2026-03-10T00:00:00Z' });
    clock.set('2026-03-10T00:00:00Z');
    await expect(confirm(waiting)).rejects.toEqual(refused('CERTIFICATE_EXPIRED'));
    await expect(acts.confirming.execute(bob, { id: unconfirmed, expectedVersion: 1 })).rejects.toEqual(refused('CERTIFICATE_EXPIRED'));
    expect([(await shown(gatewayId)).certificates.find(({ id }) => id === waiting.id)!.state, (await shown(unconfirmed)).state]).toEqual(['registered', 'registered']);
    await acts.revokingCertificate.execute(bob, { id: waiting.id, reason: 'Too late' });
    await confirm(await next(gatewayId));
  });
});

describe('a certificate of a gateway that is revoked', () => {
  it('ends at once and leaves the others; whoever serves its localities may, with a reason', async () => {
    const gatewayId = await inForce();
    const following = await next(gatewayId);
    await confirm(following);
    const first = (await shown(gatewayId)).certificates.find(({ id }) => id !== following.id)!;
    await expect(acts.revokingCertificate.execute(oda, { id: first.id, reason: 'stolen' })).rejects.toEqual(refused('NOT_PERMITTED'));
    await expect(acts.revokingCertificate.execute(olaf, { id: first.id, reason: ' ' })).rejects.toEqual(refused('REASON_NEEDED'));
    await acts.revokingCertificate.execute(olaf, { id: first.id, reason: 'stolen' });
    expect([first, following].map(await stateOf(gatewayId))).toEqual(['revoked', 'confirmed']);
    await expect(acts.revokingCertificate.execute(olaf, { id: first.id, reason: 'stolen' })).rejects.toEqual(refused('NOT_READY'));
  });

  it('takes every other with it where the gateway is revoked, also one that waits', async () => {
    const gatewayId = await inForce();
    await confirm(await next(gatewayId));
    await next(gatewayId);
    await acts.revoking.execute(olaf, { id: gatewayId, reason: 'Stolen' });
    const rows = (await shown(gatewayId)).certificates;
    expect(rows.map(({ state, revokedReason }) => [state, revokedReason])).toEqual(Array(3).fill(['revoked', 'Stolen']));
  });
});

describe('until when a gateway is certified', () => {
  const until = async (id: string) => (await shown(id)).certifiedUntil?.toISOString() ?? null;

  it('is the end of the last that follows without a gap, of what is confirmed and not revoked', async () => {
    const gatewayId = await inForce();
    const following = await next(gatewayId, { from: '2026-06-01T00:00:00Z', until: '2026-12-01T00:00:00Z' });
    expect(await until(gatewayId)).toBe('2026-06-01T00:00:00.000Z');
    await confirm(following);
    expect(await until(gatewayId)).toBe('2026-12-01T00:00:00.000Z');
    await confirm(await next(gatewayId, { from: '2026-12-02T00:00:00Z', until: '2027-12-02T00:00:00Z' }));
    expect(await until(gatewayId)).toBe('2026-12-01T00:00:00.000Z');
    expect(await read((tx) => gatewayCertificateEnds(tx))).toEqual([{ code: 'north', untilAt: new Date('2026-12-01T00:00:00Z') }]);
    clock.set('2026-12-01T12:00:00Z');
    expect(await until(gatewayId)).toBe('2026-12-01T00:00:00.000Z');
    clock.set('2026-12-02T00:00:00Z');
    expect(await until(gatewayId)).toBe('2027-12-02T00:00:00.000Z');
  });

  it('is never, where the only one is revoked', async () => {
    const gatewayId = await inForce();
    await acts.revokingCertificate.execute(bob, { id: (await shown(gatewayId)).certificates[0]!.id, reason: 'Lost' });
    expect(await until(gatewayId)).toBeNull();
    expect(await read((tx) => gatewayCertificateEnds(tx))).toEqual([{ code: 'north', untilAt: null }]);
    await confirm(await next(gatewayId));
    expect(await until(gatewayId)).toBe('2027-01-01T00:00:00.000Z');
  });
});

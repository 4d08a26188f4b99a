import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { sql, Transactions } from '@accord/kernel/server';
import { Dice } from '@accord/kernel/testing';
import { CertificateWorld, UNTIL_SUMMER } from '@accord/systems/testing';
import { PUBLISHER } from '../jobs/publishing-loop.js';
import { FactsStore } from '../storage/facts-store.js';
import { currentAmong } from './pushed-files.js';
import { machinesOf, type Machine } from './repository.js';

// Keys are made for each case, and the machine may be busy.
jest.setTimeout(60_000);

const FEED: Actor = { ...PUBLISHER, name: 'feed', duty: null, origin: 'feed' };
const world = new CertificateWorld();
const { clock, ann, bob, viktor, vera, registered, inForce, next, confirm, shown, registerOf, confirmOf } = world;
let acts: CertificateWorld['acts'];
let feed: Transactions;

beforeAll(async () => {
  await world.open();
  acts = world.acts;
  feed = new Transactions(await world.database.dataSourceAs('feed'), clock);
});
beforeEach(() => world.forget());
afterAll(() => world.close());

/** Whom the feed takes whoever presents it for, if anybody: at its door, and alike for a stream that is open already. */
const knownBy = async (sha256: string): Promise<string | null> => {
  const { machine, listening } = await feed.read(FEED, async (tx) => {
    const { text, params } = machinesOf([sha256], clock.now());
    return { machine: (await sql<Machine>(tx, text, params))[0], listening: await currentAmong(tx, [sha256]) };
  });
  const current = machine?.standing === 'current' ? machine : null;
  expect([...listening]).toEqual(current === null ? [] : [[sha256, current.kind === 'gateway' ? current.localities : []]]);
  return current === null ? null : current.kind === 'gateway' ? current.id : current.consumer;
};
const localitiesOf = async (sha256: string) => (await feed.read(FEED, (tx) => currentAmong(tx, [sha256]))).get(sha256);

describe('whom the feed takes a certificate for', () => {
  it('is a gateway once a second person has confirmed it, with the localities it serves, until it is quarantined', async () => {
    const id = await registered();
    const { sha256 } = (await shown(id)).certificates[0]!;
    expect(await knownBy(sha256)).toBeNull();
    await acts.confirming.execute(bob, { id, expectedVersion: 1 });
    expect([await knownBy(sha256), await localitiesOf(sha256)]).toEqual([id, ['TSTL1']]);
    await acts.revoking.execute(bob, { id, reason: 'Stolen' });
    expect(await knownBy(sha256)).toBeNull();
  });

  it('is the same gateway by the next certificate once that is confirmed, beside the one before until that ends or is revoked', async () => {
    const id = await inForce();
    const [first] = (await shown(id)).certificates;
    const following = await next(id);
    const known = (...each: { readonly sha256: string }[]) => Promise.all(each.map(({ sha256 }) => knownBy(sha256)));
    expect(await known(first!, following)).toEqual([id, null]);
    await confirm(following);
    expect(await known(first!, following)).toEqual([id, id]);
    clock.set(UNTIL_SUMMER.until);
    expect(await known(first!, following)).toEqual([null, id]);
    const last = await next(id);
    await confirm(last);
    await acts.revokingCertificate.execute(bob, { id: following.id, reason: 'The key was copied' });
    expect(await known(first!, following, last)).toEqual([null, null, id]);
  });

  it('is a consumer once a second person has confirmed it, inside its dates, until it is revoked', async () => {
    const certificate = await registerOf(vera);
    expect(await knownBy(certificate.sha256)).toBeNull();
    await confirmOf(viktor, certificate);
    expect(await knownBy(certificate.sha256)).toBe('TSTV01');
    clock.set('2027-01-01T00:00:00Z');
    expect(await knownBy(certificate.sha256)).toBeNull();
    clock.set('2025-12-31T23:59:59Z');
    expect(await knownBy(certificate.sha256)).toBeNull();
    clock.set('2026-03-02T09:00:00Z');
    await world.certificates.revoking.execute(vera, { id: certificate.id, reason: 'The laptop was lost.', impactHash: 'shown' });
    expect(await knownBy(certificate.sha256)).toBeNull();
  });

  it('is the gateway where one stands in both registers from before: at the door and on an open stream, with all that it serves', async () => {
    const id = await inForce();
    const { sha256 } = (await shown(id)).certificates[0]!;
    const system = await registerOf(vera);
    await confirmOf(viktor, system);
    const stands = (values: string): Promise<unknown> => world.database.owner.query(`SET session_replication_role = replica; ${values}; SET session_replication_role = origin`);
    await stands(`UPDATE system_certificate SET sha256 = '${sha256}' WHERE id = '${system.id}'`);
    expect([await knownBy(sha256), await localitiesOf(sha256)]).toEqual([id, ['TSTL1']]);
    await stands(`UPDATE gateway SET revoked_at = '2026-03-02', revoked_by = registered_by, revoked_reason = 'Stolen' WHERE id = '${id}'`);
    expect(await knownBy(sha256)).toBeNull();
  });
});

describe('what is done with a gateway', () => {
  it('has nobody compile the localities that it serves', async () => {
    const publisher = new Transactions(await world.database.dataSourceAs('publisher'), clock);
    const id = await inForce();
    await confirm(await next(id));
    await acts.revokingCertificate.execute(ann, { id: (await shown(id)).certificates[0]!.id, reason: 'Lost' });
    await acts.revoking.execute(bob, { id, reason: 'Stolen' });
    const { facts, pending } = await publisher.read(PUBLISHER, (tx) => new FactsStore().read(tx, false));
    expect([facts.localities, pending.map(({ localities, isNational }) => [localities, isNational])]).toEqual([[], Array(6).fill([[], false])]);
  });
});

describe('any order of acts', () => {
  it.each([1, 2, 3])('leaves a gateway known by what is confirmed, begun, not over and not revoked, and by nothing else (seed %i)', async (seed) => {
    const dice = new Dice(seed);
    const gatewayId = await inForce({ until: '2026-03-20T00:00:00Z' });
    const known = new Map<string, { until: number; from: number; by: string | null; state: 'registered' | 'confirmed' | 'revoked' }>();
    const [first] = (await shown(gatewayId)).certificates;
    known.set(first!.id, { from: Date.parse(first!.fromAt), until: Date.parse(first!.untilAt), by: 'Ann Administrator', state: 'confirmed' });
    for (let step = 0; step < 40; step += 1) {
      const by = dice.one([ann, bob]);
      const rows = (await shown(gatewayId)).certificates;
      const one = dice.one(rows);
      const of = known.get(one.id)!;
      const told = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: { code: string }) => error.code);
      switch (dice.one(['register', 'confirm', 'confirm', 'revoke', 'wait'])) {
        case 'register': {
          const day = clock.now().getTime() + dice.below(20) * 86_400_000;
          const isFree = ![...known.values()].some(({ state }) => state === 'registered');
          const said = await told(next(gatewayId, { from: new Date(day).toISOString(), until: new Date(day + (1 + dice.below(30)) * 86_400_000).toISOString() }, by).then((row) => {
            known.set(row.id, { from: Date.parse(row.fromAt), until: Date.parse(row.untilAt), by: by.name, state: 'registered' });
          }));
          expect(said).toBe(isFree ? 'done' : 'GATEWAY_CERTIFICATE_WAITS');
          break;
        }
        case 'confirm': {
          const isOver = of.until <= clock.now().getTime();
          expect(await told(confirm(one, by))).toBe(of.state !== 'registered' ? 'NOT_READY' : of.by === by.name ? 'SAME_PERSON' : isOver ? 'CERTIFICATE_EXPIRED' : 'done');
          if (of.state === 'registered' && of.by !== by.name && !isOver) of.state = 'confirmed';
          break;
        }
        case 'revoke':
          expect(await told(acts.revokingCertificate.execute(by, { id: one.id, reason: 'x' }))).toBe(of.state === 'revoked' ? 'NOT_READY' : 'done');
          of.state = 'revoked';
          break;
        default: clock.set(new Date(clock.now().getTime() + dice.below(8) * 86_400_000));
      }
      const now = clock.now().getTime();
      for (const row of (await shown(gatewayId)).certificates) {
        const { state, from, until } = known.get(row.id)!;
        expect([row.state, await knownBy(row.sha256)]).toEqual([state, state === 'confirmed' && from <= now && now < until ? gatewayId : null]);
      }
    }
  });
});

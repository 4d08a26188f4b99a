import { describe, expect, it } from '@jest/globals';
import type { PresentedCertificates } from '@accord/enforcement';
import type { Transactions } from '@accord/kernel/server';
import { FixedClock } from '@accord/kernel/testing';
import type { FastifyRequest } from 'fastify';
import { Callers, callerOf, type Reader } from './callers.js';
import type { RefusedCallers } from './refused-callers.js';
import type { RightOfWay } from './right-of-way.js';

const [RECONCILER, PUBLISHER, NORTH] = ['a', 'b', 'c'].map((each) => each.repeat(64)) as [string, string, string];
const reader = (purpose: Reader['purpose'], sha256: string): Reader => ({ purpose, sha256, subject: purpose, from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') });

describe('whoever asks in the place of another', () => {
  it('gives way once it is known to be the reconciler: nobody else waits', async () => {
    let [presents, waits] = [RECONCILER, 0];
    const gateway = { kind: 'gateway', fingerprint: NORTH, code: 'north', standing: 'current', localities: [] };
    const callers = new Callers({ readOne: () => Promise.resolve({ rows: [gateway] }) } as unknown as Transactions, new FixedClock('2026-03-02T09:00:00Z'),
      { originOf: () => 'here', fingerprintOf: () => presents } as unknown as PresentedCertificates, [reader('reconciler', RECONCILER), reader('publisher', PUBLISHER)],
      { keep: () => Promise.resolve() } as unknown as RefusedCallers, { give: () => { waits += 1; return Promise.resolve(); } } as unknown as RightOfWay);
    const asking = (named?: string): FastifyRequest => ({ raw: {}, method: 'GET', url: '/publication/localities', headers: named === undefined ? {} : { 'accord-in-place-of': named } }) as unknown as FastifyRequest;
    for (const other of [PUBLISHER, NORTH]) {
      presents = other;
      await expect(callers.admit(asking(NORTH))).rejects.toMatchObject({ code: 'RECONCILER_ONLY' });
    }
    presents = RECONCILER;
    await callers.admit(asking());
    expect(waits).toBe(0);
    const request = asking(NORTH);
    await callers.admit(request);
    expect([waits, callerOf(request)]).toMatchObject([1, { code: 'north', isLookedFor: true }]);
  });
});

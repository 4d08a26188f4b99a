import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decide, type Book } from '@accord/enforcement';
import { newId, type Actor, type Duty, type LocalityId, type OdsCode, type PersonId } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import type { AskedScope } from '@accord/agreements';
import { agreementsMappings, stopActs } from '@accord/agreements/testing';
import { PublishedSharing } from '../../testing/index.js';

// Design section 5: what is stopped in any scope is refused at a gateway, nothing else is, and lifting it brings back exactly that (R5).
let sharing: PublishedSharing;
let acts: ReturnType<typeof stopActs>;
let agreed: ReadonlySet<string>;
let ids: Readonly<Record<string, string>>;
const PROVIDERS = [0, 1, 2, 3].map((n) => `TSTP0000${n}`);
const CONSUMERS = [0, 1, 2, 3].map((n) => `TSTV0000${n}`);
const certificateOf = (consumer: string): string => createHash('sha256').update(`certificate${Number(consumer.slice(-1))}`).digest('hex');

beforeAll(async () => {
  sharing = await PublishedSharing.open({ localities: 2, providers: 4, consumers: 4 });
  acts = stopActs(new Transactions(await sharing.database.dataSourceAs('api', agreementsMappings), sharing.clock));
  const { rows } = await sharing.database.owner.query<{ key: string; id: string }>(`
    SELECT code AS key, id FROM locality UNION ALL SELECT reference, id FROM sharing_agreement UNION ALL SELECT provider_ods_code, id FROM participation
    UNION ALL SELECT consumer_ods_code, id FROM consumer_part UNION ALL SELECT 'system of ' || consumer_ods_code, id FROM consumer_system`);
  ids = Object.fromEntries(rows.map(({ key, id }) => [key, id]));
  await sharing.publish();
  agreed = new Set(Object.entries(answers(await sharing.book(), () => true)).filter(([, answer]) => answer === 'permit').map(([key]) => key));
});
afterAll(() => sharing.close());

async function somebody(duty: Duty, odsCode: string | null = null): Promise<Actor> {
  const personId = newId<PersonId>(sharing.clock.now());
  await sharing.database.owner.query(`INSERT INTO person (id, name, recorded_at) VALUES ($1, 'Some Body', $2)`, [personId, sharing.clock.now()]);
  const localities = odsCode === null ? [ids['TSTL00000']!, ids['TSTL00001']!] as LocalityId[] : [];
  return { kind: 'person', personId, name: 'Some Body', duty, odsCode: odsCode as OdsCode | null, localities, acr: 'AAL3_ANY', authenticatedAt: sharing.clock.now(), origin: 'spec' };
}

/** Every "provider consumer view" with what a gateway answers, of those that are agreed. */
function answers(book: Book, isAsked = (key: string): boolean => agreed.has(key)): Readonly<Record<string, string>> {
  const now = sharing.clock.now().getTime();
  const found: Record<string, string> = {};
  for (const provider of PROVIDERS) for (const consumer of CONSUMERS) for (const view of book.services.find(({ code }) => code === 'DCR')!.views.texts) {
    const key = `${provider} ${consumer} ${view}`;
    if (!isAsked(key)) continue;
    const { decision, reason } = decide({ certificate: certificateOf(consumer), service: 'DCR', provider, views: [view] }, book, now);
    found[key] = decision === 'permit' ? 'permit' : reason;
  }
  return found;
}

const viewOf = async (consumer: string): Promise<string> => Object.keys(answers(await sharing.book())).find((key) => key.includes(consumer))!.split(' ')[2]!;

type Case = readonly [string, () => Promise<AskedScope>, (provider: string, consumer: string, view: string, oneView: string) => boolean, Duty, Duty, string | null];
const CASES: readonly Case[] = [
  ['one pair, by the practice', async () => ({ kind: 'pair', agreementId: ids['DCR-TSTL00000-0001']!, providerOdsCode: 'TSTP00000', consumerOdsCode: 'TSTV00000' }),
    (provider, consumer) => provider === 'TSTP00000' && consumer === 'TSTV00000', 'signatory', 'practice-governance-lead', 'TSTP00000'],
  ['one pair, by the viewer', async () => ({ kind: 'pair', agreementId: ids['DCR-TSTL00001-0001']!, providerOdsCode: 'TSTP00001', consumerOdsCode: 'TSTV00003' }),
    (provider, consumer) => provider === 'TSTP00001' && consumer === 'TSTV00003', 'viewer-governance-lead', 'viewer-governance-lead', 'TSTV00003'],
  ['a practice', async () => ({ kind: 'provider', providerOdsCode: 'TSTP00002' }), (provider) => provider === 'TSTP00002', 'practice-governance-lead', 'signatory', 'TSTP00002'],
  ['a viewer', async () => ({ kind: 'consumer', consumerOdsCode: 'TSTV00002' }), (_provider, consumer) => consumer === 'TSTV00002', 'privacy-officer', 'privacy-officer', 'TSTV00002'],
  ['a system of a viewer', async () => ({ kind: 'system', systemId: ids['system of TSTV00001']! }), (_provider, consumer) => consumer === 'TSTV00001', 'viewer-governance-lead', 'viewer-governance-lead', 'TSTV00001'],
  ['one view of a viewer, for all its practices alike', async () => ({ kind: 'view', consumerOdsCode: 'TSTV00002', serviceCode: 'DCR', view: await viewOf('TSTV00002') }),
    (_provider, consumer, view, oneView) => consumer === 'TSTV00002' && view === oneView, 'approver', 'activation-officer', null],
  ['an agreement', async () => ({ kind: 'agreement', agreementId: ids['DCR-TSTL00001-0001']! }), (provider) => Number(provider.slice(-1)) % 2 === 1, 'activation-officer', 'activation-officer', null],
  ['a locality', async () => ({ kind: 'locality', localityId: ids['TSTL00000']! }), (provider) => Number(provider.slice(-1)) % 2 === 0, 'activation-officer', 'activation-officer', null],
];

describe('a suspension', () => {
  it.each(CASES)('of %s is refused at the gateway and nothing else is; resumed by its side and an approver, everything is as before', async (_what, scopeOf, reaches, imposes, asks, odsCode) => {
    const before = answers(await sharing.book());
    expect(new Set(Object.values(before))).toEqual(new Set(['permit']));
    const scope = await scopeOf();
    const oneView = scope.kind === 'view' ? scope.view : '';

    const { stopId } = await acts.stopping.suspend(await somebody(imposes, odsCode), { scope, reason: 'A worry' });
    await sharing.publish();
    const expected = Object.fromEntries(Object.keys(before).map((key) => {
      const [provider, consumer, view] = key.split(' ') as [string, string, string];
      return [key, reaches(provider, consumer, view, oneView) ? 'STOPPED' : 'permit'];
    }));
    expect(Object.values(expected)).toContain('STOPPED');
    expect(answers(await sharing.book())).toEqual(expected);
    const { rows: states } = await sharing.database.owner.query(`SELECT DISTINCT state FROM participation UNION SELECT DISTINCT state FROM consumer_part`);
    expect(states).toEqual([{ state: 'live' }]);

    await acts.resuming.ask(await somebody(asks, odsCode), { stopId, expectedVersion: 1 });
    await sharing.publish();
    expect(answers(await sharing.book())).toEqual(expected);
    await acts.resuming.confirm(await somebody('approver'), { stopId, expectedVersion: 2 });
    await sharing.publish();
    expect(answers(await sharing.book())).toEqual(before);
  });

  it.each([['provider', 'TSTP00001'], ['consumer', 'TSTV00001']] as const)('of one part on the side of the %s moves its state, and back', async (side, code) => {
    const officer = await somebody('activation-officer');
    const before = answers(await sharing.book());
    const { stopId } = await acts.narrowing.suspend(officer, { side, id: ids[code]!, expectedVersion: 1, reason: 'A worry' });
    await sharing.publish();
    expect(Object.entries(answers(await sharing.book())).filter(([, answer]) => answer === 'STOPPED').map(([key]) => key)).toEqual(Object.keys(before).filter((key) => key.includes(code)));
    await acts.resuming.ask(officer, { stopId: stopId!, expectedVersion: 1 });
    await acts.resuming.confirm(await somebody('approver'), { stopId: stopId!, expectedVersion: 2 });
    await sharing.publish();
    expect(answers(await sharing.book())).toEqual(before);
  });
});

describe('a withdrawal from one viewer', () => {
  it('is refused at the gateway for that viewer alone, is never lifted, and lets the pair go', async () => {
    const before = answers(await sharing.book());
    const signatory = await somebody('signatory', 'TSTP00003');
    const { stopId } = await acts.stopping.withdrawFrom(signatory, { id: ids['TSTP00003']!, consumerOdsCode: 'TSTV00003' });
    await sharing.publish();
    const after = answers(await sharing.book());
    for (const [key, answer] of Object.entries(after)) expect([key, answer]).toEqual([key, key.startsWith('TSTP00003 TSTV00003') ? 'OUTSIDE_DATES' : before[key]]);
    await expect(acts.resuming.ask(signatory, { stopId, expectedVersion: 1 })).rejects.toEqual(expect.objectContaining({ code: 'NOT_READY' }));
    const { rows } = await sharing.database.owner.query('SELECT count(*)::int AS held FROM pair WHERE provider_ods_code = $1 AND consumer_ods_code = $2 AND upper(held_during) > $3', ['TSTP00003', 'TSTV00003', sharing.clock.now()]);
    expect(rows).toEqual([{ held: 0 }]);
  });
});

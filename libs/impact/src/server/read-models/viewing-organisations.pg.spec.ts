import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, Duty, OdsCode, PersonId } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { PublishedSharing } from '@accord/publication/testing';
import { agreementsOf, gatesOfConsumer, systemsOf, viewingOrganisation, viewingOrganisations, viewSetsOf } from './viewing-organisations.js';

const acting = (duty: Duty, odsCode: string | null): Actor => ({
  kind: 'person', personId: '00000000-0000-7000-8000-0000000000ab' as PersonId, name: 'Odile', duty, odsCode: odsCode as OdsCode | null, localities: [], acr: null, authenticatedAt: null, origin: 'spec',
});
const PAGE = { page: 1, perPage: 10 };

describe('viewing organisations', () => {
  let sharing: PublishedSharing;
  let transactions: Transactions;

  beforeAll(async () => {
    sharing = await PublishedSharing.open({ localities: 2, providers: 4, consumers: 3 });
    await sharing.behindTheirBack(`INSERT INTO viewing_organisation_member SELECT consumer_ods_code, viewing_organisation_id, '[2026-01-01,)', '2026-01-01' FROM consumer_part`);
    transactions = new Transactions(await sharing.database.dataSourceAs('api'), sharing.clock);
  });
  afterAll(() => sharing.close());

  it.each([
    ['the national auditor all', acting('auditor-national', null), ['TSTV00000', 'TSTV00001', 'TSTV00002']],
    ['a practice those of its agreement', acting('signatory', 'TSTP00000'), ['TSTV00000', 'TSTV00002']],
    ['a viewer itself and who is named beside it', acting('viewer-governance-lead', 'TSTV00001'), ['TSTV00001']],
    ['who is party to nothing none', acting('signatory', 'TSTP99999'), []],
  ] as const)('shows %s', async (_whom, actor, codes) => {
    const { total, items } = await transactions.read(actor, (tx) => viewingOrganisations(tx, null, PAGE));
    expect([total, items.map(({ odsCode }) => odsCode)]).toEqual([codes.length, codes]);
  });

  it('shows nothing of one across the fence, and of one in sight no system and no certificate', async () => {
    const read = (odsCode: string) => transactions.read(acting('signatory', 'TSTP00000'), async (tx) => ({
      one: await viewingOrganisation(tx, odsCode), sets: (await viewSetsOf(tx, odsCode)).length, agreements: (await agreementsOf(tx, odsCode, PAGE)).total, systems: (await systemsOf(tx, odsCode)).length,
    }));
    expect(await read('TSTV00001')).toEqual({ one: null, sets: 0, agreements: 0, systems: 0 });
    expect(await read('TSTV00000')).toMatchObject({ one: { providers: 2, agreements: 1, certificateUntil: null }, sets: 1, agreements: 1, systems: 0 });
  });

  it('reads its own gates by the rule of going live', async () => {
    const gates = await transactions.read(acting('viewer-governance-lead', 'TSTV00000'), (tx) => gatesOfConsumer(tx, 'TSTV00000'));
    expect(gates.filter(({ holds }) => holds).map(({ gate }) => gate)).toEqual(['open', 'evidence', 'certificate']);
  });
});

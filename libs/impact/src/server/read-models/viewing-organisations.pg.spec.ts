import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, Duty, OdsCode, PersonId } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { AgreementWorld } from '@accord/agreements/testing';
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
    expect(await read('TSTV00000')).toMatchObject({ one: { providers: 2, agreements: 1, hasVisiblePart: true, certificateUntil: null }, sets: 1, agreements: 1, systems: 0 });
  });

  it('reads its own gates by the rule of going live', async () => {
    const gates = await transactions.read(acting('viewer-governance-lead', 'TSTV00000'), (tx) => gatesOfConsumer(tx, 'TSTV00000'));
    expect(gates.filter(({ holds }) => holds).map(({ gate }) => gate)).toEqual(['open', 'evidence', 'certificate']);
  });
});

describe('a viewing organisation that staff of another locality meet', () => {
  let world: AgreementWorld;
  beforeAll(async () => { world = await AgreementWorld.open(); });
  afterAll(() => world.close());

  it('is known by its view set, and nothing is said of parts that are hidden', async () => {
    const viewer = world.viewer();
    await world.aLiveAgreement({ consumers: [{ odsCode: viewer, views: ['summary'] }] });
    const told = (actor: Actor) => world.transactions.read(actor, async (tx) => ({ one: await viewingOrganisation(tx, viewer), agreements: (await agreementsOf(tx, viewer, PAGE)).total }));
    expect(await told(world.farOfficer)).toMatchObject({ one: { hasVisiblePart: false, agreements: 0, providers: 0 }, agreements: 0 });
    expect(await told(world.officer)).toMatchObject({ one: { hasVisiblePart: true, agreements: 1, providers: 1 }, agreements: 1 });
  });

  it('has one part in an agreement, however often somebody left and came back, as the list of agreements counts it', async () => {
    const [practice, viewer] = [world.practice(1), world.viewer(1)];
    const agreementId = await world.aLiveAgreement({ providers: [practice], consumers: [{ odsCode: viewer, views: ['summary'] }] });
    await world.places.beyondTheRules(async () => {
      for (const [table, gone] of [['participation', 'withdrawn'], ['consumer_part', 'left']] as const) {
        const { rows } = await world.database.owner.query<{ columns: string }>(`SELECT string_agg(column_name, ', ') AS columns FROM information_schema.columns WHERE table_name = $1 AND is_generated = 'NEVER' AND column_name NOT IN ('id', 'state', 'recorded_at')`, [table]);
        await world.database.owner.query(`INSERT INTO ${table} (id, state, recorded_at, ${rows[0]!.columns}) SELECT gen_random_uuid(), '${gone}', '2026-01-01', ${rows[0]!.columns} FROM ${table} WHERE agreement_id = $1`, [agreementId]);
      }
    });
    const { behind, tallies } = await world.transactions.read(world.officer, async (tx) => ({ behind: await agreementsOf(tx, viewer, PAGE), tallies: await world.list.tallies(tx, [agreementId]) }));
    expect(behind).toMatchObject({ total: 1, items: [{ partState: 'live', providers: [{ state: 'live', count: 1 }] }] });
    expect(tallies.get(agreementId)).toEqual([{ side: 'provider', state: 'live', parties: 1 }, { side: 'consumer', state: 'live', parties: 1 }]);
  });
});

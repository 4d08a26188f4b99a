import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { viewAnswers } from '@accord/views/testing';
import { AgreementWorld } from '../../testing/index.js';
import { TakenPairs } from '../storage/taken-pairs.js';
import { DraftCollisions } from '../use-cases/draft-collisions.js';
import { AgreementListReader, type ListAsked } from './agreement-list.js';

let world: AgreementWorld;
let draft: string; let open: string; let past: string;
const list = new AgreementListReader();
beforeAll(async () => {
  world = await AgreementWorld.open();
  draft = (await world.drafting.execute(world.officer, world.aDraft({ reference: 'DCR-DRAFT-1', title: 'A draft of 50% of the moor' }))).id;
  open = await world.anOpenAgreement({ reference: 'DCR-OPEN-1', title: 'Aldermoor evenings', providers: [world.practice(0), world.practice(1)] });
  past = await world.anOpenAgreement({ reference: 'DCR-PAST-1', providers: [world.practice(2)], beginsOn: '2026-01-01', reviewOn: '2026-02-01', endsOn: '2026-03-02' });
  await world.verified(open, world.practice(0));
  world.clock.advance(2 * 86_400_000);
});
afterAll(() => world.close());

const references = async (who: Actor, asked: Partial<ListAsked> = {}): Promise<string[]> =>
  (await world.transactions.read(who, (tx) => list.page(tx, { page: 1, perPage: 25, ...asked }))).items.map((row) => row.reference);

describe('the list of agreements', () => {
  it.each<[string, Partial<ListAsked>, readonly string[]]>([
    ['without a question shows all, by reference', {}, ['DCR-DRAFT-1', 'DCR-OPEN-1', 'DCR-PAST-1']],
    ['finds the beginning of a reference in small letters', { search: 'dcr-op' }, ['DCR-OPEN-1']],
    ['finds part of a title', { search: 'EVENING' }, ['DCR-OPEN-1']],
    ['takes a percent sign for itself', { search: '50%' }, ['DCR-DRAFT-1']],
    ['narrows to drafts', { state: 'draft' }, ['DCR-DRAFT-1']],
    ['counts one whose end has passed as expired, and no longer as open', { state: 'open' }, ['DCR-OPEN-1']],
    ['narrows to those whose end has passed', { state: 'expired' }, ['DCR-PAST-1']],
    ['shows nothing for a locality that is none', { localityId: 'nowhere' }, []],
    ['gives a second page', { page: 2, perPage: 2 }, ['DCR-PAST-1']],
  ])('%s', async (_what, asked, shown) => expect(await references(world.officer, asked)).toEqual(shown));

  it('counts all that match, whichever page is asked', async () => {
    expect((await world.transactions.read(world.officer, (tx) => list.page(tx, { page: 2, perPage: 1 }))).total).toBe(3);
    await expect(world.transactions.read(world.officer, (tx) => list.page(tx, { page: 1, perPage: 101 }))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('tells how many parties stand where', async () => {
    const tallies = await world.transactions.read(world.officer, (tx) => list.tallies(tx, [open, draft]));
    expect(tallies.get(open)).toEqual([{ side: 'provider', state: 'invited', parties: 1 }, { side: 'provider', state: 'verified', parties: 1 }, { side: 'consumer', state: 'invited', parties: 1 }]);
    expect(tallies.get(draft)).toEqual([]);
  });

  it('shows an organisation what it is party to, and another organisation and another locality nothing', async () => {
    const [party, other] = [(await world.signatoryOf(world.practice(1))).actor, (await world.signatoryOf(world.places.farPractice)).actor];
    expect([await references(party), await references(other), await references(world.farOfficer)]).toEqual([['DCR-OPEN-1'], [], []]);
    const tallies = await world.transactions.read(other, (tx) => list.tallies(tx, [open, past]));
    expect([...tallies.values()].flat()).toEqual([]);
    const versionId = await world.transactions.read(party, async (tx) => (await world.reader.byId(tx, open))!.versionId);
    const [shown, hidden] = await Promise.all([party, other].map((who) => world.transactions.read(who, (tx) => list.providersOf(tx, [versionId]))));
    expect(shown!.get(versionId)!.map((row) => row.odsCode)).toEqual([world.practice(0), world.practice(1)]);
    expect(hidden).toEqual(new Map([[versionId, []]]));
    const consumers = await Promise.all([party, other].map((who) => world.transactions.read(who, (tx) => list.consumersOf(tx, [versionId]))));
    expect(consumers.map((found) => found.get(versionId)!.length)).toEqual([1, 0]);
  });
});

describe('whom a draft may name', () => {
  it('are the open practices of a locality, to staff assigned to it', async () => {
    const codes = async (who: Actor, locality: string): Promise<string[]> => (await world.transactions.read(who, (tx) => list.draftProviders(tx, locality))).map((row) => row.odsCode);
    expect(await codes(world.officer, world.places.here)).toEqual(['TSTP01', 'TSTP02', 'TSTP03']);
    expect([await codes(world.farOfficer, world.places.here), await codes(world.officer, 'nowhere')]).toEqual([[], []]);
    const named = await world.transactions.read(world.officer, async (tx) => {
      const { versionId } = (await world.reader.byId(tx, draft))!;
      return (await list.providersOf(tx, [versionId])).get(versionId);
    });
    expect(named?.map((row) => row.odsCode)).toEqual(['TSTP01']);
  });
});

describe('view sets that are agreed already', () => {
  const { services, viewSets } = viewAnswers();
  const told = (who: Actor, views: readonly string[], code = 'TSTV01', localityId: string = who.localities[0] ?? world.places.here) =>
    world.transactions.read(who, (tx) => new DraftCollisions(services, viewSets, new TakenPairs()).execute(tx, who, { localityId, serviceCode: 'DCR', consumers: [{ odsCode: code, views }] }));

  it.each<[string, readonly string[], boolean]>([
    ['the same views in another order do not differ', ['medication', 'summary'], false], ['nothing ticked does not differ', [], false], ['fewer views differ', ['summary'], true], ['more views differ', ['summary', 'medication', 'problems'], true],
  ])('are told with their agreement: %s', async (_what, views, differs) => {
    expect(await told(world.officer, views)).toEqual([{ odsCode: 'TSTV01', views: ['summary', 'medication'], reference: 'DCR-OPEN-1', agreementId: open, differs }]);
  });

  it('are left out where none is agreed', async () => expect(await told(world.officer, ['summary'], 'TSTV02')).toEqual([]));

  it('are told without a link to an agreement one may not open, and to another organisation not at all', async () => {
    expect(await told(world.farOfficer, ['summary'])).toEqual([expect.objectContaining({ reference: 'DCR-OPEN-1', agreementId: null })]);
    expect(await told(world.farOfficer, ['summary'], 'TSTV01', world.places.here)).toEqual([]);
    expect(await told((await world.signatoryOf(world.places.farPractice)).actor, ['summary'])).toEqual([]);
  });
});

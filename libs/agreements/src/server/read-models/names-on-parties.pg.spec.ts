import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { AgreementWorld } from '../../testing/index.js';
import { AgreementsReader, type PartyRow } from './agreements.js';

const reader = new AgreementsReader();
let world: AgreementWorld;
let agreement: string;
let practice: string;

beforeAll(async () => {
  world = await AgreementWorld.open();
  practice = world.practice();
  agreement = await world.aLiveAgreement({ providers: [practice], consumers: [{ odsCode: world.viewer(), views: ['summary'] }] });
});
afterAll(() => world.close());

/** The same party by each way of asking. */
const seenBy = async (actor: Actor): Promise<PartyRow[]> => world.transactions.read(actor, async (tx) => {
  const [mine] = (await reader.partiesOf(tx, [agreement])).filter(({ side }) => side === 'provider');
  return mine === undefined ? [] : [mine, (await reader.party(tx, mine.id))!, (await reader.partiesOfOrganisation(tx, practice))[0]!];
});
const handsOf = (rows: readonly PartyRow[]): unknown[] => rows.map(({ submittedBy, verifiedBy, approvedBy }) => [submittedBy, verifiedBy, approvedBy]);

describe('whose hands a party went through', () => {
  it('is told by name to those who may see the person', async () => {
    expect(handsOf(await seenBy(world.officer))).toEqual(Array.from({ length: 3 }, () => [`Sam Signatory of ${practice}`, expect.stringMatching(/Officer$/), 'Ada Approver']));
  });

  it('is told to support as that somebody did, and not who', async () => {
    expect(handsOf(await seenBy({ ...world.auditor, duty: 'support' }))).toEqual(Array.from({ length: 3 }, () => ['•••', '•••', '•••']));
  });

  it('is not told where the person is not theirs to see', async () => {
    const lead = await world.places.somebody('Vera Viewer', 'viewer-governance-lead', { odsCode: world.viewer() });
    const rows = await world.transactions.read(lead, (tx) => reader.partiesOf(tx, [agreement]));
    expect(rows.length).toBeGreaterThan(0);
    expect(handsOf(rows.filter(({ side }) => side === 'provider')).flat()).not.toContain(`Sam Signatory of ${practice}`);
  });

  it('is nobody\'s name before anybody acted', async () => {
    const open = await world.anOpenAgreement({ providers: [world.practice(1)], consumers: [{ odsCode: world.viewer(1), views: ['summary'] }] });
    expect(handsOf(await world.transactions.read(world.officer, (tx) => reader.partiesOf(tx, [open])))).toEqual([[null, null, null], [null, null, null]]);
  });
});

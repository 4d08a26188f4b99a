import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ActivationWorld } from '@accord/activations/testing';
import type { AgreementWorld } from '@accord/agreements/testing';
import { aFile, aRow, directoryApproving, directoryImporting, directoryImportMappings } from '@accord/directory/testing';
import type { Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import type { Impact } from '../../contract/index.js';
import { SharingTold } from '../../testing/sharing-told.js';
import { SlowToAct } from '../../testing/slow-to-act.js';
import '../abilities.js';
import { ActsAsked, type Asked } from './acts-asked.js';
import { OpeningPreviewed } from './impact-of-registers.js';
import { SharingWorldReader } from './sharing-world-reader.js';

const impacts = new SlowToAct(new SharingWorldReader());
let agreements: AgreementWorld;
let acts: ActsAsked;
let importing: ReturnType<typeof directoryImporting>;
let approving: ReturnType<typeof directoryApproving>;
let [administrator, otherAdministrator]: Actor[] = [];
let world: ActivationWorld;
let practice: string;
let number = 0;

beforeAll(async () => {
  world = await ActivationWorld.open(impacts);
  agreements = world.agreements;
  acts = new ActsAsked(world.acts, agreements.cutOvers);
  const transactions = new Transactions(await agreements.database.dataSourceAs('api', directoryImportMappings), agreements.clock);
  importing = directoryImporting(transactions, new SharingTold());
  approving = directoryApproving(transactions, new SharingTold(), new OpeningPreviewed(impacts));
  administrator = await agreements.places.somebody('Adam Administrator', 'system-administrator');
  otherAdministrator = await agreements.places.somebody('Bea Administrator', 'system-administrator');
}, 60_000);
afterAll(() => agreements.close());

const preview = (actor: Actor, asked: Partial<Asked> & Pick<Asked, 'act'>): Promise<Impact> =>
  agreements.transactions.read(actor, async (tx) => impacts.of(tx, (await acts.find(tx, { id: null, ids: null, scope: null, consumerOdsCode: null, ...asked })).act));
const today = (days = 0): string => new Date(agreements.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** Something that waits for a second person, who has looked at what it changes. */
interface Ready { readonly shown: Impact; readonly look: () => Promise<Impact>; readonly act: (impactHash: string) => Promise<unknown> }

/** An import that says this of the practice, handed in by one administrator. */
async function anImport(columns: Readonly<Partial<Record<number, string>>>): Promise<Ready> {
  agreements.clock.advance(1_000);
  const file = aFile(aRow(practice, { 2: `SURGERY ${practice}`, 15: 'TSTL01', 24: 'TSTL01', ...columns }));
  const { importId: id, planHash } = await importing.execute(administrator!, { bytes: file, isDryRun: false, isExtract: true, editionOn: today() });
  const look = (): Promise<Impact> => preview(otherAdministrator!, { act: 'approveImport', id });
  return { shown: await look(), look, act: (impactHash) => approving.execute(otherAdministrator!, { id: id!, expectedVersion: 1, planHash, impactHash }) };
}

/** The lifting of a stop, which its own side has asked for. */
async function aLifting(stopId: string): Promise<Ready> {
  await agreements.resuming.ask(agreements.officer, { stopId, expectedVersion: 1 });
  const approver = { ...agreements.approver, authenticatedAt: agreements.clock.now() };
  const look = (): Promise<Impact> => preview(approver, { act: 'resume', id: stopId });
  return { shown: await look(), look, act: (impactHash) => agreements.resuming.confirm(approver, { stopId, expectedVersion: 2, impactHash }) };
}

describe('an import that opens a practice again, beside whoever lifts its stop: each gives nothing alone, and both together would', () => {
  let opening: Ready;
  let lifting: Ready;

  beforeEach(async () => {
    number += 1;
    const viewer = `TSTH${number}`;
    practice = `TSTG${number}`;
    await agreements.places.beyondTheRules(async () => {
      await agreements.places.organisation(practice, `Surgery ${practice}`, agreements.places.here);
      await agreements.places.organisation(viewer, `Hospice ${viewer}`, null);
    });
    const agreement = await world.readyAgreement({ providers: [practice], consumers: [{ odsCode: viewer, views: ['summary', 'events'] }] });
    const { id, contentHash } = await world.submitted(agreement);
    const approver = { ...agreements.approver, authenticatedAt: agreements.clock.now() };
    await world.deciding.approve(approver, { id, expectedVersion: 1, contentHash, impactHash: (await preview(approver, { act: 'approve', id })).hash });
    await world.going.execute(agreements.officer, { activationId: id, impactHash: (await preview(agreements.officer, { act: 'goLive', id })).hash });

    const closing = await anImport({ 12: today(-3).replaceAll('-', ''), 13: 'C' });
    expect(closing.shown.pairs).toHaveLength(1);
    await closing.act(closing.shown.hash);
    const { stopId } = await agreements.stopping.suspend(agreements.officer, { scope: { kind: 'provider', providerOdsCode: practice }, reason: 'A worry' });
    [opening, lifting] = [await anImport({}), await aLifting(stopId!)];
    expect([opening.shown.pairs, lifting.shown.pairs]).toEqual([[], []]);
  }, 60_000);

  it.each([['the import', () => [opening, lifting] as const], ['the lifting', () => [lifting, opening] as const]])('where %s comes first, the other looks once it is done and is refused; shown anew, it gives what it shows', async (_which, inOrder) => {
    const [first, second] = inOrder();
    const slow = impacts.slow();
    const done = first.act(first.shown.hash);
    await slow.looking;
    const came: string[] = [];
    const refused = second.act(second.shown.hash).then(() => { came.push('done'); }, (error: unknown) => { came.push((error as { code: string }).code); });
    while (came.length === 0 && (await agreements.database.owner.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount === 0) await new Promise((resolve) => { setTimeout(resolve, 10); });
    expect(came).toEqual([]);
    slow.end();
    await Promise.all([done, refused]);
    expect(came).toEqual(['IMPACT_CHANGED']);
    const shown = await second.look();
    expect(shown.pairs.map(({ provider, gained, lost }) => [provider, gained, lost])).toEqual([[practice, ['events', 'summary'], []]]);
    await second.act(shown.hash);
    expect(await agreements.database.deadlocks()).toBe(0);
  }, 60_000);
});

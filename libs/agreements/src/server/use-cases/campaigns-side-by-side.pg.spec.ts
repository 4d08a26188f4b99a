import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Outbox } from '@accord/kernel/server';
import type { AgreementId } from '@accord/agreements';
import { AgreementWorld, campaignActs, UnaskedImpact } from '../../testing/index.js';

let world: AgreementWorld;
let acts: ReturnType<typeof campaignActs>;
beforeAll(async () => {
  world = await AgreementWorld.open();
  acts = campaignActs(world.transactions, new UnaskedImpact());
});
afterAll(() => world.close());

/** How many transactions of this database wait for another. */
const waiting = async (): Promise<number> => (await world.database.owner.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount!;
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!await isSo()) await new Promise((resolve) => { setTimeout(resolve, 10); });
}

it('many withdrawals and whoever takes one of those practices live at that moment do not wait for each other', async () => {
  const viewers = [world.viewer(0), world.viewer(1)];
  const agreementId = await world.anOpenAgreement({ providers: [world.practice(0), world.practice(1)], consumers: viewers.map((odsCode) => ({ odsCode, views: ['summary'] })) }) as AgreementId;
  // The one that is held first by whoever withdraws both is live, and gets a pair by the newcomer; the other goes live.
  const [live, going] = (await Promise.all([0, 1].map((each) => world.party(agreementId, world.practice(each))))).sort((one, other) => (one.id < other.id ? -1 : 1)).map(({ odsCode }) => odsCode as string);
  for (const code of [live!, going!, ...viewers]) await world.verified(agreementId, code);
  await world.approved(agreementId, [live!, going!, ...viewers]);
  await world.goLive(agreementId, [live!, viewers[0]!]);
  const { id } = await acts.drafting.execute(world.officer, { kind: 'withdrawal', title: 'Who stays', message: 'Please say whether you withdraw.', answerBy: '2026-04-01', practices: [live!, going!] });
  await acts.moving.ask(world.officer, { id, expectedVersion: 1 });
  for (const code of [live!, going!]) {
    const rows = await world.transactions.read(world.officer, (tx) => acts.reader.agreementsOf(tx, id, code));
    await acts.answering.execute((await world.signatoryOf(code)).actor, { id, answers: rows.map(({ participationId }) => ({ participationId, reply: 'withdraw' })), reason: 'Our partners decided' });
  }

  const newcomers = (await Promise.all([going!, viewers[1]!].map((code) => world.party(agreementId, code)))).map((party) => party.id);
  let [held, go] = [(): void => undefined, (): void => undefined];
  const [isHeld, mayGo] = [new Promise<void>((resolve) => { held = resolve; }), new Promise<void>((resolve) => { go = resolve; })];
  const goingLive = world.transactions.run(world.officer, { act: 'activation.go-live' }, async (tx) => {
    await new Outbox().append(tx, { type: 'activation.went-live', subject: agreementId, localityIds: [world.places.here] });
    await world.steps.hold(tx, [agreementId], newcomers);
    held();
    await mayGo;
    return world.steps.goLive(tx, agreementId, newcomers);
  });
  await isHeld;
  const withdrawing = acts.executing.execute(world.officer, { id });
  await until(async () => await waiting() === 1);
  go();
  expect(await Promise.all([goingLive, withdrawing])).toEqual([3, expect.objectContaining({ withdrawn: 2, others: 0 })]);
  expect(await world.database.deadlocks()).toBe(0);
  expect((await world.database.owner.query('SELECT FROM pair WHERE agreement_id = $1 AND upper(held_during) > $2', [agreementId, world.clock.now()])).rowCount).toBe(0);
});

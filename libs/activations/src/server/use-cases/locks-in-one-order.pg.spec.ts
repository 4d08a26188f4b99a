import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { UnaskedImpact } from '@accord/agreements/testing';
import { ActivationWorld } from '../../testing/index.js';

/** Lets whoever widens look at the impact as long as a spec says; everything they need is held by then. */
class SlowLook extends UnaskedImpact {
  private begun = (): void => undefined;
  private until: Promise<void> = Promise.resolve();

  slow(): { readonly looking: Promise<void>; readonly end: () => void } {
    let end = (): void => undefined;
    this.until = new Promise((resolve) => { end = resolve; });
    return { looking: new Promise((resolve) => { this.begun = resolve; }), end: () => { end(); } };
  }

  override async demandUnchanged(): Promise<void> {
    this.begun();
    await this.until;
  }
}

const [P1, P2, P3, V1, V2] = ['TSTP01', 'TSTP02', 'TSTP03', 'TSTV01', 'TSTV02'] as const;
const impact = new SlowLook();
let world: ActivationWorld;
let beside: Client;
beforeAll(async () => {
  world = await ActivationWorld.open(impact);
  beside = await world.agreements.database.watcher();
});
afterAll(() => world.close());

/** How many transactions of this database wait for another. */
const waiting = async (): Promise<number> => (await world.agreements.database.owner.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount!;
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!await isSo()) await new Promise((resolve) => { setTimeout(resolve, 10); });
}
const goLive = (): Promise<unknown> => world.going.locality({ ...world.agreements.officer, authenticatedAt: world.agreements.clock.now() }, { localityId: world.agreements.places.here });

it('whoever takes a locality live holds its agreements in the order of everybody else, whichever was approved first', async () => {
  const lesser = await world.readyAgreement({ providers: [P1], consumers: [{ odsCode: V1, views: ['summary'] }] });
  world.agreements.clock.advance(1_000);
  const greater = await world.readyAgreement({ providers: [P2], consumers: [{ odsCode: V1, views: ['summary'] }] });
  await world.approved(greater);
  world.agreements.clock.advance(1_000);
  await world.approved(lesser);
  await beside.query('BEGIN');
  await beside.query('SELECT FROM sharing_agreement WHERE id = $1 FOR UPDATE', [lesser]);
  const going = goLive();
  await until(async () => await waiting() === 1);
  expect((await world.agreements.database.owner.query('SELECT FROM sharing_agreement WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED', [greater])).rowCount).toBe(1);
  await beside.query('COMMIT');
  await going;
});

it('a cut-over and whoever goes on with the rest of a list do not wait for each other', async () => {
  const { agreements } = world;
  const { agreementId } = await world.live({ providers: [P3], consumers: [{ odsCode: V2, views: ['summary'] }] });
  const { id } = await agreements.proposing.execute(agreements.officer, { consumerOdsCode: V2, serviceCode: 'DCR', views: ['summary', 'events'], reason: 'The night team asks for it', lapsesOn: '2026-06-30' });
  for (const code of [P3, V2]) await agreements.verified(agreementId, code);
  await world.approved(agreementId);
  const rest = await world.readyAgreement({ providers: [P2], consumers: [{ odsCode: V1, views: ['summary'] }], beginsOn: '2028-03-01', reviewOn: '2029-03-01', endsOn: '2029-12-31' });
  await world.approved(rest);
  agreements.clock.advance(1_000);

  const look = impact.slow();
  const cuttingOver = agreements.cuttingOver.execute({ ...agreements.approver, authenticatedAt: agreements.clock.now() }, { id, impactHash: '0'.repeat(64) });
  await look.looking;
  await beside.query('BEGIN');
  await beside.query('SELECT FROM sharing_agreement WHERE id = $1 FOR UPDATE', [rest]);
  const going = goLive();
  await until(async () => await waiting() === 1);
  look.end();
  let isDone = false;
  const done = cuttingOver.then(() => { isDone = true; });
  await until(async () => isDone || await waiting() > 1);
  const cutOverFirst = isDone;
  await beside.query('COMMIT');
  await Promise.all([done, going]);
  expect(cutOverFirst).toBe(true);
});

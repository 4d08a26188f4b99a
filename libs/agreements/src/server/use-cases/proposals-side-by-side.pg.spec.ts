import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import type { Actor } from '@accord/kernel';
import { Outbox } from '@accord/kernel/server';
import type { AgreementId } from '@accord/agreements';
import { AgreementWorld, UnaskedImpact } from '../../testing/index.js';
import type { ProposeViewSetInput } from './propose-view-set.js';

const [P1, P2, P3, P4, P5, P6, P7, V1, V2, V3] = ['TSTP01', 'TSTP02', 'TSTP03', 'TSTP04', 'TSTP05', 'TSTP06', 'TSTP07', 'TSTV01', 'TSTV02', 'TSTV03'] as const;

/** Lets whoever narrows look at the impact as long as a spec says. */
class SlowLook extends UnaskedImpact {
  private looking = signal();
  private ended = signal();

  constructor() {
    super();
    this.ended.give();
  }

  /** From the next look on. */
  slow(): { readonly looking: Promise<void>; readonly end: () => void } {
    [this.looking, this.ended] = [signal(), signal()];
    return { looking: this.looking.given, end: this.ended.give };
  }

  override async compared(): ReturnType<UnaskedImpact['compared']> {
    this.looking.give();
    await this.ended.given;
    return super.compared();
  }
}

const impact = new SlowLook();
let world: AgreementWorld;
let beside: Client;
let one: string;
let other: string;
let third: string;
beforeAll(async () => {
  world = await AgreementWorld.open([], impact);
  beside = await world.database.watcher();
  await world.places.beyondTheRules(async () => {
    for (const code of [P4, P5, P6, P7]) await world.places.organisation(code, `Surgery ${code}`, world.places.here);
    await world.places.organisation(V3, 'Third Hospice', null);
  });
  one = await world.aLiveAgreement({ providers: [P1], consumers: [{ odsCode: V1, views: ['summary', 'medication'] }, { odsCode: V2, views: ['summary'] }] as never });
  other = await world.anOpenAgreement({ providers: [P2, P3, P4, P5] as never, consumers: [{ odsCode: V1, views: ['summary', 'medication'] }] as never });
  third = await world.aLiveAgreement({ providers: [P6], consumers: [{ odsCode: V1, views: ['summary', 'medication'] }] as never });
});
afterAll(() => world.close());

const refused = (code: string): unknown => expect.objectContaining({ code });
const propose = (by: Actor, change: Partial<ProposeViewSetInput> = {}): Promise<{ id: string }> =>
  world.proposing.execute(by, { consumerOdsCode: V1, serviceCode: 'DCR', views: ['summary', 'problems', 'medication'], reason: 'The night team needs problems', lapsesOn: '2026-06-30', ...change });
const giveUp = (id: string): Promise<{ id: string }> => world.endingProposals.giveUp(world.secondOfficer, { id, reason: 'Not needed any more' });
/** Done by somebody who began later, and had their turn first. */
async function later<T>(act: () => Promise<T>): Promise<T> {
  world.clock.advance(7);
  try {
    return await act();
  } finally {
    world.clock.advance(-7);
  }
}
const asked = async (agreementId: string, odsCode: string): Promise<string[]> => (await world.database.owner.query<{ said: string }>(`
  SELECT renewal.state || ' for ' || number AS said FROM renewal JOIN agreement_version version ON version.id = agreement_version_id
  WHERE renewal.agreement_id = $1 AND ods_code = $2 AND state NOT IN ('over', 'lapsed', 'declined')`, [agreementId, odsCode])).rows.map(({ said }) => said);
/** How many transactions of this database wait for another. */
const waiting = async (): Promise<number> => (await world.database.owner.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount!;
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!await isSo()) await new Promise((resolve) => { setTimeout(resolve, 10); });
}
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => { give = resolve; });
  return { given, give: () => { give(); } };
}

describe('giving a proposal up', () => {
  /** Asked for an amendment, and then for a proposal: given up, it asks for the amendment again. */
  async function askedTwice(agreementId: string, purpose: string): Promise<string> {
    world.clock.advance(60_000);
    await world.openVersion(agreementId, { purpose });
    return (await propose(world.officer)).id;
  }
  /** Withdraws, slowly, from an agreement, while a proposal is given up. */
  async function withdrawnWhile(id: string, agreementId: string, odsCode: string): Promise<unknown[]> {
    const look = impact.slow();
    const { id: part, version } = await world.party(agreementId, odsCode);
    const withdrawing = world.narrowing.withdraw((await world.signatoryOf(odsCode)).actor, { id: part, expectedVersion: version });
    await look.looking;
    const ending = giveUp(id);
    await until(async () => await waiting() === 1);
    look.end();
    await Promise.all([withdrawing, ending]);
    return [(await world.party(agreementId, odsCode)).state, await asked(agreementId, odsCode), await world.database.deadlocks()];
  }

  it('and withdrawing do not wait for each other', async () => {
    await world.sign(other, P3);
    expect(await withdrawnWhile(await askedTwice(other, 'Care at night'), other, P3)).toEqual(['withdrawn', [], 0]);
  });

  it('asks nothing of who withdraws meanwhile', async () => {
    const id = await askedTwice(third, 'Care at the weekend');
    const { id: part, version } = await world.party(third, P6);
    await world.declining.execute((await world.signatoryOf(P6)).actor, { id: part, side: 'provider', expectedVersion: version });
    expect(await withdrawnWhile(id, third, P6)).toEqual(['withdrawn', [], 0]);
  });
});

describe('leaving', () => {
  it('lets go of the pairs that somebody is taking hold of at that moment', async () => {
    const agreementId = await world.anOpenAgreement({ providers: [P6, P7], consumers: [{ odsCode: V3, views: ['summary'] }] as never }) as AgreementId;
    for (const code of [P6, P7, V3]) await world.verified(agreementId, code);
    await world.approved(agreementId, [P6, P7, V3]);
    await world.goLive(agreementId, [P6, V3]);
    const [{ id: practice }, viewer] = [await world.party(agreementId, P7), await world.party(agreementId, V3)];
    const [taken, told] = [signal(), signal()];
    const going = world.transactions.run(world.officer, { act: 'activation.go-live' }, async (tx) => {
      await new Outbox().append(tx, { type: 'activation.went-live', subject: agreementId, localityIds: [world.places.here] });
      await world.steps.hold(tx, [agreementId], [practice]);
      const pairs = await world.steps.goLive(tx, agreementId, [practice]);
      taken.give();
      await told.given;
      return pairs;
    });
    await taken.given;
    // The last thing that who leaves writes: what they let go of they have by then.
    await beside.query('BEGIN');
    await beside.query('LOCK TABLE stop IN SHARE MODE');
    const lead = { ...(await world.signatoryOf(V3)).actor, duty: 'viewer-governance-lead' as const };
    const leaving = world.narrowing.leave(lead, { id: viewer.id, expectedVersion: viewer.version, reason: 'Enough' });
    await until(async () => await waiting() === 1);
    told.give();
    expect(await going).toBe(1);
    await beside.query('COMMIT');
    await leaving;
    expect((await world.database.owner.query('SELECT FROM pair WHERE consumer_part_id = $1 AND upper(held_during) > $2', [viewer.id, world.clock.now()])).rowCount).toBe(0);
  });
});

describe('proposing', () => {
  it.each<[string, () => Actor, Partial<ProposeViewSetInput>, string]>([
    ['who has not the duty', () => world.approver, {}, 'NOT_PERMITTED'],
    ['who gives no reason', () => world.officer, { reason: ' ' }, 'REASON_NEEDED'],
    ['whose day has passed', () => world.officer, { lapsesOn: '2020-01-01' }, 'LAPSE_DATE'],
  ])('is refused to %s before anybody is waited for, or made to wait', async (_who, by, change, code) => {
    expect(await whileHeld(() => propose(by(), change))).toEqual([true, refused(code)]);
  });

  it('other words is refused to who may not before anybody is waited for, or made to wait', async () => {
    expect(await whileHeld(async () => world.openingAmendment.execute(world.approver, { id: one, expectedVersion: await world.versionOf(one) }))).toEqual([true, refused('NOT_PERMITTED')]);
  });

  /** Whether somebody is refused while every practice of the agreement is held, and with what. */
  async function whileHeld(act: () => Promise<unknown>): Promise<unknown[]> {
    await beside.query('BEGIN');
    await beside.query('SELECT FROM participation WHERE agreement_id = $1 FOR UPDATE', [one]);
    let isOver = false;
    const refusing = act().catch((error: unknown) => error).finally(() => { isOver = true; });
    await until(async () => isOver || await waiting() === 1);
    const wasFree = isOver;
    await beside.query('COMMIT');
    return [wasFree, await refusing];
  }

  it('is refused where an agreement that names the viewing organisation opens meanwhile: it is not among those that are held', async () => {
    world.clock.advance(60_000);
    await beside.query('BEGIN');
    await beside.query('SELECT FROM sharing_agreement WHERE id = $1 FOR UPDATE', [one]);
    const proposing = propose(world.officer);
    proposing.catch(() => undefined);
    await until(async () => await waiting() === 1);
    await world.anOpenAgreement({ providers: [P2] as never });
    await beside.query('COMMIT');
    await expect(proposing).rejects.toEqual(refused('OPENED_MEANWHILE'));
    await giveUp((await propose(world.officer)).id);
  });
});

describe('a proposal that stands already, made by somebody who began later', () => {
  it('runs for whoever comes after: no second one is put to the same parties, no other words open, and who signs is asked', async () => {
    const { id } = await later(() => propose(world.officer));
    await expect(propose(world.secondOfficer, { consumerOdsCode: V2, views: ['summary', 'events'] })).rejects.toEqual(refused('VIEW_SET_PROPOSED'));
    await expect(propose(world.secondOfficer)).rejects.toEqual(refused('VIEW_SET_PROPOSED'));
    await expect(world.amending.draft(world.officer, await world.anAmendment(one, { purpose: 'Otherwise' }))).rejects.toEqual(refused('VIEW_SET_PROPOSED'));
    await expect(world.anOpenAgreement()).rejects.toEqual(refused('VIEW_SET_PROPOSED'));
    await world.sign(other, P4);
    expect(await asked(other, P4)).toEqual([expect.stringMatching(/^invited/)]);
    world.clock.advance(1_000);
    await later(() => giveUp(id));
    await world.sign(other, P5);
    expect([await asked(other, P4), await asked(other, P5)]).toEqual([[], []]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Actor } from '@accord/kernel';
import { attempt, attemptAsEvery, clientOf, keptFromAll, type Statement } from '@accord/kernel/testing';
import type { PartyRow } from '../read-models/agreements.js';
import { AgreementWorld } from '../../testing/index.js';

// R5 and design section 5, straight in SQL: stops and states agree, nothing is resumed by itself, and no unlisted move is made.
let world: AgreementWorld;
let agreement: string;
let live: PartyRow;
let other: PartyRow;
let consumer: PartyRow;
let suspended: PartyRow;
let suspension: string;
let withdrawal: string;

beforeAll(async () => {
  world = await AgreementWorld.open();
  const [first, second, third] = [world.practice(0), world.practice(1), world.practice(2)];
  agreement = await world.aLiveAgreement({ providers: [first, second, third] });
  const form = async (code: string): Promise<{ side: 'provider' | 'consumer'; id: string; expectedVersion: number; reason: string }> => {
    const { id, side, version } = await world.party(agreement, code);
    return { id, side, expectedVersion: version, reason: 'A reason' };
  };
  suspension = (await world.narrowing.suspend(world.officer, await form(second))).stopId!;
  withdrawal = (await world.narrowing.withdraw((await world.signatoryOf(third)).actor, await form(third))).stopId!;
  [live, suspended, other, consumer] = await Promise.all([first, second, third, world.viewer()].map((code) => world.party(agreement, code))) as [PartyRow, PartyRow, PartyRow, PartyRow];
});
afterAll(() => world.close());

const every = (...statements: Statement[]) => attemptAsEvery(world.database, world.approver, world.clock.now(), statements);
const to = (state: string, party: PartyRow): Statement => ({ text: `UPDATE ${party.side === 'provider' ? 'participation' : 'consumer_part'} SET state = $2 WHERE id = $1`, params: [party.id, state] });
const stop = (given: Readonly<Record<string, unknown>>): Statement => {
  const row: Record<string, unknown> = {
    id: newId(world.clock.now()), kind: 'suspension', scope_kind: 'participation', agreement_id: agreement, participation_id: live.id, provider_ods_code: live.odsCode, locality_id: world.places.here,
    from_at: world.clock.now(), reason: 'A reason', imposed_by: world.approver.personId, imposed_side: 'staff', imposed_duty: 'approver', imposed_at: world.clock.now(), ...given,
  };
  const names = Object.keys(row);
  return { text: `INSERT INTO stop (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`, params: Object.values(row) };
};
/** No process imposes: people do, each in their own name. */
const notImposed = (rule: string) => ({ ...keptFromAll(rule), worker: 'forbidden' });
const lift = (id: string, asker: string | null, lifter: string | null): Statement => (
  { text: 'UPDATE stop SET resume_asked_by = $2, lifted_by = $3, lifted_at = $4 WHERE id = $1', params: [id, asker, lifter, world.clock.now()] });
const [officer, approver] = [(): string => world.officer.personId!, (): string => world.approver.personId!];

describe('the database refuses', () => {
  it('a suspension without its entry in the stop list', async () => {
    expect(await every(to('suspended', live))).toEqual(keptFromAll('one_act_one_stop'));
    expect(await every(to('suspended', consumer))).toEqual(keptFromAll('one_act_one_stop'));
  });
  it('an entry that names a part and leaves it live', async () => expect(await every(stop({}))).toEqual(notImposed('one_act_one_stop')));
  it('an entry for good under which a part stays live, or its agreement open', async () => {
    const { actor } = await world.signatoryOf(live.odsCode);
    const asThemselves = (by: Actor, given: Readonly<Record<string, unknown>>) => clientOf(world.database, 'api').then((client) => attempt(client, by, world.clock.now(), [
      stop({ imposed_by: by.personId, imposed_duty: by.duty, imposed_for: by.odsCode, ...given })]));
    const none = { participation_id: null, provider_ods_code: null };
    expect(await asThemselves(actor, { kind: 'withdrawal', imposed_side: 'controller' })).toBe('one_act_one_stop');
    expect(await asThemselves(await world.places.somebody('Vera Viewer', 'viewer-governance-lead', { odsCode: consumer.odsCode }), {
      ...none, kind: 'leaving', scope_kind: 'part', consumer_part_id: consumer.id, consumer_ods_code: consumer.odsCode, imposed_side: 'viewing-organisation' })).toBe('one_act_one_stop');
    expect(await asThemselves(world.officer, { ...none, kind: 'end', scope_kind: 'agreement' })).toBe('one_act_one_stop');
  });
  it('a viewing organisation to leave by anybody but itself, also where it never was live', async () => {
    const early = await world.anOpenAgreement({ consumers: [{ odsCode: world.viewer(1), views: ['summary'] }] });
    await world.sign(early, world.viewer(1));
    const accepted = await world.party(early, world.viewer(1));
    const tried = async (role: 'api' | 'worker', by: Partial<Actor>): Promise<string> => attempt(await clientOf(world.database, role), by, world.clock.now(), [to('left', accepted)]);
    for (const by of [world.officer, world.approver, await world.places.somebody('Pru Privacy', 'privacy-officer', { odsCode: accepted.odsCode }), await world.places.somebody('Sig Signatory', 'signatory', { odsCode: accepted.odsCode })]) {
      expect(await tried('api', by)).toBe('only_the_viewing_organisation_leaves');
    }
    expect(await tried('worker', { duty: 'worker' })).toBe('only_the_viewing_organisation_leaves');
    expect(await tried('api', await world.places.somebody('Vera Viewer', 'viewer-governance-lead', { odsCode: accepted.odsCode }))).toBe('done');
  });
  it('a withdrawal on the strength of a suspension', async () => expect(await every(to('withdrawn', suspended))).toEqual(keptFromAll('one_act_one_stop')));
  it('a leaving without its entry', async () => expect(await every(to('left', consumer))).toEqual(keptFromAll('one_act_one_stop')));
  it('to resume while the stop stands', async () => expect(await every(to('live', suspended))).toEqual(keptFromAll('resumed_by_those_who_stopped')));
  it('to resume with one stop lifted and another standing', async () => {
    const told = await every(stop({ participation_id: suspended.id, provider_ods_code: suspended.odsCode }), lift(suspension, officer(), approver()), to('live', suspended));
    expect(told).toEqual(notImposed('one_act_one_stop'));
  });
  it('to lift the only stop and leave the state suspended, where a gateway would begin again unseen', async () => expect(await every(lift(suspension, officer(), approver()))).toEqual(keptFromAll('one_act_one_stop')));
  it.each<[string, () => readonly [string | null, string | null]]>([
    ['one person alone', () => [officer(), officer()]], ['nobody who asked', () => [null, approver()]], ['nobody who confirmed', () => [officer(), null]],
  ])('a lifting by %s', async (_who, by) => expect(await every(lift(suspension, ...by()), to('live', suspended))).toEqual(keptFromAll('stop_lifted_by_two')));
  it('to lift a withdrawal', async () => expect(await every(lift(withdrawal, officer(), approver()))).toEqual(keptFromAll('stop_withdrawal_is_final')));
  it('a stop with no reason', async () => expect(await every(stop({ reason: '' }))).toEqual(notImposed('stop_reason_check')));
  it('a stop by nobody', async () => expect(await every(stop({ imposed_by: null }))).toEqual({ ...notImposed('stop_by_a_person'), api: 'forbidden' }));
  it("a stop that moves one practice and names another, which would go on unstopped at the gateway", async () => {
    expect(await every(stop({ provider_ods_code: other.odsCode }), to('suspended', live))).toEqual(notImposed('stop_of_the_participation'));
  });
  it('to forget a stop, or to make it another', async () => {
    const none = { api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden' };
    expect(await every({ text: 'DELETE FROM stop WHERE id = $1', params: [suspension] }, { text: 'SELECT 1 / 0' })).toMatchObject(none);
    expect(await every({ text: `UPDATE stop SET kind = 'suspension', provider_ods_code = 'TSTP01' WHERE id = $1`, params: [withdrawal] }, { text: 'SELECT 1 / 0' })).toMatchObject(none);
  });
  it('to take back a lifting', async () => {
    await world.resuming.ask(world.officer, { stopId: suspension, expectedVersion: 1 });
    await world.resuming.confirm(world.approver, { stopId: suspension, expectedVersion: 2 });
    expect(await every({ text: 'UPDATE stop SET lifted_at = NULL, lifted_by = NULL WHERE id = $1', params: [suspension] })).toEqual(keptFromAll('stop_lifts_once'));
  });
});

const MOVES: Readonly<Record<'participation' | 'consumer_part' | 'sharing_agreement', readonly (readonly [string, string])[]>> = {
  participation: [
    ['invited', 'signed'], ['invited', 'declined'], ['signed', 'rejected'], ['verified', 'rejected'], ['rejected', 'invited'], ['signed', 'verified'], ['verified', 'approved'], ['approved', 'live'],
    ['live', 'suspended'], ['suspended', 'live'], ['signed', 'withdrawn'], ['verified', 'withdrawn'], ['approved', 'withdrawn'], ['live', 'withdrawn'], ['suspended', 'withdrawn'],
  ],
  consumer_part: [
    ['invited', 'accepted'], ['invited', 'declined'], ['accepted', 'rejected'], ['verified', 'rejected'], ['rejected', 'invited'], ['accepted', 'verified'], ['verified', 'approved'], ['approved', 'live'],
    ['live', 'suspended'], ['suspended', 'live'], ['accepted', 'left'], ['verified', 'left'], ['approved', 'left'], ['live', 'left'], ['suspended', 'left'],
  ],
  sharing_agreement: [['draft', 'open'], ['draft', 'discarded'], ['open', 'closed'], ['open', 'ended'], ['closed', 'ended']],
};
const STATES = {
  participation: ['invited', 'signed', 'declined', 'rejected', 'verified', 'approved', 'live', 'suspended', 'withdrawn'],
  consumer_part: ['invited', 'accepted', 'declined', 'rejected', 'verified', 'approved', 'live', 'suspended', 'left'],
  sharing_agreement: ['draft', 'open', 'closed', 'ended', 'discarded'],
} as const;

describe.each(['participation', 'consumer_part', 'sharing_agreement'] as const)('of all moves of %s', (table) => {
  it.each(STATES[table])('from %s the database makes only those the design lists, whoever asks', async (from) => {
    const id = table === 'sharing_agreement' ? agreement : table === 'participation' ? live.id : consumer.id;
    const wrong: string[] = [];
    await world.places.beyondTheRules(() => world.database.owner.query(`UPDATE ${table} SET state = $2 WHERE id = $1`, [id, from]));
    for (const [role, duty] of [['api', 'activation-officer'], ['worker', 'worker']] as const) {
      const client = await clientOf(world.database, role);
      for (const state of STATES[table].filter((each) => each !== from)) {
        const told = await attempt(client, { ...world.officer, duty }, world.clock.now(), [
          { text: `UPDATE ${table} SET state = $2 WHERE id = $1`, params: [id, state] },
          // Never committed: a lawful move is let pass and taken back.
          { text: 'SELECT 1 / 0' },
        ]);
        const lawful = MOVES[table].some(([one, other_]) => one === from && other_ === state);
        if ((told === 'lawful_moves_only') === lawful) wrong.push(`${role}: ${from} to ${state}: ${told}`);
      }
    }
    await world.places.beyondTheRules(() => world.database.owner.query(`UPDATE ${table} SET state = $2 WHERE id = $1`, [id, table === 'sharing_agreement' ? 'open' : 'live']));
    expect(wrong).toEqual([]);
  });

  it('none begins anywhere but at the beginning', async () => {
    const begin = STATES[table][0];
    const columns = (await world.database.owner.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname NOT IN ('id', 'state', 'reference')`, [table])).rows.map((row) => row.name).join(', ');
    const source = table === 'sharing_agreement' ? agreement : table === 'participation' ? live.id : consumer.id;
    const reference = table === 'sharing_agreement' ? ['reference, ', `'DCR-SPEC-NEW', `] : ['', ''];
    for (const state of STATES[table].filter((each) => each !== begin)) {
      const told = await attemptAsEvery(world.database, world.officer, world.clock.now(), [
        { text: `INSERT INTO ${table} (id, state, ${reference[0]}${columns}) SELECT gen_random_uuid(), $2, ${reference[1]}${columns} FROM ${table} WHERE id = $1`, params: [source, state] }]);
      expect(told).toEqual(keptFromAll('lawful_moves_only'));
    }
  });
});

describe('no part widens under an agreement', () => {
  it.each(['ended', 'discarded', 'closed'])('that is %s, except what closing lets go on', async (state) => {
    const set = async (agreementState: string, partState: string): Promise<void> => {
      await world.places.beyondTheRules(async () => {
        await world.database.owner.query('UPDATE sharing_agreement SET state = $2 WHERE id = $1', [agreement, agreementState]);
        await world.database.owner.query('UPDATE participation SET state = $2 WHERE id = $1', [live.id, partState]);
      });
    };
    for (const [from, next] of [['invited', 'signed'], ['rejected', 'invited'], ['signed', 'verified'], ['verified', 'approved'], ['approved', 'live'], ['suspended', 'live']] as const) {
      await set(state, from);
      const told = await every(to(next, live), { text: 'SELECT 1 / 0' });
      const goesOn = state === 'closed' && ['verified', 'approved', 'live'].includes(next);
      // An approval without a new activation is refused before the agreement is looked at.
      const rule = goesOn ? /division by zero|approved_as_shown/ : /all_end_with_the_agreement|approved_as_shown/;
      for (const who of ['api', 'worker', 'owner'] as const) expect(told[who]).toMatch(rule);
    }
    await set('open', 'live');
  });
});

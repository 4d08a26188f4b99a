import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attempt, attemptAsEvery, clientOf, introduce, type Statement } from '@accord/kernel/testing';
import { ActivationWorld } from '../../testing/index.js';

// R8 and R13, straight in SQL: no state of agreements or activations changes without a change record and an announcement beside it.
let world: ActivationWorld;
let agreementId: string;
beforeAll(async () => {
  world = await ActivationWorld.open();
  ({ agreementId } = await world.live());
  const { agreements } = world;
  const { id, side, version } = await agreements.party(agreementId, agreements.viewer());
  await agreements.narrowing.suspend(agreements.officer, { id, side, expectedVersion: version, reason: 'A reason' });
});
afterAll(() => world.close());

/** One harmless change of each, by who may write it. */
const CHANGES: Readonly<Record<string, string>> = {
  sharing_agreement: `UPDATE sharing_agreement SET state = 'closed'`,
  participation: 'UPDATE participation SET version = version + 1',
  consumer_part: 'UPDATE consumer_part SET version = version + 1',
  stop: 'UPDATE stop SET version = version + 1',
  pair: `UPDATE pair SET held_during = held_during * tstzrange(NULL, '2027-01-01')`,
  evidence: 'UPDATE evidence SET version = version + 1',
  gate_fact: 'UPDATE gate_fact SET version = version + 1',
  activation: 'UPDATE activation SET version = version + 1',
  view_set: `INSERT INTO view_set SELECT gen_random_uuid(), service_code, viewing_organisation_id, views, '[2000-01-01,2000-01-02)', reserved_by_agreement_id, reserved_by_reference, recorded_at, 1 FROM view_set`,
};

async function half(table: string, role: 'api' | 'worker', word: 'change_record' | 'outbox'): Promise<string> {
  const { agreements } = world;
  const told: Statement = word === 'change_record'
    ? { text: `INSERT INTO change_record (id, recorded_at, type, subject, outcome, actor_kind, actor_name, details, origin) VALUES (gen_random_uuid(), $1, 'spec', '', 'done', 'system', 'spec', '{}', 'spec')`, params: [agreements.clock.now()] }
    : { text: `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES (gen_random_uuid(), $1, 'spec', '', '{}', '{}')`, params: [agreements.clock.now()] };
  return attempt(await clientOf(agreements.database, role), { ...agreements.officer, duty: role === 'worker' ? 'worker' : 'activation-officer' }, agreements.clock.now(), [{ text: CHANGES[table]! }, told], false);
}

describe.each(Object.keys(CHANGES))('a change of %s', (table) => {
  it('is undone without both, by every role that may make it', async () => {
    const { agreements } = world;
    const told = await attemptAsEvery(agreements.database, agreements.officer, agreements.clock.now(), [{ text: CHANGES[table]! }], false);
    for (const role of ['api', 'worker', 'owner'] as const) expect(told[role]).toMatch(/^change_needs_(a_record|announcing)$/);
    for (const role of ['publisher', 'feed', 'audit_reader'] as const) expect(told[role]).toBe('forbidden');
  });

  it.each(['api', 'worker'] as const)('is undone with one of the two, as %s', async (role) => {
    expect([await half(table, role, 'change_record'), await half(table, role, 'outbox')]).toEqual(['change_needs_announcing', 'change_needs_a_record']);
  });

  it('goes through with both, so that the cases above say something', async () => {
    const { agreements } = world;
    const client = await clientOf(agreements.database, 'api');
    await client.query('BEGIN');
    try {
      await introduce(client, agreements.officer, agreements.clock.now());
      expect((await client.query(CHANGES[table]!)).rowCount).toBeGreaterThan(0);
    } finally {
      await client.query('ROLLBACK');
    }
  });
});

it('a record of an attempt refused does not stand for a change', async () => {
  const { agreements } = world;
  const refused: Statement = { text: `INSERT INTO change_record (id, recorded_at, type, subject, outcome, refusal_code, actor_kind, actor_name, details, origin) VALUES (gen_random_uuid(), $1, 'spec', '', 'refused', 'X', 'system', 'spec', '{}', 'spec')`, params: [agreements.clock.now()] };
  const announced: Statement = { text: `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES (gen_random_uuid(), $1, 'spec', '', '{}', '{}')`, params: [agreements.clock.now()] };
  expect(await attempt(await clientOf(agreements.database, 'worker'), { duty: 'worker' }, agreements.clock.now(), [{ text: CHANGES['participation']! }, refused, announced], false)).toBe('change_needs_a_record');
});

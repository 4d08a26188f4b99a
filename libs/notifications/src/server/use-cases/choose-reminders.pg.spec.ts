import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import type { RunningRole } from '@accord/kernel/server';
import { RemindersWorld } from '../../testing/index.js';
import { MyRemindersReader } from '../read-models/my-reminders.js';

let all: RemindersWorld;
let ann: Actor;
let bob: Actor;
const CHOICE = { weekly: true, weekday: 'friday', reviews: 'weekly', expiries: 'never', waiting: 'at-once' };

beforeAll(async () => {
  all = await RemindersWorld.open();
  const { places } = all.world.agreements;
  ann = await places.somebody('Ann Hill', 'signatory', { odsCode: places.practices[0]! });
  bob = await places.somebody('Bob Reed', 'auditor-national');
  await all.reach(ann, 'ann@example.test');
  await all.reach(bob, 'bob@example.test');
});
afterAll(async () => { await all?.close(); });

const mine = (actor: Actor) => all.world.agreements.transactions.read(actor, (tx) => new MyRemindersReader(all.addresses).of(tx, actor.personId!));

describe('Choosing reminders', () => {
  it('begins with what is usual, and keeps what is chosen as the next version, on record', async () => {
    expect(await mine(ann)).toEqual({ weekly: true, weekday: 1, reviews: 'at-once', expiries: 'at-once', waiting: 'weekly', version: 0, address: 'ann@example.test', lastSentAt: null });
    expect(await all.choosing.execute(ann, { ...CHOICE, expectedVersion: 0 })).toEqual({ version: 1 });
    expect(await mine(ann)).toMatchObject({ weekday: 5, reviews: 'weekly', expiries: 'never', waiting: 'at-once', version: 1 });
    expect(await all.world.agreements.attempts('reminders.chosen', ann.personId!)).toEqual(['done']);
    expect(await mine(bob)).toMatchObject({ weekday: 1, version: 0, address: 'bob@example.test' });
  });

  it('refuses a form that was opened before the last change, also where two are first', async () => {
    await expect(all.choosing.execute(ann, { ...CHOICE, expectedVersion: 0 })).rejects.toMatchObject({ code: 'STALE' });
    const both = await Promise.allSettled([all.choosing.execute(bob, { ...CHOICE, expectedVersion: 0 }), all.choosing.execute(bob, { ...CHOICE, weekday: 'monday', expectedVersion: 0 })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('refuses what cannot be, and somebody without a duty', async () => {
    await expect(all.choosing.execute(ann, { ...CHOICE, weekly: false, expectedVersion: 1 })).rejects.toMatchObject({ code: 'WEEKLY_NEEDED' });
    await expect(all.choosing.execute({ ...ann, duty: null, odsCode: null }, { ...CHOICE, expectedVersion: 1 })).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
  });
});

describe('Straight in SQL', () => {
  /** As somebody, or as Accord itself, on the connection of a running role. */
  const as = async (role: RunningRole, who: { readonly person?: string | null; readonly duty: string }, text: string, ...params: unknown[]) => {
    const client = await all.world.agreements.database.clientAs(role);
    await client.query('BEGIN');
    try {
      await client.query(`SELECT set_config('accord.person', $1, true), set_config('accord.duty', $2, true), set_config('accord.at', '2026-03-02T09:00:00Z', true)`, [who.person ?? '', who.duty]);
      return (await client.query(text, params)).rows as Record<string, unknown>[];
    } finally {
      await client.query('ROLLBACK');
    }
  };
  const letter = '0190a000-0000-7000-8000-0000000000e1';
  beforeAll(async () => {
    const { owner } = all.world.agreements.database;
    await owner.query(`INSERT INTO reminder_letter VALUES ($1, $2, 'reminders', '2026-03-02T09:00:00Z')`, [letter, ann.personId]);
    await owner.query(`INSERT INTO reminder_told VALUES ($1, 'review:a:2026-04-01', 30, $2)`, [ann.personId, letter]);
    await owner.query(`INSERT INTO reminder_sent VALUES ($1, 'sent', '2026-03-02T09:00:01Z')`, [letter]);
  });

  it.each(['mail_address', 'reminder_choice', 'reminder_letter'])('%s shows everybody their own, and nobody else anything', async (table) => {
    const rows = async (person: string | null, duty: string) => (await as('api', { person, duty }, `SELECT person_id FROM ${table}`)).map((row) => row['person_id']);
    expect(new Set(await rows(ann.personId, 'signatory'))).toEqual(new Set([ann.personId]));
    for (const duty of ['system-administrator', 'auditor-national', 'support', 'approver']) expect((await rows(bob.personId, duty)).filter((id) => id !== bob.personId)).toEqual([]);
    expect(await rows(null, 'nobody')).toEqual([]);
  });

  it('shows how a mail ended to its person alone', async () => {
    expect(await as('api', { person: ann.personId, duty: 'signatory' }, 'SELECT letter_id FROM reminder_sent')).toEqual([{ letter_id: letter }]);
    expect(await as('api', { person: bob.personId, duty: 'auditor-national' }, 'SELECT letter_id FROM reminder_sent')).toEqual([]);
  });

  it.each<[string, RunningRole, () => { person?: string | null; duty: string }, string]>([
    ['chooses for somebody else', 'api', () => ({ person: bob.personId, duty: 'support' }), `INSERT INTO reminder_choice SELECT id, false, 1, 'never', 'never', 'never', '2026-03-02' FROM person WHERE name = 'Olive Officer'`],
    ['writes an address for oneself', 'api', () => ({ person: ann.personId, duty: 'signatory' }), `UPDATE mail_address SET address = 'else@example.test'`],
    ['says as the API that a mail was sent', 'api', () => ({ person: ann.personId, duty: 'worker' }), `INSERT INTO reminder_sent SELECT id, 'sent', '2026-03-02' FROM reminder_letter`],
    ['reads as the API what was told', 'api', () => ({ person: ann.personId, duty: 'worker' }), 'SELECT FROM reminder_told'],
    ['takes back what was told', 'worker', () => ({ duty: 'worker' }), 'DELETE FROM reminder_told'],
    ['changes what was told', 'worker', () => ({ duty: 'worker' }), 'UPDATE reminder_told SET stage = 7'],
    ['takes back that it was sent', 'worker', () => ({ duty: 'worker' }), 'DELETE FROM reminder_sent'],
    ['tells a thing a second time', 'worker', () => ({ duty: 'worker' }), 'INSERT INTO reminder_told SELECT person_id, thing, stage, letter_id FROM reminder_told'],
    ['tells a thing to somebody in another\'s mail', 'worker', () => ({ duty: 'worker' }), `INSERT INTO reminder_told SELECT person.id, 'x', 0, reminder_letter.id FROM reminder_letter, person WHERE person.name = 'Bob Reed'`],
    ['reads mail as the gateways\' feed', 'feed', () => ({ duty: 'gateway' }), 'SELECT FROM reminder_letter'],
    ['reads addresses as the publisher', 'publisher', () => ({ duty: 'publisher' }), 'SELECT FROM mail_address'],
  ])('is refused to whoever %s', async (_what, role, who, text) => {
    await expect(as(role, who(), text)).rejects.toMatchObject({ code: expect.stringMatching(/^(?:42501|23505|23503)$/) });
  });

  it('is refused to the owner as well: what was sent stays as it was', async () => {
    const { owner } = all.world.agreements.database;
    for (const text of ['DELETE FROM reminder_letter', 'UPDATE reminder_sent SET outcome = \'given-up\'', 'TRUNCATE reminder_told']) await expect(owner.query(text)).rejects.toThrow(/append-only/);
  });

  it('knows no address that is more than one address', async () => {
    const { owner } = all.world.agreements.database;
    for (const address of ['a@b.test\r\nBcc: c@d.test', 'a@b.test, c@d.test', 'A <a@b.test>', 'a b@c.test']) {
      await expect(owner.query(`INSERT INTO mail_address SELECT id, $1, 'x', '2026-03-02' FROM person WHERE name = 'Olive Officer'`, [address])).rejects.toMatchObject({ constraint: 'mail_address_is_one' });
    }
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Actor, type OdsCode } from '@accord/kernel';
import { RUNNING_ROLES, sql } from '@accord/kernel/server';
import { RecordedHistory } from '../../testing/recorded-history.js';

const MIGRATION = join(import.meta.dirname, '../../../../../migrations/0016-impact-what-was-known.sql');

describe('what rows said before they changed', () => {
  let history: RecordedHistory;
  const kept = async (): Promise<readonly unknown[]> => (await history.world.database.owner.query<{ said: unknown }>(`
    SELECT json_build_object('kind', kind, 'subject', subject, 'image', image, 'until', until_at) AS said FROM past_row WHERE kind <> 'organisation' ORDER BY until_at, kind, subject, id`)).rows.map(({ said }) => said);

  beforeAll(async () => {
    history = await RecordedHistory.open(3);
    const { world } = history;
    await history.agreement(world.places.practices.slice(0, 2), [world.viewer(0)], ['summary']);
    for (let turn = 0; turn < 40; turn += 1) {
      history.later();
      await history.move(history.agreementIds[0]!, history.one([world.practice(0), world.practice(1), world.viewer(0)]));
    }
  });
  afterAll(() => history.close());

  it('are kept once for each change, with the instant until which they said it', async () => {
    const { rows } = await history.world.database.owner.query<{ id: string; changes: number; version: number }>(`
      SELECT party.id, party.version, (SELECT count(*)::int FROM past_row WHERE subject = party.id::text) AS changes FROM (SELECT id, version FROM participation UNION ALL SELECT id, version FROM consumer_part) party`);
    expect(rows.length).toBe(3);
    for (const { changes, version } of rows) expect(changes).toBe(version - 1);
    expect(rows.some(({ changes }) => changes > 4)).toBe(true);
  });

  it('are drawn from the change records alike where they changed before this was kept', async () => {
    const before = await kept();
    const filling = readFileSync(MIGRATION, 'utf8').split('-- What happened before this file:')[1]!;
    const { database, places } = history.world;
    await places.beyondTheRules(() => database.owner.query('DELETE FROM past_row'));
    await database.owner.query(filling.slice(filling.indexOf('\n')));
    expect(await kept()).toEqual(before);
  });

  it('are seen by whoever sees the row, and by nobody else', async () => {
    const { world } = history;
    const seen = (actor: Actor) => world.transactions.read(actor, async (tx) => (await sql<{ count: number }>(tx, `SELECT count(*)::int AS count FROM past_row WHERE kind <> 'organisation'`))[0]!.count);
    const party = (odsCode: OdsCode): Actor => ({ ...world.officer, personId: newId(world.clock.now()) as never, duty: 'signatory', odsCode, localities: [] });
    const all = await seen(world.auditor);
    expect(all).toBeGreaterThan(10);
    expect(await seen(world.officer)).toBe(all);
    expect(await seen(party(world.practice(0)))).toBeGreaterThan(0);
    expect(await seen(party(world.practice(2)))).toBe(0);
    expect(await seen(world.farOfficer)).toBe(0);
  });

  it.each(RUNNING_ROLES.flatMap((role) => [
    [role, `INSERT INTO past_row (kind, subject, image, until_at) VALUES ('pair', 'x', '{}', '2026-01-01')`], [role, `UPDATE past_row SET image = '{}'`], [role, 'DELETE FROM past_row'], [role, 'TRUNCATE past_row'],
  ] as const))('are written by no running role: %s, %s', async (role, statement) => {
    const client = await history.world.database.clientAs(role);
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('stay as they are for the owner too', async () => {
    const { owner } = history.world.database;
    for (const statement of [`UPDATE past_row SET image = '{}'`, 'DELETE FROM past_row', 'TRUNCATE past_row']) await expect(owner.query(statement)).rejects.toMatchObject({ constraint: 'append_only' });
  });

  it('tell nobody who is not party to an agreement of gates, certificates or stops', async () => {
    const { world } = history;
    const stranger: Actor = { ...world.officer, duty: 'signatory', odsCode: world.practice(2), localities: [] };
    const found = (actor: Actor) => world.transactions.read(actor, async (tx) => {
      const codes = [world.practice(0), world.viewer(0)];
      const count = async (text: string, first: readonly string[]) => (await sql<{ count: number }>(tx, `SELECT count(*)::int AS count FROM ${text}`, [first, world.clock.now()]))[0]!.count;
      return [await count('hosting_as_known($1::text[], $2::timestamptz)', codes), await count('certificates_as_known($1::text[], $2::timestamptz)', codes), await count('stops_as_known($1::uuid[], $2::timestamptz)', history.agreementIds)];
    });
    const [hosting, certificates, stops] = await found(world.auditor);
    expect([hosting, certificates, stops! > 0]).toEqual([1, 1, true]);
    expect(await found({ ...stranger, odsCode: world.viewer(0) })).toEqual([hosting, certificates, stops]);
    expect(await found(stranger)).toEqual([0, 0, 0]);
  });
});

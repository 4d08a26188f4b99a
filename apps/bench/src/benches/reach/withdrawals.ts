import { randomUUID } from 'node:crypto';

import type { Client } from 'pg';

import { BenchFault } from '../../bench.js';

export interface Withdrawal {
  /** Of the announcement, by which the publisher says what showed it. */
  readonly announced: string;
  readonly provider: string;
  readonly consumer: string;
  readonly locality: string;
}

interface Withdrawable {
  readonly id: string;
  readonly agreement: string;
  readonly localityId: string;
  readonly locality: string;
  readonly provider: string;
  readonly consumer: string;
}

/** Participations in force now, one of each of so many practices, spread over the country. */
export async function withdrawable(client: Client, count: number, at: Date): Promise<readonly Withdrawable[]> {
  const { rows } = await client.query<Withdrawable>(`
    SELECT * FROM (SELECT DISTINCT ON (p.provider_ods_code) p.id, p.agreement_id AS agreement, p.locality_id AS "localityId", l.code AS locality, p.provider_ods_code AS provider, pair.consumer_ods_code AS consumer
      FROM participation p JOIN locality l ON l.id = p.locality_id JOIN pair ON pair.participation_id = p.id
      WHERE p.state = 'live' AND pair.held_during @> $2::timestamptz AND upper(pair.held_during) > $2::timestamptz + interval '2 days' ORDER BY p.provider_ods_code, p.id) each
    ORDER BY md5(provider) LIMIT $1`, [count, at]);
  if (rows.length < count) throw new BenchFault(`Only ${rows.length} participations can be withdrawn.`);
  return rows;
}

/**
 * A practice withdraws from an agreement: the statements of the use-case behind the button (`NarrowPart`), written out, because two hundred
 * practices would have to sign in; in one transaction, under every trigger and constraint. Signing in and judging are before COMMIT. Gives the instant at which COMMIT returned, on the clock that all processes of a machine share.
 */
export async function withdraw(client: Client, { id, agreement, localityId, locality, provider, consumer }: Withdrawable, by: string, at: Date): Promise<Withdrawal & { readonly committedAt: bigint }> {
  const [announced, stop] = [randomUUID(), randomUUID()];
  await client.query('BEGIN');
  await client.query(`SELECT set_config('accord.person', $1, true), set_config('accord.duty', 'signatory', true), set_config('accord.ods', $2, true), set_config('accord.localities', '{}', true), set_config('accord.at', $3, true)`,
    [by, provider, at.toISOString()]);
  await client.query(`UPDATE participation SET state = 'withdrawn', state_at = $2, version = version + 1 WHERE id = $1`, [id, at]);
  await client.query('UPDATE pair SET held_during = held_during * tstzrange(NULL, $2) WHERE participation_id = $1 AND upper(held_during) > $2', [id, at]);
  await client.query(`INSERT INTO stop (id, kind, scope_kind, agreement_id, participation_id, locality_id, provider_ods_code, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_for, imposed_at)
    VALUES ($1, 'withdrawal', 'participation', $2, $3, $4, $5, $6, 'The partners decided', $7, 'controller', 'signatory', $5, $6)`, [stop, agreement, id, localityId, provider, at, by]);
  await client.query(`INSERT INTO change_record (id, recorded_at, type, subject, outcome, person_id, actor_kind, actor_name, duty, acting_ods_code, ods_code, agreement_id, locality_id, reason, details, origin)
    VALUES ($1, $2, 'participation.withdrawn', $3, 'done', $4, 'person', 'Carys Lowell', 'signatory', $5, $5, $6, $7, 'The partners decided', $8, 'bench')`,
    [randomUUID(), at, id, by, provider, agreement, localityId, JSON.stringify({ stop })]);
  await client.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES ($1, $2, 'participation.withdrawn', $3, $4, $5)`, [announced, at, id, [localityId], JSON.stringify({ stop, onlyAgreement: agreement })]);
  await client.query(`SELECT pg_notify('accord_outbox', '')`);
  await client.query('COMMIT');
  return { announced, provider, consumer, locality, committedAt: process.hrtime.bigint() };
}

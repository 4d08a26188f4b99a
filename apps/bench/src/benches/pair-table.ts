import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { EmbeddedPostgres } from '@accord/kernel/server';
import type { SeededWorld } from '@accord/tooling/server';
import { Client } from 'pg';

import type { Question } from './questions.js';

interface PairRow {
  readonly agreement: string;
  readonly views: string[];
  readonly from_at: Date;
  readonly until_at: Date;
}

export interface Answer {
  readonly permit: boolean;
  readonly agreement: string | null;
}

const LOOK_UP = {
  name: 'pair', text: 'SELECT agreement, views, from_at, until_at FROM pair WHERE service = $1 AND provider = $2 AND consumer = $3',
};

const ANSWERS = `
  SELECT pair.provider IS NOT NULL AND to_timestamp(asked.at) >= pair.from_at AND to_timestamp(asked.at) < pair.until_at AND string_to_array(asked.views, ' ') <@ pair.views AS permits
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[]) WITH ORDINALITY AS asked (service, provider, consumer, views, at, nth)
    LEFT JOIN pair ON (pair.service, pair.provider, pair.consumer) = (asked.service, asked.provider, asked.consumer)
   ORDER BY asked.nth`;

/**
 * The peer: one row for each pair in a PostgreSQL of its own, found by primary key over the loopback address with a prepared
 * statement, one question after the other, as an enforcement point without a library would ask.
 */
export class PairTable {
  private constructor(private readonly client: Client, private readonly server: EmbeddedPostgres, private readonly folder: string) {}

  static async of(world: SeededWorld): Promise<PairTable> {
    const folder = mkdtempSync(join(tmpdir(), 'accord-bench-'));
    chmodSync(folder, 0o755);
    const server = await EmbeddedPostgres.start({ dataDir: join(folder, 'postgres'), user: 'accord', password: randomBytes(12).toString('hex'), throwAway: true });
    const client = new Client({ connectionString: server.url() });
    const table = new PairTable(client, server, folder);
    try {
      await client.connect();
      await table.fill(world);
      return table;
    } catch (error) {
      await table.discard();
      throw error;
    }
  }

  async answer(question: Question, at: number): Promise<Answer> {
    const { rows: [row] } = await this.client.query<PairRow>({ ...LOOK_UP, values: [question.service, question.provider, question.consumer] });
    if (row === undefined || at < row.from_at.getTime() || at >= row.until_at.getTime()) return { permit: false, agreement: null };
    return { permit: question.views.every((view) => row.views.includes(view)), agreement: row.agreement };
  }

  /** The answers to many questions at once, each with the instant at which it is asked. */
  async answers(asked: readonly Question[], at: readonly number[]): Promise<readonly boolean[]> {
    const { rows } = await this.client.query<{ permits: boolean }>(ANSWERS, [
      asked.map(({ service }) => service), asked.map(({ provider }) => provider), asked.map(({ consumer }) => consumer), asked.map(({ views }) => views.join(' ')), at.map((millis) => millis / 1_000),
    ]);
    return rows.map(({ permits }) => permits);
  }

  async discard(): Promise<void> {
    await this.client.end();
    await this.server.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async fill(world: SeededWorld): Promise<void> {
    await this.client.query(`CREATE TABLE pair (
      service text, provider text, consumer text, agreement text NOT NULL, views text[] NOT NULL, from_at timestamptz NOT NULL, until_at timestamptz NOT NULL,
      PRIMARY KEY (service, provider, consumer))`);
    await this.client.query('CREATE TABLE part (agreement text, consumer text, views text, from_at timestamptz, PRIMARY KEY (agreement, consumer))');
    const parts = world.facts.consumers;
    await this.client.query('INSERT INTO part SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])', [
      parts.map((row) => row.agreement), parts.map((row) => row.consumer), parts.map((row) => row.views.join(' ')), parts.map((row) => row.from),
    ]);
    const rows = world.facts.providers;
    await this.client.query(`INSERT INTO pair
      SELECT row.service, row.provider, named.consumer, row.agreement, string_to_array(part.views, ' '), greatest(row.from_at, part.from_at), row.until_at
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[]) AS row (service, provider, agreement, consumers, from_at, until_at),
             unnest(string_to_array(row.consumers, ' ')) AS named (consumer)
        JOIN part ON part.consumer = named.consumer
       WHERE part.agreement = row.agreement`, [
      rows.map((row) => row.service), rows.map((row) => row.provider), rows.map((row) => row.agreement), rows.map((row) => row.consumers.join(' ')),
      rows.map((row) => row.from), rows.map((row) => row.until),
    ]);
    await this.client.query('VACUUM ANALYZE pair');
  }
}

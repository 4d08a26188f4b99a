import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@accord/kernel/server';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';
import pg from 'pg';

const FOLDER = join(import.meta.dirname, '../../../../migrations');
const AT = new Date('2026-01-01T00:00:00Z');

/** A database as it was before one of the migrations, for specs of what that makes of the rows that are there. */
export class EarlierDatabase {
  private constructor(readonly client: pg.Client, private readonly url: string, private readonly name: string, private readonly beside: TestDatabase) {}

  /** @param migration the number, four digits, of the first that is not applied */
  static async before(migration: string): Promise<EarlierDatabase> {
    const beside = await testDatabase();
    const name = `spec_before_${migration}_${process.pid}`;
    await beside.owner.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
    const address = new URL(process.env['ACCORD_TEST_DATABASE_URL']!);
    address.pathname = `/${name}`;
    const url = address.toString();
    const earlier = mkdtempSync(join(tmpdir(), 'accord-migrations-'));
    try {
      for (const file of readdirSync(FOLDER)) if (file < migration) cpSync(join(FOLDER, file), join(earlier, file));
      await migrate(url, earlier, AT);
    } finally {
      rmSync(earlier, { recursive: true });
    }
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return new EarlierDatabase(client, url, name, beside);
  }

  /** Writes rows past every rule. */
  async arrange(text: string): Promise<void> {
    await this.client.query(`BEGIN; SET LOCAL session_replication_role = replica; ${text}; COMMIT`);
  }

  /** Applies what is missing. */
  migrate(): Promise<number> {
    return migrate(this.url, FOLDER, AT);
  }

  async close(): Promise<void> {
    await this.client.end();
    await this.beside.owner.query(`DROP DATABASE ${this.name} WITH (FORCE)`);
    await this.beside.close();
  }
}

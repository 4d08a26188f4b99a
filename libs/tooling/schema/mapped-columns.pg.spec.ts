import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource, EntitySchema } from 'typeorm';

import { CAPABILITIES } from '../capabilities.mjs';

const LIBS = join(import.meta.dirname, '../..');
let db: TestDatabase;
let mappings: EntitySchema[];

/** Every mapping that leaves a capability through its server door, alone or in a list: no other can reach a data source. */
async function everyMapping(): Promise<EntitySchema[]> {
  const found = new Set<EntitySchema>();
  for (const name of CAPABILITIES) {
    if (name === 'tooling' || !existsSync(join(LIBS, name, 'src/server/index.ts'))) continue;
    const door: Record<string, unknown> = await import(`@accord/${name}/server`);
    for (const value of Object.values(door).flat()) if (value instanceof EntitySchema) found.add(value);
  }
  return [...found];
}

/** The columns as TypeORM would name and type them: 'person.invited_by uuid null'. Building metadata needs no connection. */
async function mappedColumns(): Promise<string[]> {
  const source = new DataSource({ type: 'postgres', entities: mappings, synchronize: false });
  await source['buildMetadatas']();
  return source.entityMetadatas.flatMap((entity) => entity.columns.map((column) => {
    const type = source.driver.normalizeType(column) + (column.length === '' ? '' : `(${column.length})`) + (column.isArray ? '[]' : '');
    return `${entity.tableName}.${column.databaseName} ${type}${column.isNullable ? ' null' : ''}`;
  })).sort();
}

async function catalogueColumns(): Promise<Set<string>> {
  const { rows } = await db.owner.query<{ line: string }>(`
    SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN '' ELSE ' null' END AS line
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped`);
  return new Set(rows.map(({ line }) => line));
}

async function unknownToTheCatalogue(): Promise<string[]> {
  const known = await catalogueColumns();
  return (await mappedColumns()).filter((line) => !known.has(line));
}

beforeAll(async () => {
  db = await testDatabase();
  mappings = await everyMapping();
});
afterAll(async () => db.close());

describe('the mapped columns of every capability', () => {
  it('are found', () => expect(mappings.length).toBeGreaterThan(0));

  it('are columns of the database, with the same name, type and nullability', async () => expect(await unknownToTheCatalogue()).toEqual([]));

  it.each([
    ['renamed', (table: string, column: string) => `ALTER TABLE ${table} RENAME COLUMN ${column} TO renamed_column`],
    ['of another type', (table: string, column: string) => `ALTER TABLE ${table} ADD COLUMN another oid; ALTER TABLE ${table} RENAME COLUMN ${column} TO kept; ALTER TABLE ${table} RENAME COLUMN another TO ${column}`],
    ['of another nullability', (table: string, column: string) => `ALTER TABLE ${table} ALTER COLUMN ${column} DROP NOT NULL`],
  ])('are missed when one is %s', async (_how, change) => {
    const columns = await mappedColumns();
    const [table = '', column = ''] = (columns.find((line) => !line.endsWith(' null') && !/\.(?:id|code) /.test(line)) ?? '').split(/[. ]/);
    await db.owner.query('BEGIN');
    try {
      await db.owner.query(change(table, column));
      expect(await unknownToTheCatalogue()).toEqual([expect.stringMatching(`^${table}.${column} `)]);
    } finally {
      await db.owner.query('ROLLBACK');
    }
  });
});

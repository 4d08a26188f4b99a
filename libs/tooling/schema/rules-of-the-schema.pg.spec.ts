import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { join } from 'node:path';

import { differenceOf, goldenLines } from './golden-file.js';

// Everything that keeps a rule in the database, one line each: constraints (NOT NULL is compared with the mappings instead), unique
// indexes, triggers, policies. Partitions inherit theirs and are left out.
const RULES = `
  SELECT c.relname || ' CONSTRAINT ' || k.conname || ' ' || pg_get_constraintdef(k.oid) AS line
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = 'public' AND k.contype <> 'n' AND NOT c.relispartition
     AND NOT (k.contype = 't') AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_constraint'::regclass AND d.objid = k.oid AND d.deptype = 'e')
  UNION ALL
  SELECT c.relname || ' UNIQUE INDEX ' || i.relname || ' ' || regexp_replace(pg_get_indexdef(x.indexrelid), '^.* USING ', '')
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = 'public' AND x.indisunique AND NOT c.relispartition AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid)
  UNION ALL
  SELECT c.relname || ' TRIGGER ' || t.tgname || ' ' || regexp_replace(pg_get_triggerdef(t.oid), '^CREATE (CONSTRAINT )?TRIGGER \\S+ ', '\\1')
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = 'public' AND NOT t.tgisinternal AND NOT c.relispartition
  UNION ALL
  SELECT tablename || ' POLICY ' || policyname || ' ' || permissive || ' FOR ' || cmd || ' TO ' || array_to_string(roles, ', ')
         || coalesce(' USING ' || qual, '') || coalesce(' CHECK ' || with_check, '')
    FROM pg_policies p
   WHERE schemaname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.relname = p.tablename AND c.relispartition)`;

const GOLDEN = join(import.meta.dirname, '../golden/constraints.txt');
let db: TestDatabase;

async function rulesOfTheSchema(): Promise<string[]> {
  const { rows } = await db.owner.query<{ line: string }>(RULES);
  return rows.map(({ line }) => line.replace(/\s+/g, ' ').trim()).sort();
}

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => db.close());

describe('what keeps the rules in the database', () => {
  it('is what the golden file lists, so that nothing is dropped unseen', async () => {
    const found = await rulesOfTheSchema();
    expect(differenceOf(goldenLines(GOLDEN, found, process.env), found)).toEqual({ missing: [], unexpected: [] });
  });

  it.each([
    ['a constraint', 'ALTER TABLE change_record DROP CONSTRAINT change_record_person_acts', /^change_record CONSTRAINT change_record_person_acts /],
    ['an exclusion', 'ALTER TABLE locality_membership DROP CONSTRAINT IF EXISTS locality_membership_one_at_a_time; ALTER TABLE pair DROP CONSTRAINT IF EXISTS pair_pkey CASCADE', /^(?:pair|locality_membership) CONSTRAINT /],
    ['a trigger', 'DROP TRIGGER change_record_stays ON change_record', /^change_record TRIGGER change_record_stays /],
    ['a policy', 'DROP POLICY change_record_read ON change_record', /^change_record POLICY change_record_read /],
  ])('is missed when %s is dropped', async (_what, statement, line) => {
    const before = await rulesOfTheSchema();
    await db.owner.query('BEGIN');
    try {
      await db.owner.query(statement);
      const { missing, unexpected } = differenceOf(before, await rulesOfTheSchema());
      expect(missing).toEqual(expect.arrayContaining([expect.stringMatching(line)]));
      expect(unexpected).toEqual([]);
    } finally {
      await db.owner.query('ROLLBACK');
    }
  });
});

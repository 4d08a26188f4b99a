import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MigrationFault, readMigrations } from './migrations.js';

let folder = '';
afterEach(() => rmSync(folder, { recursive: true }));

function numbersOf(...numbers: readonly number[]): number[] {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  for (const [place, number] of numbers.entries()) writeFileSync(join(folder, `${String(number).padStart(4, '0')}-spec-${place}.sql`), 'SELECT 1');
  return readMigrations(folder).map((each) => each.number);
}
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

describe('the history of the database', () => {
  it('is read in order, with or without the numbers kept for what is still to come', () => {
    expect(numbersOf(3, 1, 2)).toEqual([1, 2, 3]);
    rmSync(folder, { recursive: true });
    expect(numbersOf(...upTo(11), 16)).toEqual([...upTo(11), 16]);
    rmSync(folder, { recursive: true });
    expect(numbersOf(...upTo(11), 13, 16)).toEqual([...upTo(11), 13, 16]);
  });

  it.each([['that lost a file', [1, 3]], ['that lost one before those still to come', [...upTo(10), 16]], ['that lost one after them', [...upTo(11), 17]], ['with two files of one number', [1, 2, 2]]])('is not read %s', (_which, numbers) => {
    expect(() => numbersOf(...numbers)).toThrow(MigrationFault);
  });
});

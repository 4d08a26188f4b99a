import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { LOCK_KEYS } from './lock-keys.js';

const ROOT = join(import.meta.dirname, '../../../..');
const keys: readonly number[] = Object.values(LOCK_KEYS);

/** Every number of the range, wherever SQL or TypeScript takes a lock. */
function numbersIn(folder: string, ending: RegExp): readonly (readonly [string, number])[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file) && !/node_modules|(^|\/)dist\/|lock-keys/.test(file))
    .flatMap((file) => [...readFileSync(join(ROOT, folder, file), 'utf8').matchAll(/\b7_?241_?\d{3}\b/g)].map(([found]) => [file, Number(found.replaceAll('_', ''))] as const));
}

it('gives no two purposes one key', () => {
  expect(new Set(keys).size).toBe(keys.length);
});

it('knows every key that the database takes by itself', () => {
  const taken = numbersIn('migrations', /\.sql$/);
  expect(taken).toContainEqual(['0010-access-log-events-in-months.sql', LOCK_KEYS.accessEventMonth]);
  expect(taken.filter(([, key]) => !keys.includes(key))).toEqual([]);
});

it('is the only place in which the application writes one', () => {
  expect([...numbersIn('libs', /(?<!\.d)\.ts$/), ...numbersIn('apps', /(?<!\.d)\.ts$/)]).toEqual([]);
});

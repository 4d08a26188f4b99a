import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Set to `write` to accept the schema as it is: ACCORD_GOLDEN=write npm test -- libs/tooling/schema. CI never writes. */
const SETTING = 'ACCORD_GOLDEN';

/** What is only in the golden file, and what is only in the database; both empty when they agree. */
export interface Difference {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

export function differenceOf(golden: readonly string[], found: readonly string[]): Difference {
  const expected = new Set(golden);
  const present = new Set(found);
  return { missing: golden.filter((line) => !present.has(line)), unexpected: found.filter((line) => !expected.has(line)) };
}

/** The lines of a golden file; written first when the person at the keyboard asks for it. */
export function goldenLines(file: string, found: readonly string[], environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (environment[SETTING] === 'write' && environment['CI'] !== 'true') writeFileSync(file, `${found.join('\n')}\n`);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line !== '') : [];
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ESLint } from 'eslint';

import accord from '../rules/index.mjs';
import { CHECKS, checkFile, checkTree } from './index.mjs';
import { nhsNumberFrom } from './nhs-numbers.mjs';

const FIXTURE = 'libs/tooling/fixtures/breaks-every-rule.ts';
const TEXT_FIXTURE = 'libs/tooling/fixtures/breaks-every-check.sql';

// The names under which the plain-text fixture is shown to the checks on names; two of a number are one too many.
const SHOWN_AS = ['migrations/0001-nobody-owns-this.sql', 'migrations/0001-Utils.sql', 'misc/notALowerCase-helpers.ts'];

// Fenced cases of the boundaries: what the file at `at` may not import. Held by the tags alone, which the fixture's own place cannot show.
const BOUNDARIES = [
  { at: 'libs/directory/src/contract/asks-below.ts', imports: '@accord/agreements' },
  { at: 'libs/enforcement/src/asks-anybody.ts', imports: '@accord/kernel' },
  { at: 'apps/gateway/src/asks-more.ts', imports: '@accord/kernel' },
  { at: 'apps/signer/src/asks-more.ts', imports: '@accord/publication' },
  { at: 'apps/identity/src/asks-more.ts', imports: '@accord/people' },
];

// These files do not exist, so no type is known in them: rules that need types are left out.
const WITHOUT_TYPES = {
  files: ['**/*.ts'], languageOptions: { parserOptions: { project: null } },
  rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/no-misused-promises': 'off' },
};

// Switching one off in the configuration is noticed too: the list does not come from there.
const RULES = [
  ...Object.keys(accord.rules).map((name) => `accord/${name}`),
  '@nx/enforce-module-boundaries', '@typescript-eslint/no-floating-promises', '@typescript-eslint/no-misused-promises', '@typescript-eslint/ban-ts-comment',
  '@typescript-eslint/no-unused-vars',
];

/** The rules that the fixture breaks without being reported. */
export async function missedRules(options, root) {
  const eslint = new ESLint({ ...options, ignore: false });
  const reported = new Set();
  for (const result of await eslint.lintFiles([FIXTURE])) for (const one of result.messages) if (one.severity === 2) reported.add(one.ruleId);
  const missed = RULES.filter((name) => !reported.has(name));
  const untyped = new ESLint({ ...options, overrideConfig: WITHOUT_TYPES });
  for (const { at, imports } of BOUNDARIES) {
    const [result] = await untyped.lintText(`import '${imports}';\n`, { filePath: join(root, at) });
    const seen = result.messages.some((one) => one.ruleId === '@nx/enforce-module-boundaries');
    if (!seen) missed.push(`@nx/enforce-module-boundaries (${at} imports ${imports})`);
  }
  return missed;
}

/** The checks that the plain-text fixture breaks without being reported. */
export function missedChecks(root) {
  const text = readFileSync(join(root, TEXT_FIXTURE), 'utf8').replace('{{NHS NUMBER}}', nhsNumberFrom('400000000'));
  const long = `${text}${'\n'.repeat(301)}`;
  const found = [...SHOWN_AS.flatMap((path) => checkFile(path, long)), ...checkTree(SHOWN_AS)];
  const reported = new Set(found.map((one) => one.check));
  return CHECKS.map((one) => one.name).filter((name) => !reported.has(name));
}

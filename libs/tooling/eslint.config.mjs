import nx from '@nx/eslint-plugin';
import parser from '@typescript-eslint/parser';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

import { depConstraints } from './capabilities.mjs';
import accord from './rules/index.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const everyRuleOf = (plugin, prefix) => Object.fromEntries(Object.keys(plugin.rules).map((name) => [`${prefix}/${name}`, 'error']));

const boundaries = (options) => ['error', { allowCircularSelfDependency: true, depConstraints: depConstraints(options) }];

/** Rules that hold for everything that runs. A comment cannot switch one off (noInlineConfig). */
export default [
  { ignores: ['**/node_modules/**', '**/dist/**', '**/coverage/**', '.nx/**', '.accord/**', 'libs/tooling/fixtures/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    linterOptions: { noInlineConfig: true },
    languageOptions: {
      parser,
      parserOptions: { project: ['libs/tooling/tsconfig.spec.json'], tsconfigRootDir: root },
    },
    plugins: { '@nx': nx, '@typescript-eslint': tseslint.plugin, accord },
    rules: {
      ...everyRuleOf(accord, 'accord'),
      '@nx/enforce-module-boundaries': boundaries(),
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  // The specs of the rules quote what the rules refuse.
  { files: ['libs/tooling/rules/*.spec.ts', 'libs/tooling/checks/*.spec.ts'], rules: { 'accord/no-sql-clock': 'off' } },
  { files: ['**/*.spec.ts'], rules: { '@nx/enforce-module-boundaries': boundaries({ specs: true }) } },
  {
    files: ['**/*.mjs'],
    linterOptions: { noInlineConfig: true },
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module' },
    plugins: { accord },
    rules: { 'accord/no-process-env': 'error', 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
];

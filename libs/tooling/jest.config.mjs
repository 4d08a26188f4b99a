import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// One jest run for the whole workspace. Sources are read as TypeScript through the @accord/source condition, so no build is needed.
// Three projects: only the second one's specs cost a PostgreSQL, and jest starts it only when one of them is about to run.

const rootDir = fileURLToPath(new URL('../..', import.meta.url)); // absolute: a project's own is not resolved against this file
/** Outlives the temporary folder of a run. */
const cacheDirectory = `${rootDir}/node_modules/.cache/jest`;
/** As tsc writes it; screens too, so that what of them needs no page can be proved. */
const typescript = (parser) => ['@swc/jest', {
  swcrc: false,
  module: { type: 'es6' },
  jsc: {
    target: 'es2022', keepClassNames: true, parser,
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false, react: { runtime: 'automatic' } },
  },
}];
const project = {
  rootDir,
  cacheDirectory,
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Jest reads each file of a package anew for each spec, and these two have hundreds; the first comes in one as well.
    '^@cantoo/pdf-lib$': '<rootDir>/node_modules/@cantoo/pdf-lib/dist/pdf-lib.js',
    '^es-toolkit$': '<rootDir>/libs/tooling/jest-es-toolkit.mjs',
  },
  testEnvironmentOptions: { customExportConditions: ['@accord/source', 'node', 'node-addons'] },
  transform: { '\\.ts$': typescript({ syntax: 'typescript', decorators: true }), '\\.tsx$': typescript({ syntax: 'typescript', tsx: true }) },
};
// Jest does not heed `testTimeout` in a project, so each says in a set-up file how long its tests may take.
const patience = (name) => [`<rootDir>/libs/tooling/patience/${name}.mjs`];
// Git keeps no empty folder: without a journey there is no project, and whoever selects it is told.
const e2e = existsSync(`${rootDir}/e2e`) ? [{ ...project, displayName: 'e2e', roots: ['<rootDir>/e2e'], testMatch: ['**/*.spec.ts'], setupFilesAfterEnv: patience('e2e'), globalSetup: '<rootDir>/libs/tooling/jest-first-homes.mjs' }] : [];
const sources = ['<rootDir>/apps', '<rootDir>/libs'];

export default {
  rootDir,
  cacheDirectory,
  testTimeout: 30_000,
  testSequencer: fileURLToPath(new URL('./longest-first.mjs', import.meta.url)),
  maxWorkers: 2,
  projects: [
    { ...project, displayName: 'unit', roots: sources, testMatch: ['**/*.spec.ts'], testPathIgnorePatterns: ['/node_modules/', '\\.pg\\.spec\\.ts$'] },
    {
      ...project, displayName: 'postgres', roots: sources, testMatch: ['**/*.pg.spec.ts'], setupFilesAfterEnv: patience('postgres'),
      globalSetup: '<rootDir>/libs/tooling/jest-global-setup.mjs', globalTeardown: '<rootDir>/libs/tooling/jest-global-teardown.mjs',
    },
    ...e2e,
  ],
};

import { describe, expect, it } from '@jest/globals';

import { checkFile, checkTree } from './index.mjs';
import { nhsNumberFrom } from './nhs-numbers.mjs';
import { projectFaults } from './projects.mjs';

const names = (path: string, text = '') => checkFile(path, text).map((one: { check: string }) => one.check);

describe('an NHS number in a file', () => {
  const real = nhsNumberFrom('400000000');
  const spaced = `${real.slice(0, 3)} ${real.slice(3, 6)} ${real.slice(6)}`;

  it.each([
    ['plain', real],
    ['with spaces', spaced],
    ['with hyphens', spaced.replaceAll(' ', '-')],
    ['at the end of a sentence', `The patient is ${real}.`],
    ['in quotes', `const patient = '${real}';`],
  ])('is refused %s', (_how, text) => expect(names('libs/kernel/README.md', text)).toEqual(['no-real-nhs-number']));

  it.each([
    ['from the range for tests', nhsNumberFrom('999000000')],
    ['that fails its check digit', real.slice(0, 9) + String((Number(real[9]) + 1) % 10)],
    ['inside a longer number', `1${real}`],
    ['inside a digest', `a${real}b`],
    ['after a decimal point', `0.${real}`],
    ['of one digit repeated', '0000000000'],
  ])('is no fault %s', (_how, text) => expect(names('libs/kernel/README.md', text)).toEqual([]));

  it('is reported with its line', () => expect(checkFile('a.md', `\n\n${real}`)).toEqual(expect.arrayContaining([expect.objectContaining({ line: 3 })])));
});

describe('a migration', () => {
  it('may not ask the clock of the database', () => expect(names('migrations/0001-kernel-records.sql', 'SELECT 1;\nSELECT now();')).toEqual(['no-sql-clock-in-migrations']));
  it('may mention it in a comment', () => expect(names('migrations/0001-kernel-records.sql', '-- never now()')).toEqual([]));
  it('names its capability', () => expect(names('migrations/0001-records.sql')).toEqual(['migration-names']));
  it('has a number', () => expect(names('migrations/kernel-records.sql')).toEqual(['migration-names']));
  it('shares its number with no other', () => {
    expect(checkTree(['migrations/0001-kernel-a.sql', 'migrations/0001-people-b.sql'])).toHaveLength(1);
    expect(checkTree(['migrations/0001-kernel-a.sql', 'migrations/0002-people-b.sql'])).toHaveLength(0);
  });
});

describe('a name', () => {
  it.each(['libs/kernel/src/utils/x.ts', 'libs/kernel/src/server/date-helpers.ts', 'apps/api/src/shared/x.ts', 'libs/kernel/src/common.ts'])(
    'that says nothing is refused: %s', (path) => expect(names(path)).toEqual(['no-nameless-place']));
  it.each(['libs/kernel/src/server/openTransaction.ts', 'libs/kernel/src/server/OpenTransaction.ts', 'apps/api/src/a_b.ts'])(
    'that is not kebab-case is refused: %s', (path) => expect(names(path)).toEqual(['kebab-case-files']));
  it.each(['libs/kernel/src/contract/ods-code.pg.spec.ts', 'libs/agreements/src/server/agreements.module.ts', 'libs/agreements/src/server/graphql/participation.resolver.spec.ts', 'apps/identity/src/oidc-provider.d.ts', 'libs/tooling/jest.config.mjs'])(
    'of the usual kind passes: %s', (path) => expect(names(path)).toEqual([]));
  it.each(['scripts/build.ts', 'libs/billing/src/contract/index.ts', 'apps/desktop/src/main.ts', 'notes.md'])(
    'outside the closed tree is refused: %s', (path) => expect(names(path)).toEqual(['closed-top-level']));
  it('may begin with a dot at the top', () => expect(names('.ci/run')).toEqual([]));
});

describe('a file of more than 300 lines', () => {
  it('is refused', () => expect(names('libs/kernel/src/server/x.ts', '\n'.repeat(300))).toEqual(['one-idea-per-file']));
  it('is no fault when it is a spec', () => expect(names('libs/kernel/src/server/x.spec.ts', '\n'.repeat(300))).toEqual([]));
});

describe('a project', () => {
  const node = (change: object = {}, name = '@accord/kernel') => (
    { name, data: { root: 'libs/kernel', tags: ['npm:private', 'capability:kernel'], metadata: { js: { packageExports: { '.': {}, './server': {} } } }, ...change } });
  const faults = (nodes: unknown[]) => projectFaults(['libs/kernel'], nodes).map((one: { message: string }) => one.message);

  it('with its tag, its name and its doors passes', () => expect(faults([node()])).toEqual([]));
  it('is refused when the graph does not know it', () => expect(faults([])).toEqual([expect.stringContaining('does not know')]));
  it('is refused without a tag', () => expect(faults([node({ tags: ['npm:private'] })])).toEqual([expect.stringContaining('have to be')]));
  it('is refused under the tag of another', () => expect(faults([node({ tags: ['capability:people'] })])).toEqual([expect.stringContaining('have to be')]));
  it('is refused under another name', () => expect(faults([node({}, '@accord/base')])).toEqual([expect.stringContaining('has to be')]));
  it('is refused when it exports nothing', () => expect(faults([node({ metadata: {} })])).toEqual([expect.stringContaining('exports nothing')]));
  it('is refused with a fifth door', () => {
    expect(faults([node({ metadata: { js: { packageExports: { '.': {}, './back': {} } } } })])).toEqual([expect.stringContaining('no door')]);
  });
});

import rule from './no-process-env.mjs';
import { proves } from './rule-tester.js';

const filename = 'libs/publication/src/server/use-cases/publish.ts';

proves('no-process-env', rule, {
  passes: [
    { name: "a process's config", filename: 'apps/api/src/config.ts', code: 'export const port = process.env.PORT;' },
    { name: 'a spec', filename: 'libs/kernel/src/server/transactions.pg.spec.ts', code: 'const url = process.env.DATABASE_URL;' },
    { name: 'what finds the database of the specs', filename: 'libs/kernel/src/testing/test-database.ts', code: 'const url = process.env.ACCORD_TEST_DATABASE_URL;' },
    { name: 'a script of tooling', filename: 'libs/tooling/test.mjs', code: 'const inCi = process.env.CI;' },
    { name: 'another property of process', filename, code: 'process.exitCode = 1;' },
    { name: 'an env that is not the environment', filename, code: 'const x = config.env;' },
  ],
  refuses: [
    { name: 'a setting read in a capability', filename, code: 'const url = process.env.DATABASE_URL;', messageId: 'env' },
    { name: 'under quotes', filename, code: "const url = process['env'].DATABASE_URL;", messageId: 'env' },
    { name: 'taken apart', filename, code: 'const { env } = process;', messageId: 'env' },
    { name: 'imported', filename, code: "import { env } from 'node:process';", messageId: 'env' },
    { name: 'through globalThis', filename, code: 'const url = globalThis.process.env.DATABASE_URL;', messageId: 'env' },
    { name: 'another file of a process', filename: 'apps/api/src/main.ts', code: 'start(process.env);', messageId: 'env' },
    { name: 'a config that is not the one of a process', filename: 'apps/api/src/graphql/config.ts', code: 'start(process.env);', messageId: 'env' },
    { name: 'sources of tooling', filename: 'libs/tooling/src/server/world.ts', code: 'start(process.env);', messageId: 'env' },
  ],
});

import { CAPABILITIES } from '../capabilities.mjs';
import { sqlClockIn, withoutSqlComments } from '../rules/sql-clock.mjs';

/** Instants reach the database as parameters: a default or a trigger that asks its clock cannot be tested at its instant. */
export const noSqlClock = {
  name: 'no-sql-clock-in-migrations',
  appliesTo: (path) => path.endsWith('.sql'),
  check(_path, text) {
    return withoutSqlComments(text).split('\n').flatMap((line, index) => {
      const what = sqlClockIn(line, { isSql: true });
      return what === null ? [] : [{ line: index + 1, message: `'${what}' reads the database's clock: pass the instant as a parameter.` }];
    });
  },
};

/** One ordered history: number, capability, what. */
export const migrationNames = {
  name: 'migration-names',
  appliesTo: (path) => path.startsWith('migrations/'),
  check(path) {
    const file = path.slice('migrations/'.length);
    const named = /^\d{4}-([a-z0-9-]+)\.sql$/.exec(file);
    if (named === null) return [{ line: 1, message: `'${file}' is not named NNNN-capability-what.sql.` }];
    const owner = CAPABILITIES.some((name) => named[1].startsWith(`${name}-`));
    return owner ? [] : [{ line: 1, message: `'${file}' names no capability after its number.` }];
  },
  checkAll(paths) {
    const byNumber = new Map();
    const faults = [];
    for (const path of paths) {
      const number = /^migrations\/(\d{4})-/.exec(path)?.[1];
      if (number === undefined) continue;
      if (byNumber.has(number)) faults.push({ path, line: 1, message: `Two migrations are numbered ${number}: ${byNumber.get(number)} and ${path}.` });
      byNumber.set(number, path);
    }
    return faults;
  },
};

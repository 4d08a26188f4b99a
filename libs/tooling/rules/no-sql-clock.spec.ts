import { describe, expect, it } from '@jest/globals';

import rule from './no-sql-clock.mjs';
import { proves } from './rule-tester.js';
import { sqlClockIn, withoutSqlComments } from './sql-clock.mjs';

const filename = 'libs/agreements/src/server/read-models/participation-list.ts';

proves('no-sql-clock', rule, {
  passes: [
    { name: 'an instant as a parameter', filename, code: 'const text = `select id from participation where ends_at > $1`;' },
    { name: 'words that only sound alike', filename, code: "const text = 'from now on'; const other = 'known()'; const third = 'current_date of birth';" },
    { name: 'a mapping that writes its own instants', filename, code: "const columns = { createdAt: { type: 'timestamptz' } };" },
  ],
  refuses: [
    { name: 'now() in a statement', filename, code: "const text = 'select id from stop where ends_at > now()';", messageId: 'sql' },
    { name: 'now() in a template', filename, code: 'const text = `select ${id} where at > now ( )`;', messageId: 'sql' },
    { name: 'now() as a default of a mapping', filename, code: "const column = { default: () => 'now()' };", messageId: 'sql' },
    { name: 'current_timestamp', filename, code: "const text = 'insert into stop values (CURRENT_TIMESTAMP)';", messageId: 'sql' },
    { name: 'current_timestamp as a default', filename, code: "const column = { default: () => 'CURRENT_TIMESTAMP' };", messageId: 'sql' },
    { name: 'clock_timestamp()', filename, code: "const text = 'select clock_timestamp()';", messageId: 'sql' },
    { name: "the special input 'now'", filename, code: `const text = "select 'now'::timestamptz";`, messageId: 'sql' },
    { name: 'a column the database dates', filename, code: "const columns = { createdAt: { type: 'timestamptz', createDate: true } };", messageId: 'column' },
  ],
});

describe('a statement in a migration', () => {
  it.each([
    ['DEFAULT now()', 'now()'],
    ['recorded_on date DEFAULT current_date', 'current_date'],
    ['SELECT transaction_timestamp()', 'transaction_timestamp()'],
    ["DEFAULT timestamptz 'now'", "timestamptz 'now'"],
    ['DEFAULT LOCALTIMESTAMP', 'LOCALTIMESTAMP'],
  ])('is refused its clock in %s', (text, what) => expect(sqlClockIn(text, { isSql: true })).toBe(what));

  it('may speak of now() in a comment, and keeps its line numbers', () => {
    const text = withoutSqlComments("SELECT 1; -- never now()\n/* nor\n now() */ SELECT '-- now()';");
    expect(sqlClockIn(text.split('\n')[0] ?? '', { isSql: true })).toBeNull();
    expect(text.split('\n')).toHaveLength(3);
    expect(sqlClockIn(text.split('\n')[2] ?? '', { isSql: true })).toBe('now()');
  });
});

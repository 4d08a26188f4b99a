import rule from './read-models-only-read.mjs';
import { proves } from './rule-tester.js';

const filename = 'libs/agreements/src/server/read-models/participation-list.ts';

proves('read-models-only-read', rule, {
  passes: [
    { name: 'a question', filename, code: 'const text = `with p as (select 1) select * from p where updated_at > $1`;' },
    { name: 'the words of a description', filename, code: "const text = 'Participations, by the last update of each';" },
    { name: 'a write in storage', filename: filename.replace('read-models', 'storage'), code: "const text = 'insert into participation values ($1)';" },
  ],
  refuses: [
    { name: 'an insert', filename, code: "const text = 'insert into participation values ($1)';", messageId: 'write' },
    { name: 'an update', filename, code: 'const text = `\n  UPDATE participation SET state = $1`;', messageId: 'write' },
    { name: 'a delete inside a with', filename, code: 'const text = `with gone as (delete from stop where id = $1 returning id) select * from gone`;', messageId: 'write' },
    { name: 'a lock', filename, code: 'const text = `select id from participation where id = $1 for update`;', messageId: 'write' },
  ],
});

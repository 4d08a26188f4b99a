import rule from './no-bare-error.mjs';
import { proves } from './rule-tester.js';

const filename = 'libs/agreements/src/server/domain/participation.ts';

proves('no-bare-error', rule, {
  passes: [
    { name: 'a refusal', filename, code: "throw new SamePerson('verify');" },
    { name: 'a named fault', filename, code: 'class FeedFault extends Error {} throw new FeedFault();' },
    { name: 'a caught error thrown on', filename, code: 'try { go(); } catch (error) { throw error; }' },
    { name: 'a spec, which may throw what it likes', filename: filename.replace('.ts', '.spec.ts'), code: "throw new Error('boom');" },
  ],
  refuses: [
    { name: 'a bare Error', filename, code: "throw new Error('no');", messageId: 'bare' },
    { name: 'a bare Error without new', filename, code: "throw Error('no');", messageId: 'bare' },
    { name: 'a bare Error handed to a promise', filename: 'apps/api/src/server.ts', code: "reject(new Error('no'));", messageId: 'bare' },
    { name: 'a thrown text', filename, code: "throw 'no';", messageId: 'literal' },
    { name: 'a thrown object', filename, code: "throw { code: 'NO' };", messageId: 'literal' },
  ],
});

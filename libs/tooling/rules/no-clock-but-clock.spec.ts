import rule from './no-clock-but-clock.mjs';
import { proves } from './rule-tester.js';

const filename = 'libs/agreements/src/server/domain/participation.ts';
const app = 'apps/feed/src/event-stream.ts';

proves('no-clock-but-clock', rule, {
  passes: [
    { name: 'an instant that was handed in', filename, code: "const at = new Date('2026-03-01T00:00:00Z'); const then = new Date(at);" },
    { name: 'the clock itself', filename: 'libs/kernel/src/server/system-clock.ts', code: 'export const now = () => new Date();' },
    { name: 'a small clock of a process', filename: 'apps/signer/src/clock.ts', code: 'export const now = () => Date.now();' },
    { name: 'a stopwatch', filename: 'apps/bench/src/stopwatch.ts', code: 'export const started = performance.now();' },
    { name: 'a duration outside a rule', filename: app, code: 'const started = performance.now();' },
    { name: 'the spec of a process, which runs under the real clock', filename: 'apps/identity/src/identity.spec.ts', code: 'const at = Date.now();' },
    { name: 'a journey', filename: 'e2e/agreements/chain.spec.ts', code: 'const until = Date.now() + 1000;' },
    { name: 'a Date that is only named', filename, code: 'const isDate = value instanceof Date;' },
  ],
  refuses: [
    { name: 'new Date()', filename, code: 'const at = new Date();', messageId: 'clock' },
    { name: 'Date.now()', filename: app, code: 'const at = Date.now();', messageId: 'clock' },
    { name: 'Date.now handed on', filename: app, code: 'const now = Date.now;', messageId: 'clock' },
    { name: "Date['now']", filename: app, code: "const at = Date['now']();", messageId: 'clock' },
    { name: 'Date() as a text', filename: app, code: 'const text = Date();', messageId: 'clock' },
    { name: 'the spec of a rule', filename: filename.replace('.ts', '.spec.ts'), code: 'const at = new Date();', messageId: 'clock' },
    { name: 'a duration in a rule', filename, code: 'const started = performance.now();', messageId: 'duration' },
    { name: 'a duration in the library a gateway embeds', filename: 'libs/enforcement/src/decide.ts', code: 'const t = process.hrtime.bigint();', messageId: 'duration' },
  ],
});

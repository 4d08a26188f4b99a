import rule from './no-lonely-test.mjs';
import { proves } from './rule-tester.js';

const filename = 'libs/kernel/src/contract/ods-code.spec.ts';

proves('no-lonely-test', rule, {
  passes: [
    { name: 'a test among others', filename, code: "it('holds', () => {}); it.each([])('holds %s', () => {});" },
    { name: 'an only of something else', filename, code: 'filter.only(1);' },
  ],
  refuses: [
    ...['it.only', 'test.only', 'describe.only', 'fit', 'fdescribe'].map((what) => ({ name: what, filename, code: `${what}('x', () => {});`, messageId: 'lonely' })),
    { name: 'it.only.each as a table', filename, code: "it.only.each`a | b`('x', () => {});", messageId: 'lonely' },
    { name: 'it.only.each', filename, code: "it.only.each([[1]])('x', () => {});", messageId: 'lonely' },
  ],
});

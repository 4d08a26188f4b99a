/** Values nobody should send, for every kind of argument. None is ever an answer of ours being wrong: each is refused with a code of its own. */
export interface Case {
  readonly what: string;
  readonly value: unknown;
}

const LONG = 'x'.repeat(200_000);

export const TEXTS: readonly Case[] = [
  { what: 'null', value: null }, { what: 'a number', value: 7 }, { what: 'a list', value: ['a', ['b']] }, { what: 'an object', value: { __proto__: null, constructor: 1 } }, { what: 'true', value: true },
  { what: 'nothing', value: '' }, { what: 'spaces', value: ' \t\n ' }, { what: 'two hundred thousand characters', value: LONG }, { what: 'NUL', value: 'a\u0000b' },
  { what: 'half a character', value: 'a\ud800' }, { what: 'text that turns right to left', value: '\u202egnp.exe' }, { what: 'no width', value: '\u200b\u200b' },
  { what: 'a look-alike', value: 'TST\u0420\u041e1' }, { what: 'a quote', value: "'; DROP TABLE person; --" }, { what: 'a formula', value: '=cmd|calc!A0' }, { what: 'a wildcard', value: '%_\\' },
  { what: 'NaN', value: 'NaN' }, { what: 'a day that is not', value: '2026-02-30' }, { what: 'the year zero', value: '0000-01-01' }, { what: 'the year 9999', value: '9999-12-31' },
  { what: 'an hour that is not', value: '2026-03-29T01:30:00' }, { what: 'another id', value: '0190a000-0000-7000-8000-00000000abcd' }, { what: 'an id in capitals', value: '0190A000-0000-7000-8000-00000000ABCD' },
  { what: 'a number shaped like a patient', value: '9990000018' },
];

export const NUMBERS: readonly Case[] = [
  { what: 'null', value: null }, { what: 'minus one', value: -1 }, { what: 'zero', value: 0 }, { what: '2^31 - 1', value: 2_147_483_647 }, { what: '2^31', value: 2_147_483_648 }, { what: '2^53', value: 2 ** 53 },
  { what: 'a fraction', value: 1.5 }, { what: 'a text', value: '1' }, { what: 'true', value: true },
];

export const LISTS: readonly Case[] = [
  { what: 'null', value: null }, { what: 'nothing', value: [] }, { what: 'a list of null', value: [null] }, { what: 'an object', value: { length: 1 } }, { what: 'ten thousand and one', value: Array.from({ length: 10_001 }, () => 'x') },
];

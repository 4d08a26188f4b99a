import { describe, expect, it } from '@jest/globals';
import { canonicalize } from '@tufjs/canonical-json';
import fc from 'fast-check';

import { canonicalBytes, canonicalJson, parseCanonical } from './canonical-json.js';
import { isPlainlyCanonical } from './plain-json.js';

const codes = expect.objectContaining({ code: 'NOT_CANONICAL' });
const text = fc.string({ unit: 'grapheme' }).filter((each) => !/[\u0000-\u001f]/.test(each));
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, fc.boolean(), fc.maxSafeInteger(), fc.constant(null), text, fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(text, tie('tree'), { maxKeys: 4 })),
}));

describe('canonical JSON', () => {
  it('is the form that The Update Framework’s own library writes', () => {
    fc.assert(fc.property(tree, (value) => { expect(canonicalJson(value)).toBe(canonicalize(value as never)); }), { numRuns: 500 });
  });

  it('is read back as it was written', () => {
    fc.assert(fc.property(tree, (value) => { expect(canonicalJson(parseCanonical(canonicalBytes(value)))).toBe(canonicalJson(value)); }), { numRuns: 500 });
  });

  it.each([
    ['white space', '{"a": 1}'], ['a repeated key', '{"a":1,"a":1}'], ['keys out of order', '{"b":1,"a":1}'], ['an escape', '{"\\u0061":1}'], ['an escaped slash', '"a\\/b"'],
    ['a fraction', '1.5'], ['an exponent', '1e3'], ['minus nothing', '-0'], ['a number too large to be exact', '9007199254740993'], ['a byte order mark', '\ufeff{}'],
    ['a line break in text', '"a\\nb"'], ['half a character', '"\\ud800"'], ['two values', '{}{}'], ['nothing', ''], ['a comment', '{}//'], ['nesting without end', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ])('refuses %s', (_what, spelling) => {
    expect(() => parseCanonical(Buffer.from(spelling, 'utf8'))).toThrow(codes);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseCanonical(Buffer.from('22ff22', 'hex'))).toThrow(codes);
  });

  it.each([['a fraction', 0.5], ['not a number', NaN], ['a line break', 'a\nb'], ['half a character', '\ud800'], ['a function', () => undefined], ['a large integer', 1n]])('does not write %s', (_what, value) => {
    expect(() => canonicalJson(value)).toThrow(codes);
  });

  it('is told plain in place only where the rewriting agrees, and nearly always where it does', () => {
    const plain = fc.string({ unit: fc.constantFrom(...'ab,:"0 ~\u007f\\é'), maxLength: 4 });
    const { plainTree } = fc.letrec((tie) => ({
      plainTree: fc.oneof({ maxDepth: 4 }, fc.integer({ min: -12, max: 120 }), fc.maxSafeInteger(), plain, fc.array(tie('plainTree'), { maxLength: 4 }), fc.dictionary(plain, tie('plainTree'), { maxKeys: 4 })),
    }));
    // One character put in, taken out or replaced: most of what comes of it is another spelling, or nothing at all.
    const change = fc.record({ at: fc.nat(), out: fc.nat({ max: 1 }), put: fc.constantFrom('', ' ', ',', ':', '"', '[', ']', '{', '}', '-', '0', '1', '.', 'e', '\\', 'a', 'true') });
    const seen = { plain: 0, otherwise: 0, believed: 0 };
    fc.assert(fc.property(plainTree, fc.array(change, { maxLength: 2 }), (value, changes) => {
      const spelling = changes.reduce((text, { at, out, put }) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + out), canonicalJson(value));
      const bytes = Buffer.from(spelling, 'utf8');
      if (isPlainlyCanonical(bytes)) {
        seen.plain += 1;
        expect(canonicalJson(JSON.parse(spelling))).toBe(spelling);
      } else {
        seen.otherwise += 1;
        if (changes.length === 0 && /^[ -[\]-~]*$/.test(spelling) && !/\d{16}/.test(spelling)) seen.believed += 1;
      }
    }), { numRuns: 20_000, seed: 20_260_302 });
    expect(seen).toEqual({ plain: expect.any(Number), otherwise: expect.any(Number), believed: 0 });
    expect(Math.min(seen.plain, seen.otherwise)).toBeGreaterThan(2_000);
  });

  it.each([[16, true], [17, false]])('leaves %d lists in each other to the rewriting or not', (deep, isPlain) => {
    expect(isPlainlyCanonical(Buffer.from(`${'['.repeat(deep)}${']'.repeat(deep)}`))).toBe(isPlain);
  });
});

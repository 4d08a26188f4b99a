import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import type { OdsCode } from '@accord/kernel';
import { termsDigest, type Terms } from './terms.js';

const text = fc.string({ minLength: 1, maxLength: 20 });
const day = fc.integer({ min: 0, max: 3000 }).map((number) => new Date(Date.UTC(2026, 0, 1) + number * 86_400_000).toISOString().slice(0, 10));
const consumer = fc.record({
  odsCode: fc.integer({ min: 0, max: 999 }).map((number) => `TSTV${number}` as OdsCode),
  views: fc.subarray(['summary', 'problems', 'medication', 'events'], { minLength: 1 }),
});
const terms: fc.Arbitrary<Terms> = fc.record({
  reference: text, serviceCode: text, contentModel: text, clauses: fc.array(text, { minLength: 1, maxLength: 4 }), purpose: text,
  purposeClass: fc.constantFrom('direct-care' as const, 'secondary' as const), lawfulBasis: text, beginsOn: day, reviewOn: day, endsOn: day,
  consumers: fc.uniqueArray(consumer, { minLength: 1, maxLength: 5, selector: (each) => each.odsCode }),
});
const FIELDS = ['reference', 'serviceCode', 'contentModel', 'clauses', 'purpose', 'purposeClass', 'lawfulBasis', 'beginsOn', 'reviewOn', 'endsOn', 'consumers'] as const;
const byCode = (given: Terms): unknown => [...given.consumers].sort((a, b) => (a.odsCode < b.odsCode ? -1 : 1));

describe('the digest of terms', () => {
  it('changes when any one term changes, and only then', () => {
    fc.assert(fc.property(terms, terms, fc.constantFrom(...FIELDS), (one, other, field) => {
      const changed = { ...one, [field]: other[field] };
      const same = field === 'consumers' ? JSON.stringify(byCode(one)) === JSON.stringify(byCode(changed)) : JSON.stringify(one[field]) === JSON.stringify(other[field]);
      expect(termsDigest(changed) === termsDigest(one)).toBe(same);
    }), { numRuns: 500 });
  });

  it('is the same in whatever order the consumers are named', () => {
    fc.assert(fc.property(terms, (given) => {
      expect(termsDigest({ ...given, consumers: [...given.consumers].reverse() })).toBe(termsDigest(given));
    }));
  });

  it('leaves out names, layout and who else provides', () => {
    fc.assert(fc.property(terms, text, (given, name) => {
      const more = { ...given, title: name, providers: [name], consumers: given.consumers.map((each) => ({ ...each, name })) };
      expect(termsDigest(more)).toBe(termsDigest(given));
    }));
  });

  it('notices one view added, one dropped, and the order of clauses', () => {
    const one: Terms = {
      reference: 'R', serviceCode: 'DCR', contentModel: 'dcr-1', clauses: ['A', 'B'], purpose: 'p', purposeClass: 'direct-care', lawfulBasis: 'l', beginsOn: '2026-01-01',
      reviewOn: '2026-01-02', endsOn: '2026-01-03', consumers: [{ odsCode: 'TSTV1' as OdsCode, views: ['summary'] }],
    };
    const digests = new Set([one, { ...one, clauses: ['B', 'A'] }, { ...one, clauses: ['AB'] }, { ...one, consumers: [{ odsCode: 'TSTV1' as OdsCode, views: ['summary', 'events'] }] }].map(termsDigest));
    expect(digests.size).toBe(4);
  });
});

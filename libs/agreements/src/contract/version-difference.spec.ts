import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import type { OdsCode } from '@accord/kernel';
import { PURPOSE_CLASSES } from './states.js';
import { consumerTermsDigest, termsDigest, type Terms } from './terms.js';
import { COMPARED_FIELDS, isSameVersion, versionDifference, type VersionDifference, type VersionWords } from './version-difference.js';

const VIEWS = ['summary', 'problems', 'medication', 'events'];
const parties = (prefix: string) => fc.subarray([1, 2, 3, 4, 5].map((nth) => ({ odsCode: `${prefix}0${nth}`, name: `${prefix} number ${nth}` })));
const day = fc.constantFrom('2026-03-01', '2027-03-01', '2028-02-29');
// Few different words, so that many stand on both sides and some come twice.
const clause = fc.constantFrom('A', 'B', 'C', 'D');
const words: fc.Arbitrary<VersionWords> = fc.record({
  title: fc.constantFrom('Sharing', 'Sharing more'), purpose: fc.constantFrom('Care', 'Care at night'), purposeClass: fc.constantFrom(...PURPOSE_CLASSES), lawfulBasis: fc.constantFrom('6(1)(e)', '9(2)(h)'),
  clauses: fc.array(clause, { maxLength: 8 }), beginsOn: day, reviewOn: day, endsOn: day, providers: parties('TSTP'),
  consumers: parties('TSTV').chain((named) => fc.tuple(...named.map((party) => fc.subarray(VIEWS, { minLength: 1 }).map((views) => ({ ...party, views }))))),
});

/** The version before with everything the difference says done to it: naively, and by another way than the difference was found. */
function amended(before: VersionWords, difference: VersionDifference): VersionWords {
  const fields = Object.fromEntries(difference.fields.map(({ field, after }) => [field, after]));
  const stays = <Party extends { readonly odsCode: string }>(all: readonly Party[], left: readonly { readonly odsCode: string }[]): Party[] => all.filter((each) => !left.some(({ odsCode }) => odsCode === each.odsCode));
  const byCode = <Party extends { readonly odsCode: string }>(all: readonly Party[]): Party[] => [...all].sort((a, b) => (a.odsCode < b.odsCode ? -1 : 1));
  const views = (odsCode: string, had: readonly string[]): string[] => {
    const changed = difference.viewsChanged.find((each) => each.odsCode === odsCode);
    return VIEWS.filter((view) => changed?.gained.includes(view) || (had.includes(view) && !changed?.lost.includes(view)));
  };
  return {
    ...before, ...fields, clauses: difference.clauses.flatMap(({ after }) => (after === null ? [] : [after])),
    providers: byCode([...stays(before.providers, difference.providersLeft), ...difference.providersJoined]),
    consumers: byCode([...stays(before.consumers, difference.consumersLeft).map((each) => ({ ...each, views: views(each.odsCode, each.views) })), ...difference.consumersJoined]),
  };
}

/** The most clauses that stand on both sides in order, by trying every choice. */
function mostKept(before: readonly string[], after: readonly string[]): number {
  if (before.length === 0) return 0;
  const [first, ...rest] = before;
  const at = after.indexOf(first!);
  return Math.max(mostKept(rest, after), at < 0 ? 0 : 1 + mostKept(rest, after.slice(at + 1)));
}

describe('the difference of two versions', () => {
  it('makes the one out of the other, and loses no clause of either', () => {
    fc.assert(fc.property(words, words, (before, after) => {
      const difference = versionDifference(before, after);
      expect(amended(before, difference)).toEqual(after);
      expect(difference.clauses.flatMap((each) => (each.before === null ? [] : [each.before]))).toEqual(before.clauses);
    }), { numRuns: 2000 });
  });

  it('says that nothing differs exactly where nothing does', () => {
    fc.assert(fc.property(words, words, (before, after) => {
      expect(isSameVersion(versionDifference(before, before))).toBe(true);
      expect(isSameVersion(versionDifference(before, after))).toBe(JSON.stringify(before) === JSON.stringify(after));
    }), { numRuns: 1000 });
  });

  it('leaves as many clauses standing as can stand', () => {
    fc.assert(fc.property(fc.array(clause, { maxLength: 7 }), fc.array(clause, { maxLength: 7 }), (before, after) => {
      const empty = { title: '', purpose: '', purposeClass: 'direct-care', lawfulBasis: '', beginsOn: '', reviewOn: '', endsOn: '', providers: [], consumers: [] } as const;
      const { clauses } = versionDifference({ ...empty, clauses: before }, { ...empty, clauses: after });
      expect(clauses.filter((each) => each.before === each.after)).toHaveLength(mostKept(before, after));
    }), { numRuns: 2000 });
  });
});

describe('who signs again', () => {
  const terms = (version: VersionWords): Terms => ({ ...version, reference: 'DCR-TST-1', serviceCode: 'DCR', contentModel: 'dcr-1', consumers: version.consumers as unknown as Terms['consumers'] });

  it('is every provider where words, dates, consumers or views differ, and none where only providers or the title do', () => {
    fc.assert(fc.property(words, words, (before, after) => {
      const { fields, clauses, consumersJoined, consumersLeft, viewsChanged } = versionDifference(before, after);
      const binds = fields.some(({ field }) => field !== 'title') || clauses.some((each) => each.before !== each.after) || consumersJoined.length + consumersLeft.length + viewsChanged.length > 0;
      expect(termsDigest(terms(before)) !== termsDigest(terms(after))).toBe(binds);
    }), { numRuns: 1000 });
  });

  it('is a viewing organisation where words, dates or its own views differ, whoever else looks', () => {
    fc.assert(fc.property(words, words, (before, after) => {
      const { fields, clauses, viewsChanged } = versionDifference(before, after);
      for (const { odsCode } of after.consumers.filter((each) => before.consumers.some((known) => known.odsCode === each.odsCode))) {
        const binds = fields.some(({ field }) => field !== 'title') || clauses.some((each) => each.before !== each.after) || viewsChanged.some((each) => each.odsCode === odsCode);
        expect(consumerTermsDigest(terms(before), odsCode as OdsCode) !== consumerTermsDigest(terms(after), odsCode as OdsCode)).toBe(binds);
      }
    }), { numRuns: 1000 });
  });

  it('compares every field the terms have', () => {
    expect([...COMPARED_FIELDS].filter((field) => !['title'].includes(field)).sort()).toEqual(['beginsOn', 'endsOn', 'lawfulBasis', 'purpose', 'purposeClass', 'reviewOn']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { draftCollisions, edited, editsFor, type DraftCollision, type DraftEdit, type DraftFacts, type DraftParties } from './draft-resolutions.js';

const VIEWS = ['summary', 'problems', 'medication', 'events'];
const PRACTICES = ['TSTP01', 'TSTP02', 'TSTP03', 'TSTP04'];
const VIEWERS = ['TSTV01', 'TSTV02', 'TSTV03'];
const REFERENCES = ['DCR-A', 'DCR-B'];

const sets = (codes: readonly string[], minLength: number) => fc.tuple(...codes.map((odsCode) => fc.subarray(VIEWS, { minLength }).map((views) => ({ odsCode, views }))));
const draft: fc.Arbitrary<DraftParties> = fc.record({ providers: fc.subarray(PRACTICES, { minLength: 1 }), consumers: fc.subarray(VIEWERS, { minLength: 1 }).chain((codes) => sets(codes, 0)) });
const facts: fc.Arbitrary<DraftFacts> = fc.record({
  agreed: fc.subarray(VIEWERS).chain((codes) => sets(codes, 1)).map((all) => all.map((set) => ({ ...set, reference: 'DCR-SET', agreementId: null }))),
  taken: fc.array(fc.record({ providerOdsCode: fc.constantFrom(...PRACTICES), consumerOdsCode: fc.constantFrom(...VIEWERS), reference: fc.constantFrom(...REFERENCES), agreementId: fc.constant(null) }), { maxLength: 6 }),
});

const is = (one: DraftCollision) => (other: DraftCollision): boolean => other.kind === one.kind && other.consumer === one.consumer && other.reference === one.reference;
/** Whether it stands still: found again, or got rid of by leaving the viewer no view at all, which nobody can save. */
const stands = (collision: DraftCollision, after: DraftParties, known: DraftFacts): boolean => draftCollisions(after, known).some(is(collision))
  || (collision.kind === 'view-set' && after.consumers.some(({ odsCode, views }) => odsCode === collision.consumer && views.length === 0));
/** Every choice of changes but all of them, the empty one too. */
function properSubsets(edit: DraftEdit): DraftEdit[] {
  return Array.from({ length: 2 ** edit.length - 1 }, (_, bits) => edit.filter((_change, nth) => (bits & (1 << nth)) !== 0));
}

describe('an edit that is offered for a collision', () => {
  it('resolves it, no proper subset of it would, and it makes no other', () => {
    let seen = 0;
    fc.assert(fc.property(draft, facts, (before, known) => {
      const collisions = draftCollisions(before, known);
      for (const collision of collisions) {
        for (const edit of editsFor(before, collision)) {
          seen += 1;
          const after = edited(before, edit);
          expect(stands(collision, after, known)).toBe(false);
          expect(draftCollisions(after, known).every((left) => collisions.some(is(left)))).toBe(true);
          for (const part of properSubsets(edit)) expect(stands(collision, edited(before, part), known)).toBe(true);
        }
      }
    }), { numRuns: 5000 });
    expect(seen).toBeGreaterThan(1000);
  });

  it('leaves somebody on either side', () => {
    fc.assert(fc.property(draft, facts, (before, known) => {
      for (const edit of draftCollisions(before, known).flatMap((collision) => editsFor(before, collision))) {
        const { providers, consumers } = edited(before, edit);
        expect([providers.length, consumers.length].every((left) => left > 0)).toBe(true);
      }
    }), { numRuns: 2000 });
  });

  it('is there for every collision but of those who share already and of nobody else', () => {
    fc.assert(fc.property(draft, facts, (before, known) => {
      for (const collision of draftCollisions(before, known)) {
        const hasNone = collision.kind === 'pairs' && before.consumers.length === 1 && before.providers.every((code) => collision.providers.includes(code));
        expect(editsFor(before, collision).length === 0).toBe(hasNone);
      }
    }), { numRuns: 2000 });
  });
});

describe('a collision', () => {
  it('is where the views are others than agreed, or a pair is held elsewhere, and nowhere else', () => {
    fc.assert(fc.property(draft, facts, (before, known) => {
      const naively = before.consumers.flatMap(({ odsCode, views }) => [
        ...known.agreed.filter((set) => set.odsCode === odsCode && views.length > 0 && [...set.views].sort().join() !== [...views].sort().join()).map(() => `view-set ${odsCode}`),
        ...known.taken.filter((pair) => pair.consumerOdsCode === odsCode && before.providers.includes(pair.providerOdsCode)).map((pair) => `${pair.providerOdsCode} ${odsCode} ${pair.reference}`),
      ]);
      const found = draftCollisions(before, known).flatMap((each) => (each.kind === 'view-set' ? [`view-set ${each.consumer}`] : each.providers.map((code) => `${code} ${each.consumer} ${each.reference}`)));
      expect(found.sort()).toEqual([...new Set(naively)].sort());
    }), { numRuns: 2000 });
  });

  it.each<[string, readonly string[], readonly string[], string[]]>([
    ['narrows where more was ticked', ['summary', 'medication', 'events'], ['summary', 'medication'], ['remove-view events']],
    ['adds where less was ticked', ['summary'], ['summary', 'medication'], ['add-view medication']],
    ['does both where others were ticked', ['events'], ['summary'], ['remove-view events', 'add-view summary']],
  ])('%s', (_what, views, agreed, told) => {
    const parties = { providers: ['TSTP01'], consumers: [{ odsCode: 'TSTV01', views }] };
    const [collision] = draftCollisions(parties, { agreed: [{ odsCode: 'TSTV01', views: agreed, reference: 'DCR-SET', agreementId: null }], taken: [] });
    expect(editsFor(parties, collision!)).toHaveLength(1);
    expect(editsFor(parties, collision!)[0]!.map((change) => `${change.kind} ${'view' in change ? change.view : ''}`)).toEqual(told);
  });
});

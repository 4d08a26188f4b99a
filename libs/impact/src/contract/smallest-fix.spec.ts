import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { underNewVersion } from './agreement-sight.js';
import { sees, type ExplainedFacts, type ExplainedStop } from './explained-facts.js';
import { fixesOf, flips, smallestFix } from './smallest-fix.js';

const at = new Date('2026-03-02T09:00:00Z');
const day = fc.integer({ min: -3, max: 3 }).map((days) => new Date(at.getTime() + days * 86_400_000));
const mostly = <T>(wanted: T, ...others: readonly T[]): fc.Arbitrary<T> => fc.oneof({ arbitrary: fc.constant(wanted), weight: 3 }, { arbitrary: fc.constantFrom(...others), weight: 2 });
const stop: fc.Arbitrary<ExplainedStop> = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'), from: day, views: fc.constantFrom(null, ['medication'], ['summary']), moves: fc.constantFrom(null, null, 'provider' as const, 'consumer' as const),
  isLiftable: mostly(true, false), isOfAgreement: fc.boolean(),
}).map((drawn) => ({ ...drawn, isOfAgreement: drawn.isOfAgreement || drawn.moves !== null || !drawn.isLiftable }));
const facts: fc.Arbitrary<ExplainedFacts> = fc.record({
  participation: mostly<ExplainedFacts['participation']>('live', 'invited', 'signed', 'declined', 'rejected', 'verified', 'approved', 'suspended', 'withdrawn'),
  part: mostly<ExplainedFacts['part']>('live', 'invited', 'accepted', 'declined', 'rejected', 'verified', 'approved', 'suspended', 'left'),
  from: day, until: day, termsFrom: day, termsUntil: day, otherViewsProposed: mostly(false, true), canBeSigned: mostly(true, false), takesProposals: mostly(true, false), providerOpen: mostly(true, false), consumerOpen: mostly(true, false), isHosted: mostly(true, false),
  isPaired: mostly(true, false), isTold: mostly(true, false), viewSetCurrent: mostly(true, false), hasCertificate: mostly(true, false), systemsStopped: fc.boolean(),
  views: fc.subarray(['summary', 'medication', 'events'], { minLength: 1 }), stops: fc.uniqueArray(stop, { maxLength: 3, selector: ({ id }) => id }),
}).map((drawn) => ({ ...drawn, systemsStopped: drawn.systemsStopped && !drawn.hasCertificate, takesProposals: drawn.takesProposals || drawn.canBeSigned, isProposed: false, awaiting: [] }));

/** Every choice of some of the acts, but not all of them; a sample of them where there are very many. */
function* somePart<T>(all: readonly T[]): Generator<readonly T[]> {
  const choices = 2 ** all.length - 1;
  const stride = Math.max(1, Math.floor(choices / 37));
  for (let chosen = 0; chosen < choices; chosen += stride) yield all.filter((_each, place) => Math.floor(chosen / 2 ** place) % 2 === 1);
  for (const [place] of all.entries()) yield all.filter((_each, other) => other !== place);
}

describe('the smallest fix', () => {
  it('makes the view seen, and nothing less of it would, whatever the facts', () => {
    let [offered, longest] = [0, 0];
    fc.assert(fc.property(facts, (held) => {
      const fixes = fixesOf(held, 'medication', at);
      if (fixes === null || (fixes.length === 0) !== sees(held, 'medication', at) || !flips(held, fixes, 'medication', at)) return false;
      if (fixes.length > 0) for (const fewer of somePart(fixes)) if (flips(held, fewer, 'medication', at)) return false;
      offered += Math.sign(fixes.length);
      longest = Math.max(longest, fixes.length);
      return true;
    }), { numRuns: 10_000 });
    expect(offered).toBeGreaterThan(5000);
    expect(longest).toBeGreaterThan(8);
  });

  it('begins with the agreement that needs the least, and with a new one where none names both', () => {
    fc.assert(fc.property(fc.array(facts, { maxLength: 3 }), (agreements) => {
      const known = { otherViewsProposed: false, providerOpen: true, consumerOpen: true, isHosted: true, hasCertificate: true, systemsStopped: false, views: ['medication'], stops: [] };
      const { agreement, fixes } = smallestFix(agreements.map((held, agreement) => ({ agreement, version: null, facts: held })), known, 'medication', at)!;
      const isLeast = fixes.length === Math.min(9, ...agreements.map((held) => fixesOf(held, 'medication', at)!.length));
      return isLeast && (agreement === null ? fixes[0]!.act === 'name-both' : flips(agreements[agreement]!, fixes, 'medication', at));
    }), { numRuns: 1000 });
  });

  const live: ExplainedFacts = {
    participation: 'live', part: 'live', from: new Date('2026-01-01'), until: new Date('2027-01-01'), termsFrom: new Date('2026-01-01'), termsUntil: new Date('2027-01-01'), canBeSigned: true, providerOpen: true,
    consumerOpen: true, isHosted: true, isPaired: true, isTold: true, viewSetCurrent: true, views: ['medication'], stops: [], hasCertificate: true, systemsStopped: false,
    takesProposals: true, isProposed: false, awaiting: [], otherViewsProposed: false,
  };
  const agreeing = ['sign', 'verify', 'approve'];
  const signing = [...agreeing, 'go-live'];
  it.each<readonly [string, Partial<ExplainedFacts>, readonly string[]]>([
    ['nothing where it is seen', {}, []],
    ['signing to live where one side has not signed', { participation: 'invited' }, signing],
    ['going live where an approval is there', { part: 'approved' }, ['go-live']],
    ['lifting the one suspension', { participation: 'suspended', stops: [{ id: 'a', from: at, views: null, moves: 'provider', isLiftable: true, isOfAgreement: true }] }, ['lift-stop']],
    ['both suspensions of one practice', { participation: 'suspended', stops: ['a', 'b'].map((id) => ({ id, from: at, views: null, moves: 'provider' as const, isLiftable: true, isOfAgreement: true })) }, ['lift-stop', 'lift-stop']],
    ['an invitation of who withdrew', { participation: 'withdrawn', until: at }, ['invite-again', ...signing]],
    ['a proposal where the view is not agreed', { views: ['summary'] }, ['propose', ...agreeing, ...agreeing, 'cut-over']],
    ['the end of the proposal that runs, and then another, where neither has the view', { views: ['summary'], otherViewsProposed: true }, ['give-up', 'propose', ...agreeing, ...agreeing, 'cut-over']],
    ['going live as ever while other views are proposed', { part: 'approved', otherViewsProposed: true }, ['go-live']],
    ['a proposal to those who take part where nobody joins any more', { views: ['summary'], canBeSigned: false }, ['propose', ...agreeing, ...agreeing, 'cut-over']],
    ['a proposal, and then to sign it, where one side has signed nothing', { participation: 'invited', views: ['summary'] }, ['propose', ...agreeing, 'cut-over', ...signing]],
    ['what is under way, and then a proposal', { participation: 'approved', views: ['summary'] }, ['go-live', 'propose', ...agreeing, ...agreeing, 'cut-over']],
    ['a new version where both sides did not sign alike', { isPaired: false }, ['change', ...signing, ...signing]],
    ['a new agreement where the old one has ended', { until: at, canBeSigned: false }, ['name-both', ...signing, ...signing]],
    ['a new agreement where its dates are over', { until: at }, ['name-both', ...signing, ...signing]],
    ['patience where it begins later', { from: new Date('2026-03-03') }, ['wait']],
    ['an invitation of who withdrew, and a proposal where the view is not agreed', { participation: 'withdrawn', until: at, views: ['summary'] }, ['invite-again', 'propose', ...agreeing, 'cut-over', ...signing]],
    ['a certificate', { hasCertificate: false }, ['add-certificate']],
    ['hosting and a certificate', { isHosted: false, hasCertificate: false }, ['record-hosting', 'add-certificate']],
    ['patience where gateways have not heard', { isTold: false }, ['publish']],
  ])('is %s', (_what, given, expected) => {
    expect(fixesOf({ ...live, ...given }, 'medication', at)!.map(({ act }) => act)).toEqual(expected);
  });

  it('is to sign a newer version that is open already, by whoever has not', () => {
    const old = { ...live, views: ['summary'] };
    const facts = underNewVersion(old, { version: 2, from: live.from, until: live.until, views: ['summary', 'medication'], awaitsCutOver: false, participation: 'signed', part: null })!;
    const way = smallestFix([{ agreement: 0, version: null, facts: old }, { agreement: 0, version: 2, facts }], old, 'medication', at);
    expect(way).toMatchObject({ agreement: 0, version: 2, fixes: [{ act: 'verify' }, { act: 'approve' }, { act: 'go-live' }] });
    expect(underNewVersion({ ...old, participation: 'approved' }, { version: 2, from: live.from, until: live.until, views: ['medication'], awaitsCutOver: false, participation: 'invited', part: null })).toBeNull();
  });

  it('is to sign what is proposed already, and to cut over', () => {
    const old = { ...live, views: ['summary'] };
    const facts = underNewVersion(old, { version: 2, from: live.from, until: live.until, views: ['summary', 'medication'], awaitsCutOver: true, participation: 'verified', part: 'approved' })!;
    expect(fixesOf(facts, 'medication', at)!.map(({ act, side }) => [act, side])).toEqual([['approve', 'provider'], ['cut-over', null]]);
  });
});

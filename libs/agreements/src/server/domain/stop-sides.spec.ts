import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import type { Duty, OdsCode, PersonId } from '@accord/kernel';
import type { ImposedSide, StopKind } from '@accord/agreements';
import { demandLiftable, demandTheirsToAsk, sideOf, type Acting, type Lifting } from './stop-sides.js';

const DUTIES: readonly Duty[] = ['signatory', 'practice-governance-lead', 'viewer-governance-lead', 'activation-officer', 'approver', 'auditor-national', 'auditor-organisation', 'privacy-officer', 'system-administrator', 'support'];
const SIDES: readonly ImposedSide[] = ['controller', 'viewing-organisation', 'privacy-officer', 'staff'];
const PEOPLE = ['ann', 'bob', 'cay'] as readonly string[] as readonly PersonId[];
const PLACES = ['TSTP01', 'TSTV01'] as readonly string[] as readonly OdsCode[];
const AT = new Date('2026-03-02T09:00:00Z');

/** R5, written down a second time. */
const ASKS = new Set(['controller signatory', 'controller practice-governance-lead', 'viewing-organisation viewer-governance-lead', 'privacy-officer privacy-officer', 'staff activation-officer']);
const OF_STAFF = new Set<Duty>(['activation-officer', 'approver']);

const who: fc.Arbitrary<Acting> = fc.record({ personId: fc.constantFrom(...PEOPLE), duty: fc.constantFrom(...DUTIES), odsCode: fc.constantFrom(...PLACES) })
  .map((one) => ({ ...one, odsCode: OF_STAFF.has(one.duty) ? null : one.odsCode }));
const fresh: fc.Arbitrary<Lifting> = fc.record({ kind: fc.constantFrom<StopKind>('suspension', 'suspension', 'suspension', 'withdrawal', 'leaving', 'end'), imposedSide: fc.constantFrom(...SIDES), imposedFor: fc.constantFrom(...PLACES), partState: fc.constantFrom(null, null, 'suspended', 'suspended', 'withdrawn') })
  .map((one) => ({ ...one, imposedFor: one.imposedSide === 'staff' ? null : one.imposedFor, resumeAskedBy: null, liftedAt: null }));
const steps = fc.array(fc.record({ act: fc.constantFrom('ask', 'lift'), who }), { minLength: 1, maxLength: 30 });

const allows = (rule: () => void): boolean => {
  try { rule(); return true; } catch { return false; }
};

describe('who lifts a stop', () => {
  it('is its own side first and an approver second, whatever anybody tries in whatever order', () => {
    let lifted = 0;
    fc.assert(fc.property(fresh, steps, (imposed, tried) => {
      let stop = imposed;
      // The model knows only who asked validly last, and whether it is over.
      let asked: Acting | null = null;
      let isOver = imposed.kind !== 'suspension' || imposed.partState === 'withdrawn';
      for (const { act, who: one } of tried) {
        const mayAsk = !isOver && ASKS.has(`${imposed.imposedSide} ${one.duty}`) && (imposed.imposedSide === 'staff' || one.odsCode === imposed.imposedFor);
        const mayLift = !isOver && asked !== null && one.duty === 'approver' && one.personId !== asked.personId;
        if (act === 'ask') {
          if (allows(() => { demandTheirsToAsk(stop, one); }) !== mayAsk) return false;
          if (mayAsk) [stop, asked] = [{ ...stop, resumeAskedBy: one.personId }, one];
        } else {
          if (allows(() => { demandLiftable(stop, one); }) !== mayLift) return false;
          if (mayLift) {
            [stop, isOver] = [{ ...stop, liftedAt: AT }, true];
            lifted += 1;
          }
        }
      }
      // Nothing final, nothing under a part that is gone, and nothing that nobody of the side asked for, was ever lifted.
      return stop.liftedAt === null || (stop.kind === 'suspension' && stop.partState !== 'withdrawn' && asked !== null);
    }), { numRuns: 10_000 });
    expect(lifted).toBeGreaterThan(50);
  });

  it.each<[ImposedSide, string]>([
    ['controller', 'The sharing organisation imposed this'], ['viewing-organisation', 'The viewing organisation imposed this'], ['privacy-officer', 'A privacy officer imposed this: a privacy officer of the same organisation asks'], ['staff', 'Activation staff imposed this'],
  ])('is said in plain words to somebody else, of what a %s imposed', (imposedSide, says) => {
    const stop: Lifting = { kind: 'suspension', imposedSide, imposedFor: imposedSide === 'staff' ? null : PLACES[0]!, partState: null, resumeAskedBy: null, liftedAt: null };
    expect(() => { demandTheirsToAsk(stop, { personId: PEOPLE[0]!, duty: 'support', odsCode: null }); }).toThrow(says);
  });

  it.each<[Duty, ImposedSide | null]>([
    ['signatory', 'controller'], ['practice-governance-lead', 'controller'], ['viewer-governance-lead', 'viewing-organisation'], ['privacy-officer', 'privacy-officer'],
    ['activation-officer', 'staff'], ['approver', 'staff'], ['support', null], ['auditor-national', null], ['system-administrator', null],
  ])('belongs to the side that the duty %s stands on', (duty, side) => expect(sideOf(duty)).toBe(side));
});

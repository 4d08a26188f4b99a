import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { endOfLondonDay, startOfLondonDay } from '@accord/kernel';
import { inForce, type PairFacts } from './in-force.js';

const STATES = ['invited', 'signed', 'declined', 'rejected', 'verified', 'approved', 'live', 'suspended', 'withdrawn'] as const;
const PARTS = ['invited', 'accepted', 'declined', 'rejected', 'verified', 'approved', 'live', 'suspended', 'left'] as const;
const moment = fc.integer({ min: 0, max: 8 });
// Half of the draws stand in the one state that permits, so that the other conditions decide often enough to be seen.
const mostly = <State>(wanted: State, all: readonly State[]): fc.Arbitrary<State> => fc.oneof(fc.constant(wanted), fc.constantFrom(...all));
const at = (instant: number): Date => new Date(Date.UTC(2026, 2, 1) + instant);

describe('a pair', () => {
  it('is in force exactly when nothing of the seven conditions is missing', () => {
    let seen = 0;
    fc.assert(fc.property(mostly('live', STATES), mostly('live', PARTS), moment, moment, mostly(true, [true, false]), mostly(true, [true, false]), fc.array(moment, { maxLength: 2 }), moment,
      (participation, part, from, until, gatesHold, viewSetCurrent, stops, now) => {
        const facts: PairFacts = { participation, part, from: at(from), until: at(until), gatesHold, viewSetCurrent, stoppedFrom: stops.map(at) };
        // Naively: every instant the pair may be seen in, listed one by one.
        const instants = Array.from({ length: 9 }, (_, instant) => instant).filter((instant) => instant >= from && instant < until && stops.every((stop) => instant < stop));
        const expected = [participation, part].every((state) => state === 'live') && gatesHold && viewSetCurrent && instants.includes(now);
        if (expected) seen += 1;
        expect(inForce(facts, at(now))).toBe(expected);
      }), { numRuns: 3000 });
    expect(seen).toBeGreaterThan(10);
  });

  it.each([
    ['begins with its first instant', 0, true], ['has ended with its last', 5, false], ['is in force the millisecond before', 4, true],
  ])('%s', (_when, now, expected) => {
    const facts: PairFacts = { participation: 'live', part: 'live', from: at(0), until: at(5), gatesHold: true, viewSetCurrent: true, stoppedFrom: [] };
    expect(inForce(facts, at(now))).toBe(expected);
  });

  // The clocks went forward on 29 March 2026 and back on 25 October: the days around have 23, 24 or 25 hours, and each counts whole.
  it.each([
    ['before the clocks go forward', '2026-03-28', '2026-03-29T00:00:00.000Z'], ['with the day on which the clocks go forward', '2026-03-29', '2026-03-29T23:00:00.000Z'],
    ['the day after', '2026-03-30', '2026-03-30T23:00:00.000Z'], ['before the clocks go back', '2026-10-24', '2026-10-24T23:00:00.000Z'],
    ['with the day on which the clocks go back', '2026-10-25', '2026-10-26T00:00:00.000Z'], ['the day after that', '2026-10-26', '2026-10-27T00:00:00.000Z'],
  ])('ends with its last day in London, %s', (_when, endsOn, instant) => {
    const facts: PairFacts = { participation: 'live', part: 'live', from: startOfLondonDay('2026-01-01'), until: endOfLondonDay(endsOn), gatesHold: true, viewSetCurrent: true, stoppedFrom: [] };
    const last = Date.parse(instant);
    expect([inForce(facts, new Date(last - 1)), inForce(facts, new Date(last))]).toEqual([true, false]);
  });

  it.each([['2026-03-29', '2026-03-29T00:00:00.000Z'], ['2026-03-30', '2026-03-29T23:00:00.000Z'], ['2026-10-25', '2026-10-24T23:00:00.000Z'], ['2026-10-26', '2026-10-26T00:00:00.000Z']])('begins at midnight in London on %s', (beginsOn, instant) => {
    const facts: PairFacts = { participation: 'live', part: 'live', from: startOfLondonDay(beginsOn), until: endOfLondonDay('2027-01-01'), gatesHold: true, viewSetCurrent: true, stoppedFrom: [] };
    const first = Date.parse(instant);
    expect([inForce(facts, new Date(first - 1)), inForce(facts, new Date(first))]).toEqual([false, true]);
  });
});

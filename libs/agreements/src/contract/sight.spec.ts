import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { isSeen, obstaclesTo, viewsSeen, type SightFacts } from './sight.js';

const at = new Date('2026-03-02T09:00:00Z');
const day = fc.integer({ min: -3, max: 3 }).map((days) => new Date(at.getTime() + days * 86_400_000));
const facts: fc.Arbitrary<SightFacts> = fc.record({
  participation: fc.constantFrom('invited', 'signed', 'verified', 'approved', 'live', 'live', 'live', 'suspended', 'withdrawn'),
  part: fc.constantFrom('invited', 'accepted', 'live', 'live', 'live', 'suspended', 'left'),
  from: day, until: day, gatesHold: fc.boolean(), viewSetCurrent: fc.boolean(), hasCertificate: fc.boolean(),
  views: fc.subarray(['summary', 'medication'], { minLength: 1 }),
  stops: fc.array(fc.record({ id: fc.constant('s'), from: day, views: fc.constantFrom(null, ['medication']) }), { maxLength: 1 }),
});

describe('what a viewing organisation sees', () => {
  it('is seen exactly where nothing is in the way', () => {
    fc.assert(fc.property(facts, fc.constantFrom('summary', 'medication', 'events'), (held, view) => {
      expect(obstaclesTo(held, view, at).length === 0).toBe(isSeen(held, view, at));
    }));
  });

  it('lists the views seen, and never one outside the set', () => {
    fc.assert(fc.property(facts, (held) => {
      expect(viewsSeen(held, at)).toEqual(held.views.filter((view) => obstaclesTo(held, view, at).length === 0));
    }));
  });

  const inForce: SightFacts = {
    participation: 'live', part: 'live', from: new Date('2026-01-01'), until: new Date('2027-01-01'), gatesHold: true, viewSetCurrent: true, stops: [], views: ['summary'], hasCertificate: true,
  };
  it.each([
    ['the practice has not signed', { participation: 'invited' }, ['participation']],
    ['the viewer has left', { part: 'left' }, ['part']],
    ['the agreement has ended', { until: at }, ['dates']],
    ['a gate no longer holds', { gatesHold: false }, ['gates']],
    ['another set is current', { viewSetCurrent: false }, ['view-set']],
    ['it is stopped', { stops: [{ id: 's', from: at, views: null }] }, ['stop']],
    ['another view is stopped', { stops: [{ id: 's', from: at, views: ['events'] }] }, []],
    ['the stop lies ahead', { stops: [{ id: 's', from: new Date('2026-04-01'), views: null }] }, []],
    ['the view is not agreed', { views: ['events'] }, ['view']],
    ['no certificate is current', { hasCertificate: false }, ['certificate']],
    ['two things are missing', { participation: 'signed', hasCertificate: false }, ['participation', 'certificate']],
  ] as const)('names what is in the way where %s', (_when, change, obstacles) => {
    expect(obstaclesTo({ ...inForce, ...change } as SightFacts, 'summary', at)).toEqual(obstacles);
  });
});

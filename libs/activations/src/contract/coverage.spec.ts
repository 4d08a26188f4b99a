import { describe, expect, it } from '@jest/globals';
import type { SightFacts } from '@accord/agreements';
import { pairStanding } from './coverage.js';

const at = new Date('2026-03-02T09:00:00Z');
const seen: SightFacts = {
  participation: 'live', part: 'live', from: new Date('2026-01-01'), until: new Date('2027-01-01'), gatesHold: true, viewSetCurrent: true, stops: [], views: ['summary', 'events'], hasCertificate: true,
};
const stopped = (views: readonly string[] | null): SightFacts['stops'] => [{ id: 's', from: at, views }];

describe('a pair of a locality', () => {
  it.each<[string, Partial<SightFacts>, string]>([
    ['nothing is in the way', {}, 'live 2'],
    ['one view is stopped', { stops: stopped(['events']) }, 'live 1'],
    ['every view is stopped', { stops: stopped(['summary', 'events']) }, 'suspended 2'],
    ['it is stopped', { stops: stopped(null) }, 'suspended 2'],
    ['the practice is suspended', { participation: 'suspended' }, 'suspended 2'],
    ['a gate is lost', { gatesHold: false }, 'held-back 2'],
    ['no certificate is current', { hasCertificate: false }, 'held-back 2'],
    ['another set is current', { viewSetCurrent: false }, 'held-back 2'],
    ['it begins tomorrow', { from: new Date('2026-03-03') }, 'not-begun 2'],
    ['it ended today', { until: at }, 'over 2'],
    ['the viewer has accepted and is not live', { part: 'accepted' }, 'agreed 2'],
    ['the practice has not signed', { participation: 'invited' }, 'unsigned 2'],
    ['the evidence was rejected', { participation: 'rejected' }, 'unsigned 2'],
    ['the viewer has left', { part: 'left' }, 'withdrawn 2'],
  ])('where %s is told as it is', (_when, change, told) => {
    const { standing, views } = pairStanding({ ...seen, ...change }, at);
    expect(`${standing} ${views}`).toBe(told);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { AgreementSight, StopDetails } from './agreement-sight.js';
import type { ExplainedFacts, Fix } from './explained-facts.js';
import { explanationLines, fixOffered, headline, reasonsAgainst } from './explanation-words.js';
import { explain, type Asked } from './explanation.js';

const asked = (at: string, reading: Asked['reading'] = 'as-it-was'): Asked => ({
  service: 'DCR', provider: { odsCode: 'TSTP01', name: 'Elm Road Surgery' }, consumer: { odsCode: 'TSTV01', name: 'Aldermoor Out of Hours' }, view: { code: 'medication', name: 'Medication' },
  at: new Date(at), reading, asKnownAt: reading === 'as-known' ? new Date(at) : null,
});
const stop = (over: Partial<StopDetails>): StopDetails => ({ id: 'stop', kind: 'suspension', from: new Date('2026-11-01T09:00:00Z'), views: null, imposedSide: 'controller', imposedFor: 'TSTP01', reason: null, ...over } as StopDetails);
const row = (stops: readonly StopDetails[]): AgreementSight => ({ participation: 'live', part: 'live', stops, until: new Date('2026-11-01T09:00:00Z'), from: new Date('2025-11-11T16:40:00Z') } as unknown as AgreementSight);

describe('the words of an explanation', () => {
  it.each<[string, string, Asked['reading'], string]>([
    ['a day in winter, as it ended', '2026-11-18T23:59:59.999Z', 'as-it-was', 'No. At the end of 18 November 2026, Aldermoor Out of Hours (TSTV01) could not see Medication in the records of Elm Road Surgery (TSTP01), by everything known today.'],
    ['the day the clocks go back', '2026-10-25T23:59:59.999Z', 'as-it-was', 'No. At the end of 25 October 2026, Aldermoor Out of Hours (TSTV01) could not see Medication in the records of Elm Road Surgery (TSTP01), by everything known today.'],
    ['a day in summer, as it was known', '2026-09-18T22:59:59.999Z', 'as-known', 'No. By what was known on 18 September 2026, Aldermoor Out of Hours (TSTV01) could not see Medication in the records of Elm Road Surgery (TSTP01) at the end of 18 September 2026.'],
    ['an instant of that day', '2026-09-18T08:55:00Z', 'as-it-was', 'No. At 18-Sep-2026 09:55:00 BST, Aldermoor Out of Hours (TSTV01) could not see Medication in the records of Elm Road Surgery (TSTP01), by everything known today.'],
  ])('say which moment of a day they are about: %s', (_what, at, reading, says) => expect(headline(asked(at, reading), false)).toBe(says));

  it('say once what was ended for good, though its dates end with it; but both of a suspension and a last day', () => {
    const says = (kind: string) => reasonsAgainst(asked('2026-11-22T09:00:00Z', 'now'), row([stop({ kind, ...(kind === 'end' ? { imposedSide: 'staff', imposedFor: null } : {}) })]), {} as ExplainedFacts, ['dates', 'stop']).map((reason) => reason.says);
    expect(says('withdrawal')).toEqual(['Stopped for good on 1 November 2026 by Elm Road Surgery (TSTP01).']);
    expect(says('end')).toEqual(['The agreement was ended on 1 November 2026.']);
    expect(says('suspension')).toEqual(['The sharing ended on 1 November 2026.', 'Suspended since 1 November 2026 by Elm Road Surgery (TSTP01).']);
  });

  it('answer who is asked against themselves plainly, and offer them no agreement', () => {
    const known = { otherViewsProposed: false, providerOpen: true, consumerOpen: true, isHosted: true, hasCertificate: true, systemsStopped: false, views: ['medication'], stops: [] };
    const { consumer: _other, ...question } = asked('2026-11-22T09:00:00Z', 'now');
    const answer = explain({ ...question, consumer: question.provider }, { rows: [], publication: 7, since: null, known, askedAnew: new Map(), sooner: null });
    expect(explanationLines(answer)).toEqual(['Nobody shares with themselves: Elm Road Surgery (TSTP01) looks at its own records in its own system, and no agreement is about that.']);
  });

  it.each([
    ['controller', 'TSTP01', 'Elm Road Surgery (TSTP01), and an approver to confirm'], ['viewing-organisation', 'TSTV01', 'Aldermoor Out of Hours (TSTV01), and an approver to confirm'],
    ['privacy-officer', 'TSTV01', 'the privacy officer of Aldermoor Out of Hours (TSTV01), and an approver to confirm'], ['staff', null, 'whoever suspended it, and an approver to confirm'],
  ])('name who lifts what the %s imposed', (imposedSide, imposedFor, who) => {
    const fix = { act: 'lift-stop', side: 'provider', changes: [], stop: 'stop' } as unknown as Fix;
    expect(fixOffered(asked('2026-11-22T09:00:00Z', 'now'), row([stop({ imposedSide, imposedFor })]), fix, null).who).toBe(who);
  });
});

import { describe, expect, it } from '@jest/globals';
import { actingWords } from './acting.js';

const duty = { grantId: 'g', odsCode: null, organisationName: null, localities: [] as string[], until: null };

describe('what one acts as', () => {
  it.each([
    ['for a named organisation', { ...duty, duty: 'signatory', odsCode: 'TSTP01', organisationName: 'Elm Road Surgery' }, 'Signatory, Elm Road Surgery (TSTP01)'],
    ['for one without a name', { ...duty, duty: 'auditor-organisation', odsCode: 'TSTP01' }, 'Auditor of an organisation, TSTP01'],
    ['for one locality', { ...duty, duty: 'approver', localities: ['a'] }, 'Approver, 1 locality'],
    ['for the nation', { ...duty, duty: 'auditor-national' }, 'National auditor'],
  ])('is said with its place, %s', (_where, acting, words) => expect(actingWords(acting)).toBe(words));
});

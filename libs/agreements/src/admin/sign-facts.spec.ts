import { describe, expect, it } from '@jest/globals';
import { inWordsOf, NO_PROGRESS, nextStep, type SignedAgreement, withdrawnFrom, type SignProgress } from './sign-facts.js';

describe('the next step of signing', () => {
  const invited = { state: 'invited', termsDigest: 'these' };
  it.each<[string, string, Partial<SignProgress>, string]>([
    ['reading, at first', 'invited', {}, 'read'],
    ['reading again, where the terms read were others', 'invited', { readDigest: 'those', hasSeenAuthority: true }, 'read'],
    ['seeing who may sign', 'invited', { readDigest: 'these' }, 'authority'],
    ['signing', 'invited', { readDigest: 'these', hasSeenAuthority: true }, 'sign'],
    ['none, once somebody has signed', 'signed', { readDigest: 'these', hasSeenAuthority: true }, 'done'],
    ['none, whatever this browser remembers', 'declined', {}, 'done'],
  ])('is %s', (_what, state, progress, step) => expect(nextStep({ ...invited, state }, { ...NO_PROGRESS, ...progress })).toBe(step));
});

describe('what is read before signing', () => {
  const stands = { id: 'agreement', versionNumber: 1, title: 'Care', consumers: [{ odsCode: 'TSTV01', name: 'Nurses', views: ['summary', 'procedures'] }], documentPath: '/agreements/agreement/document.pdf' } as unknown as SignedAgreement;
  const proposed = { id: 'second', number: 2, title: 'Care', purpose: 'Care', lawfulBasis: 'Law', beginsOn: '2026-01-01', reviewOn: '2027-01-01', endsOn: '2028-01-01', consumers: [{ odsCode: 'TSTV01', name: 'Nurses', views: ['summary'] }] };
  it('is what stands, where that is what one is asked for', () => expect(inWordsOf(stands, [proposed], 1)).toBe(stands));
  it('is the version with other views, and its own document, while these are proposed', () => expect(inWordsOf(stands, [proposed], 2))
    .toMatchObject({ id: 'agreement', versionNumber: 2, consumers: [{ views: ['summary'] }], documentOf: 'second', documentPath: '/agreements/second/document.pdf' }));
});

describe('whom a practice stopped sharing with for good', () => {
  const gone = (over: object, party: object = {}) => [...withdrawnFrom({
    party: { side: 'provider', odsCode: 'TSTP01', liveAt: '2026-03-02T09:00:00Z', ...party },
    agreement: { stops: [{ kind: 'withdrawal', scopeKind: 'pair', providerOdsCode: 'TSTP01', consumerOdsCode: 'TSTV04', imposedAt: '2026-11-22T09:00:00Z', ...over }] },
  })];
  it.each<[string, object, object, readonly string[]]>([
    ['is told before it signs a later version', {}, {}, ['TSTV04']], ['is nobody for a suspension', { kind: 'suspension' }, {}, []], ['is nobody for what another practice stopped', { providerOdsCode: 'TSTP02' }, {}, []],
    ['is nobody for a withdrawal of all', { scopeKind: 'participation', consumerOdsCode: null }, {}, []], ['is nobody for what was before it went live again', { imposedAt: '2026-03-01T09:00:00Z' }, {}, []],
    ['is nobody before it was ever live', {}, { liveAt: null }, []],
  ])('%s', (_what, over, party, codes) => expect(gone(over, party)).toEqual(codes));
});

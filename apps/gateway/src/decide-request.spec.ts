import { describe, expect, it } from '@jest/globals';

import { Malformed, parseDecideRequest, readableParts } from './decide-request.js';

const question = {
  service: 'DCR', provider: 'TSTP01', views: ['medication'], user: { id: 'u-1', name: 'Ann Example', jobRole: 'R8000' }, patient: '9990000018', messageId: 'm-1',
};
const nobody = { id: null, name: null, jobRole: null };
const nothing = { service: null, provider: null, views: [], user: nobody, patient: null, messageId: null };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const changed = (change: object): string => JSON.stringify({ ...question, ...change });

describe('a question', () => {
  it.each([
    ['what is not JSON', '{"service":"DCR","patient":"9990000018"', nothing], ['a list', '[]', nothing], ['nothing', '', nothing], ['null', 'null', nothing],
    ['no service', changed({ service: undefined }), { ...question, service: null }], ['no provider', changed({ provider: '' }), { ...question, provider: null }],
    ['no views', changed({ views: [] }), { ...question, views: [] }], ['views that are not a list', changed({ views: 'medication' }), { ...question, views: [] }],
    ['a view that is a number', changed({ views: ['medication', 1] }), { ...question, views: [] }], ['a user that is text', changed({ user: 'ann' }), { ...question, user: nobody }],
    ['a user id that is a number', changed({ user: { ...question.user, id: 1 } }), { ...question, user: { ...question.user, id: null } }],
    ['a patient that is a number', changed({ patient: 9990000018 }), { ...question, patient: null }], ['a patient that is a list', changed({ patient: ['9990000018'] }), { ...question, patient: null }],
    ['a message id that is too long', changed({ messageId: 'm'.repeat(501) }), { ...question, messageId: null }],
    ['a reason that is too long', changed({ emergencyReason: 'x'.repeat(4_001) }), question],
    ['consent without a date', changed({ prescriptionId: 'rx-1', consent: { given: true } }), { ...question, prescriptionId: 'rx-1' }],
  ])('is malformed with %s; what of it can be read is kept, and nothing else', (_what, body, kept) => {
    expect(() => parseDecideRequest(bytes(body))).toThrow(Malformed);
    expect(readableParts(bytes(body))).toEqual(kept);
  });

  it('is not read at all where it is not UTF-8, or was too large', () => {
    expect(readableParts(Uint8Array.of(0x7b, 0xff, 0x7d))).toEqual(nothing);
    expect(readableParts(undefined)).toEqual(nothing);
  });

  it('is read whole where nothing is wrong with it', () => {
    expect(parseDecideRequest(bytes(JSON.stringify(question)))).toMatchObject(question);
    expect(readableParts(bytes(JSON.stringify(question)))).toEqual(question);
  });
});

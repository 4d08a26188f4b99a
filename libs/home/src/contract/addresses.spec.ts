import { describe, expect, it } from '@jest/globals';
import { COMING_KINDS, WAITING_KINDS, type ComingKind, type WaitingKind } from './waiting.js';
import { addressOf } from './addresses.js';
import { thingSentence } from './messages.js';

/** Where each leads, of the subject the server names: `s`, in the agreement `a`. */
const LEADS_TO: Readonly<Record<WaitingKind | ComingKind, string>> = {
  'draft': '/agreements/s/edit', 'sign': '/agreements/a/sign/s', 'accept': '/agreements/a/sign/s', 'agree-views': '/agreements/a/sign/s', 'cut-over': '/view-set-proposals/s', 'invite-again': '/agreements/s', 'verify': '/evidence', 'verify-instruction': '/evidence', 'submit': '/agreements/s',
  'approve': '/activations/s', 'go-live': '/agreements/s', 'confirm-facts': '/localities/s/facts', 'confirm-authority': '/authorities', 'confirm-resume': '/stops/s', 'confirm-duty': '/duties',
  'confirm-gateway': '/gateways/s', 'confirm-gateway-certificate': '/gateways/s', 'gateway-unheard': '/gateways/s', 'gateway-quarantined': '/gateways/s', 'gateway-silent': '/gateways/s', 'feed-differs': '/gateways', 'feed-unwatched': '/gateways', 'confirm-certificate': '/certificates/s', 'renew-certificate': '/certificates', 'renew-gateway-certificate': '/gateways/s', 'renew-feed-certificate': '/gateways', 'decide-import': '/directory-imports/s', 'confirm-patient-search': '/patient-searches', 'settle-organisation': '/organisations/s',
  'review-late': '/agreements/s', 'fact-late': '/organisations/s', 'answer-campaign': '/campaigns/s', 'execute-campaign': '/campaigns/s',
  'review': '/agreements/s', 'end': '/agreements/s', 'certificate-end': '/certificates/s', 'gateway-certificate-end': '/gateways/s', 'feed-certificate-end': '/gateways', 'fact-end': '/organisations/s',
};

describe('what Home names', () => {
  it.each([...WAITING_KINDS, ...COMING_KINDS])('%s leads to where it is done', (kind) => {
    expect(addressOf({ kind, subjectId: 's', agreementId: 'a', odsCode: null })).toBe(LEADS_TO[kind]);
  });

  it.each(['of-a-newer-build', 'toString', '__proto__'])('a kind it does not know, %s, is told in plain words and takes no page with it', (kind) => {
    const subject = { kind: kind as WaitingKind, subjectId: 's', agreementId: null, odsCode: null };
    expect(addressOf(subject)).toBe('/');
    expect(thingSentence({ ...subject, about: 'Elm Road', count: 2 })).toBe('Something this page has no words for yet, about Elm Road: load it again');
    expect(thingSentence({ ...subject, about: '' })).toBe('Something this page has no words for yet: load it again');
  });

  it('facts of one\'s own organisation are confirmed where its facts stand, those of a locality with the locality', () => {
    expect(addressOf({ kind: 'confirm-facts', subjectId: 'TSTP01', odsCode: 'TSTP01' })).toBe('/gate-facts');
    expect(addressOf({ kind: 'confirm-facts', subjectId: 'l', odsCode: null })).toBe('/localities/l/facts');
  });
});

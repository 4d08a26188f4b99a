import { describe, expect, it } from '@jest/globals';
import { practicesInWords, standingSentence } from './standing-sentence.js';
import type { Party } from './readiness.js';

const party = (name: string, state: string, missing: readonly (readonly [string, string, 'waiting' | 'blocked'])[] = [], side: Party['side'] = 'provider'): Party => ({
  id: name, agreementId: 'a', agreementReference: 'A', side, odsCode: name, name, state, renewalState: null, renewalVersion: null, stateAt: null, liveAt: null, activationId: null, next: null,
  gates: missing.map(([gate, because, how]) => ({ gate, because, state: how, waitsFor: null })),
});

describe('how a locality stands, in a sentence', () => {
  it.each<[string, readonly Party[], string]>([
    ['all live', [party('Elm', 'live'), party('Quay', 'live')], '2 of 2 practices live.'],
    ['one practice', [party('Elm', 'approved')], '0 of 1 practice live; 1 ready to be taken live.'],
    ['two held up, by name', [party('Hill', 'live'), party('Elm', 'signed', [['evidence', 'has no verified evidence', 'waiting']]), party('Quay', 'approved', [['hosting', 'has a system that is not hosted yet', 'blocked']])],
      '1 of 3 practices live; 2 held up: Elm has no verified evidence; Quay has a system that is not hosted yet.'],
    ['many held up by one thing, the signature before the rest', [party('Elm', 'invited', [['hosting', 'has no hosting', 'waiting'], ['evidence', 'has not signed yet', 'waiting']]), party('Quay', 'invited', [['evidence', 'has not signed yet', 'waiting']])],
      '0 of 2 practices live; 2 held up: 2 have not signed yet.'],
    ['viewing organisations too', [party('Elm', 'live'), party('OOH', 'live', [], 'consumer'), party('ED', 'invited', [['open', 'is closed', 'blocked']], 'consumer')], '1 of 1 practice live. 1 of 2 viewing organisations live.'],
    ['without those that declined or withdrew', [party('Elm', 'live'), party('Oak', 'declined'), party('Ash', 'withdrawn'), party('OOH', 'left', [], 'consumer')], '1 of 1 practice live.'],
    ['those in no agreement beside those that take part', [party('Elm', 'live'), party('Hill', 'none', [['evidence', 'is in no agreement', 'waiting']])], '1 of 1 practice live; 1 more in no agreement.'],
    ['live in two agreements, and closed since', [party('Elm', 'live', [['open', 'is closed in the national directory', 'blocked']]), { ...party('Elm', 'live', [['open', 'is closed in the national directory', 'blocked']]), agreementId: 'b' }, party('Hill', 'live'), party('OOH', 'live', [['certificate', 'has no current certificate', 'blocked']], 'consumer')],
      '1 of 2 practices live; 1 live but held back. 1 of 1 viewing organisation live. Of those that went live, 2 lack a condition: Elm is closed in the national directory; OOH has no current certificate.'],
    ['nobody in an agreement yet', [party('Elm', 'none'), party('Hill', 'none')], 'None of 2 practices is in an agreement that is open for signing.'],
    ['a practice of two agreements once, by the furthest', [party('Elm', 'live'), { ...party('Elm', 'invited', [['evidence', 'has not signed yet', 'waiting']]), agreementId: 'b' }], '1 of 1 practice live.'],
  ])('%s', (_what, parties, expected) => expect(standingSentence(parties)).toBe(expected));

  it('says on its page what the list says, and why beside', () => {
    const figures = { practices: 3, livePractices: 1, readyPractices: 0, waitingPractices: 1, blockedPractices: 1, outsidePractices: 1 };
    expect(practicesInWords(figures)).toBe('1 of 3 practices live; 1 with every gate done and a step to come; 1 held up; 1 more in no agreement');
    expect(standingSentence([party('Elm', 'live'), party('Oak', 'declined'), party('Ash', 'verified'), party('Hill', 'none'), party('Quay', 'invited', [['evidence', 'has not signed yet', 'waiting']])]))
      .toBe('1 of 3 practices live; 1 with every gate done and a step to come; 1 held up: Quay has not signed yet; 1 more in no agreement.');
  });
});

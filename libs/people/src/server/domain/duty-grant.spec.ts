import { odsCode, type LocalityId, type PersonId } from '@accord/kernel';
import { describe, expect, it } from '@jest/globals';
import { holds } from '../../contract/index.js';
import { DutyGrant, type Proposal } from './duty-grant.js';

const [ann, bob, cat] = ['ann', 'bob', 'cat'] as PersonId[] as [PersonId, PersonId, PersonId];
const at = new Date('2026-03-02T09:00:00Z');
const later = new Date('2026-04-01T00:00:00Z');
const elmRoad = odsCode('TSTP01');

function proposal(change: Partial<Proposal> = {}): Proposal {
  return { personId: ann, duty: 'signatory', odsCode: elmRoad, localities: [], during: { from: at, until: null }, ...change };
}

describe('a grant of a duty', () => {
  it('holds only once a second person confirmed it, inside its dates, until it is ended', () => {
    const grant = DutyGrant.propose(proposal({ during: { from: at, until: later } }), bob, [], at);
    expect(holds(grant, at)).toBe(false);
    grant.confirm(cat, [], at);
    expect([holds(grant, at), holds(grant, later)]).toEqual([true, false]);
    grant.end(bob, new Date('2026-03-03T09:00:00Z'));
    expect(holds(grant, new Date('2026-03-03T09:00:00Z'))).toBe(false);
  });

  it.each([
    ['to oneself', () => DutyGrant.propose(proposal(), ann, [], at), 'NOT_TO_ONESELF'],
    ['confirmed by whom it is for', () => DutyGrant.propose(proposal(), bob, [], at).confirm(ann, [], at), 'NOT_TO_ONESELF'],
    ['confirmed by its proposer', () => DutyGrant.propose(proposal(), bob, [], at).confirm(bob, [], at), 'SAME_PERSON'],
    ['beside a duty that must be kept apart', () => DutyGrant.propose(proposal(), bob, ['auditor-organisation'], at), 'DUTIES_SEPARATED'],
    ['when such a duty came in between', () => DutyGrant.propose(proposal(), bob, [], at).confirm(cat, ['system-administrator'], at), 'DUTIES_SEPARATED'],
    ['for no organisation where one is needed', () => DutyGrant.propose(proposal({ odsCode: null }), bob, [], at), 'INVALID_INPUT'],
    ['for an organisation where none belongs', () => DutyGrant.propose(proposal({ duty: 'support' }), bob, [], at), 'INVALID_INPUT'],
    ['for no locality where one is needed', () => DutyGrant.propose(proposal({ duty: 'approver', odsCode: null }), bob, [], at), 'INVALID_INPUT'],
    ['for a locality where none belongs', () => DutyGrant.propose(proposal({ localities: ['x' as LocalityId] }), bob, [], at), 'INVALID_INPUT'],
    ['that ends before it begins', () => DutyGrant.propose(proposal({ during: { from: later, until: at } }), bob, [], at), 'INVALID_INPUT'],
    ['that is already over', () => DutyGrant.propose(proposal({ during: { from: new Date(0), until: at } }), bob, [], at), 'INVALID_INPUT'],
  ])('is refused %s', (_when, attempt, code) => {
    expect(attempt).toThrow(expect.objectContaining({ code }));
  });

  it('is not confirmed twice, nor ended twice', () => {
    const grant = DutyGrant.propose(proposal(), bob, [], at);
    grant.confirm(cat, [], at);
    expect(() => grant.confirm(cat, [], at)).toThrow(expect.objectContaining({ code: 'GRANT_NOT_OPEN' }));
    grant.end(bob, at);
    expect(() => grant.end(bob, at)).toThrow(expect.objectContaining({ code: 'GRANT_NOT_OPEN' }));
  });
});

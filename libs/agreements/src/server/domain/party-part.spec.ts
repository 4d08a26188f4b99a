import { describe, expect, it } from '@jest/globals';
import { newId, type PersonId } from '@accord/kernel';
import type { ActivationId } from '@accord/agreements';
import { ConsumerPart } from './consumer-part.js';
import { Participation } from './participation.js';

const AT = new Date('2026-03-02T09:00:00Z');
const LATER = new Date('2026-03-02T10:00:00Z');
const person = (): PersonId => newId<PersonId>(AT);
const [drafter, submitter, verifier, approver] = [person(), person(), person(), person()];
const activation = newId<ActivationId>(AT);

type Kind = 'Participation' | 'ConsumerPart';
type Part = Participation | ConsumerPart;

/** As it would come from the table in that state. */
function aPart(kind: Kind, state: string): Part {
  const part = Object.create((kind === 'Participation' ? Participation : ConsumerPart).prototype) as Part;
  const signed = !['invited', 'declined'].includes(state);
  return Object.assign(part, {
    providerOdsCode: 'TSTP01', consumerOdsCode: 'TSTV01', state, version: 1, draftedBy: drafter, submittedBy: signed ? submitter : null, verifiedBy: null, approvedBy: null,
    activationId: null, evidenceId: signed ? newId(AT) : null, liveAt: null, stateAt: AT,
  });
}

const MOVES: Readonly<Record<string, (part: Part) => void>> = {
  submit: (part) => { part.submit(newId(AT), submitter, LATER); },
  decline: (part) => { part.decline(LATER); },
  verify: (part) => { part.verify(verifier, LATER); },
  reject: (part) => { part.reject(LATER); },
  inviteAgain: (part) => { part.inviteAgain(LATER); },
  approve: (part) => { part.approve(activation, approver, LATER); },
  goLive: (part) => { part.goLive(LATER); },
  suspend: (part) => { part.suspend(LATER); },
  resume: (part) => { part.resume(LATER); },
  leaveForGood: (part) => { part.leaveForGood(LATER); },
};

/** Design section 5, written down a second time: move, from, to. */
const lawful = (signed: string, gone: string): readonly (readonly [string, string, string])[] => [
  ['submit', 'invited', signed], ['decline', 'invited', 'declined'], ['reject', signed, 'rejected'], ['reject', 'verified', 'rejected'], ['inviteAgain', 'rejected', 'invited'],
  ['verify', signed, 'verified'], ['approve', 'verified', 'approved'], ['goLive', 'approved', 'live'], ['suspend', 'live', 'suspended'], ['resume', 'suspended', 'live'],
  ...[signed, 'verified', 'approved', 'live', 'suspended'].map((from) => ['leaveForGood', from, gone] as const),
];
const STATES: Readonly<Record<Kind, readonly string[]>> = {
  Participation: ['invited', 'signed', 'declined', 'rejected', 'verified', 'approved', 'live', 'suspended', 'withdrawn'],
  ConsumerPart: ['invited', 'accepted', 'declined', 'rejected', 'verified', 'approved', 'live', 'suspended', 'left'],
};
const LAWFUL: Readonly<Record<Kind, readonly (readonly [string, string, string])[]>> = { Participation: lawful('signed', 'withdrawn'), ConsumerPart: lawful('accepted', 'left') };

describe.each(['Participation', 'ConsumerPart'] as const)('%s', (kind) => {
  const cases = Object.keys(MOVES).flatMap((move) => STATES[kind].map((from) => [move, from, LAWFUL[kind].find(([name, state]) => name === move && state === from)?.[2] ?? null] as const));

  it.each(cases.filter(([, , to]) => to !== null))('%s takes what is %s to %s', (move, from, to) => {
    const part = aPart(kind, from);
    MOVES[move]!(part);
    expect(part).toMatchObject({ state: to, stateAt: LATER });
  });

  it.each(cases.filter(([, , to]) => to === null))('%s is refused while it is %s, and changes nothing', (move, from) => {
    const part = aPart(kind, from);
    const before = { ...part };
    const signedAlready = move === 'submit' && !['declined', 'rejected', 'withdrawn', 'left'].includes(from);
    expect(() => { MOVES[move]!(part); }).toThrow(expect.objectContaining({ code: signedAlready ? 'ALREADY_SIGNED' : 'NOT_READY' }));
    expect({ ...part }).toEqual(before);
  });

  it.each([
    ['verify', 'the one who submitted', submitter], ['verify', 'the one who drafted', drafter],
    ['approve', 'the one who submitted', submitter], ['approve', 'the one who verified', verifier], ['approve', 'the one who drafted', drafter],
  ])('refuses to let %s be done by %s', (step, _who, by) => {
    const signed = aPart(kind, kind === 'Participation' ? 'signed' : 'accepted');
    if (step === 'verify') return expect(() => { signed.verify(by, LATER); }).toThrow(expect.objectContaining({ code: 'SAME_PERSON' }));
    signed.verify(verifier, AT);
    return expect(() => { signed.approve(activation, by, LATER); }).toThrow(expect.objectContaining({ code: 'SAME_PERSON' }));
  });

  it('forgets the signature and the verification when it is invited again', () => {
    const part = aPart(kind, kind === 'Participation' ? 'signed' : 'accepted');
    part.verify(verifier, AT);
    part.reject(AT);
    part.inviteAgain(LATER);
    expect(part).toMatchObject({ state: 'invited', evidenceId: null, submittedBy: null, verifiedBy: null });
  });
});

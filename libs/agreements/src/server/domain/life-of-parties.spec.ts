import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId, type PersonId } from '@accord/kernel';
import type { ActivationId, Side } from '@accord/agreements';
import { LifeModel, type Command, type PartyModel, type Step } from '../../testing/life-model.js';
import { ConsumerPart } from './consumer-part.js';
import { Participation } from './participation.js';
import { Renewal } from './renewal.js';
import { SharingAgreement } from './sharing-agreement.js';

const RUNS = 10_000;
const AT = new Date('2026-03-02T09:00:00Z');
const person = (): PersonId => newId<PersonId>(AT);
const PEOPLE = { drafter: person(), officer: person(), approver: person(), itself: person() };
const SIDES: readonly Side[] = ['provider', 'provider', 'consumer'];

/** What brings a party further, so that lives are long enough to meet every state; beside it anything, by anybody. */
const ONWARD: Readonly<Record<string, Step>> = { invited: 'sign', signed: 'verify', accepted: 'verify', verified: 'approve', approved: 'goLive', rejected: 'invite', suspended: 'leave' };
interface Onward { readonly onward: number }
const steps: readonly Step[] = ['sign', 'decline', 'verify', 'reject', 'invite', 'approve', 'goLive', 'suspend', 'leave'];
/** The hand that by its duty may try it; whose turn it is, and who may not for having done the step before, is the engine's to say. */
const command: fc.Arbitrary<Command | Onward> = fc.oneof(
  { weight: 90, arbitrary: fc.record({ onward: fc.nat({ max: SIDES.length - 1 }) }) },
  { weight: 30, arbitrary: fc.record({ does: fc.constantFrom(...steps), party: fc.nat({ max: SIDES.length - 1 }), by: fc.constantFrom('drafter' as const, 'officer' as const) }) },
  { weight: 3, arbitrary: fc.constant<Command>({ does: 'amend' }) },
  { weight: 1, arbitrary: fc.constantFrom<Command>({ does: 'close' }, { does: 'end' }) },
);

function aPart(side: Side): Participation | ConsumerPart {
  return Object.assign(Object.create((side === 'provider' ? Participation : ConsumerPart).prototype) as Participation | ConsumerPart, {
    providerOdsCode: 'TSTP01', consumerOdsCode: 'TSTV01', state: 'invited', version: 1, draftedBy: PEOPLE.drafter, submittedBy: null, verifiedBy: null, approvedBy: null, activationId: null,
    evidenceId: null, liveAt: null, stateAt: AT, renewal: null,
  });
}

/** What waits for the next hand: words asked for anew, else the part itself. */
const nextOf = ({ state, asked }: PartyModel): string => (state === 'live' || state === 'suspended' ? asked ?? state : state);
const onwardOf = (party: number, stands: PartyModel): Command => (nextOf(stands) === 'live' ? { does: 'amend' } : { does: ONWARD[nextOf(stands)] ?? 'sign', party, by: 'officer' });

/** What a use-case does with the engine: the agreement is asked first where it says who may still join, then the part moves. */
function take(agreement: SharingAgreement, parts: (Participation | ConsumerPart)[], declined: Map<Participation | ConsumerPart, Renewal>, asked: Command): boolean {
  try {
    if (asked.party === undefined) {
      if (asked.does === 'amend') amend(agreement, parts, declined);
      else if (asked.does === 'close') agreement.close();
      else agreement.end(AT);
    } else {
      const part = parts[asked.party]!;
      switch (asked.does) {
        case 'sign': agreement.demandOpen('be signed'); part.step.submit(newId(AT), PEOPLE.itself, AT); break;
        case 'decline': part.step.decline(AT); break;
        case 'verify': agreement.demandStanding('verify'); part.step.verify(PEOPLE[asked.by], AT); break;
        case 'reject': part.step.reject(AT); break;
        case 'invite': agreement.demandOpen('be invited to'); parts[asked.party] = invitedAgain(part, declined); break;
        case 'approve': agreement.demandStanding('approve'); part.step.approve(newId<ActivationId>(AT), PEOPLE.approver, AT); break;
        case 'goLive': agreement.demandStanding('go live'); if (part.step instanceof Renewal) part.goOver(AT); else part.goLive(AT); break;
        case 'suspend': if (part.state !== 'suspended') part.suspend(AT); break;
        case 'resume': part.resume(AT); break;
        case 'leave': part.leaveForGood(AT); break;
      }
      // What storage keeps: an asking that is over, or whose part is, is nobody's next step; one that was declined is found again.
      if (part.renewal?.state === 'declined') declined.set(part, part.renewal);
      if (part.renewal !== null && (['over', 'declined'].includes(part.renewal.state) || part.state === 'rejected' || part.isOver)) part.renewal = null;
    }
    return true;
  } catch (refusal) {
    if ((refusal as { code?: string }).code === undefined) throw refusal;
    return false;
  }
}

/** Opens later words: beside what is signed, instead of what is not, and anew for whoever had said no or gone. */
function amend(agreement: SharingAgreement, parts: (Participation | ConsumerPart)[], declined: Map<Participation | ConsumerPart, Renewal>): void {
  agreement.demandOpen('be amended');
  declined.clear();
  for (const [place, part] of parts.entries()) {
    if (part.isOver) parts[place] = aPart(SIDES[place]!);
    else if (part.state === 'invited') part.invitedFor({ agreementVersionId: newId(AT), termsDigest: 'later', draftedBy: PEOPLE.drafter, viewSetId: null });
    else if (part.state !== 'rejected') part.renewal = askedAnew(part);
  }
}

function askedAnew(part: Participation | ConsumerPart): Renewal {
  return Renewal.of({
    id: newId(AT), side: part instanceof Participation ? 'provider' : 'consumer', odsCode: part.odsCode, agreementVersionId: newId(AT), versionNumber: 2, begins: AT, isProposed: false, awaitsCutOver: false, viewSetId: null,
    state: 'invited', termsDigest: 'later', evidenceId: null, draftedBy: PEOPLE.drafter, submittedBy: null, verifiedBy: null, activationId: null, approvedBy: null, overAt: null, stateAt: AT,
  });
}

/** Within the part after a rejection; after it has declined or gone, beside it; by the same later words where it said no to those. */
function invitedAgain(part: Participation | ConsumerPart, declined: Map<Participation | ConsumerPart, Renewal>): Participation | ConsumerPart {
  if (part.isOver) return aPart(part instanceof Participation ? 'provider' : 'consumer');
  if (part.renewal === null && declined.delete(part)) part.renewal = askedAnew(part);
  else part.step.inviteAgain(AT);
  return part;
}

/** In the model an organisation acts for itself and an approver approves; the engine is told people, not duties. */
const handed = (asked: Command): Command => (asked.party === undefined ? asked : { ...asked, by: ['sign', 'decline', 'leave'].includes(asked.does) ? 'itself' : asked.does === 'approve' ? 'approver' : asked.by });

describe('the life of the parties of an agreement', () => {
  it('is after any commands by anybody what the reference model says, in any order', () => {
    const lives = { live: 0, wentOver: 0 };
    fc.assert(fc.property(fc.array(command, { minLength: 1, maxLength: 50, size: 'max' }), (wishes) => {
      const model = new LifeModel(SIDES, false);
      const agreement = Object.assign(new SharingAgreement(), { state: 'open' });
      const parts = SIDES.map(aPart);
      const declined = new Map<Participation | ConsumerPart, Renewal>();
      for (const wish of wishes) {
        const asked: Command = 'onward' in wish ? onwardOf(wish.onward, model.parties[wish.onward]!) : wish;
        const taken = [take(agreement, parts, declined, asked), agreement.state, ...parts.map(({ state, renewal }) => `${state} ${renewal?.state ?? null}`)].join();
        const foretold = [model.take(handed(asked)), model.agreement, ...model.parties.map(({ state, asked: anew }) => `${state} ${anew}`)].join();
        if (taken !== foretold) throw new Error(`${JSON.stringify(asked)}: ${taken}, where the model says ${foretold}`);
      }
      lives.live += model.parties.some(({ wasLive }) => wasLive) ? 1 : 0;
      lives.wentOver += model.parties.some(({ wentOver }) => wentOver) ? 1 : 0;
    }), { numRuns: RUNS });
    // Commands that never brought anybody live, or over to later words, would prove little.
    expect(lives.live).toBeGreaterThan(RUNS / 100);
    expect(lives.wentOver).toBeGreaterThan(RUNS / 200);
  });
});

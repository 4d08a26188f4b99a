import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId, type PersonId } from '@accord/kernel';
import type { ActivationId, Side } from '@accord/agreements';
import { LifeModel, type Command, type Step } from '../../testing/life-model.js';
import { ConsumerPart } from './consumer-part.js';
import { Participation } from './participation.js';
import { SharingAgreement } from './sharing-agreement.js';

const RUNS = 10_000;
const AT = new Date('2026-03-02T09:00:00Z');
const person = (): PersonId => newId<PersonId>(AT);
const PEOPLE = { drafter: person(), officer: person(), approver: person(), itself: person() };
const SIDES: readonly Side[] = ['provider', 'provider', 'consumer'];

/** What brings a party further, so that lives are long enough to meet every state; beside it anything, by anybody. */
const ONWARD: Readonly<Record<string, Step>> = { invited: 'sign', signed: 'verify', accepted: 'verify', verified: 'approve', approved: 'goLive', live: 'suspend', rejected: 'invite', suspended: 'leave' };
interface Onward { readonly onward: number }
const steps: readonly Step[] = ['sign', 'decline', 'verify', 'reject', 'approve', 'goLive', 'suspend', 'leave'];
/** The hand that by its duty may try it; whose turn it is, and who may not for having done the step before, is the engine's to say. */
const command: fc.Arbitrary<Command | Onward> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ onward: fc.nat({ max: SIDES.length - 1 }) }) },
  { weight: 30, arbitrary: fc.record({ does: fc.constantFrom(...steps), party: fc.nat({ max: SIDES.length - 1 }), by: fc.constantFrom('drafter' as const, 'officer' as const) }) },
  { weight: 1, arbitrary: fc.constantFrom<Command>({ does: 'close' }, { does: 'end' }) },
);

function aPart(side: Side): Participation | ConsumerPart {
  return Object.assign(Object.create((side === 'provider' ? Participation : ConsumerPart).prototype) as Participation | ConsumerPart, {
    providerOdsCode: 'TSTP01', consumerOdsCode: 'TSTV01', state: 'invited', version: 1, draftedBy: PEOPLE.drafter, submittedBy: null, verifiedBy: null, approvedBy: null, activationId: null,
    evidenceId: null, liveAt: null, stateAt: AT, renewal: null,
  });
}

/** What a use-case does with the engine: the agreement is asked first where it says who may still join, then the part moves. */
function take(agreement: SharingAgreement, parts: readonly (Participation | ConsumerPart)[], asked: Command): boolean {
  try {
    if (asked.party === undefined) {
      if (asked.does === 'close') agreement.close();
      else agreement.end(AT);
    } else {
      const part = parts[asked.party]!;
      switch (asked.does) {
        case 'sign': agreement.demandOpen('be signed'); part.submit(newId(AT), PEOPLE.itself, AT); break;
        case 'decline': part.decline(AT); break;
        case 'verify': agreement.demandStanding('verify'); part.verify(PEOPLE[asked.by], AT); break;
        case 'reject': part.reject(AT); break;
        case 'invite': agreement.demandOpen('be invited to'); part.inviteAgain(AT); break;
        case 'approve': agreement.demandStanding('approve'); part.approve(newId<ActivationId>(AT), PEOPLE.approver, AT); break;
        case 'goLive': agreement.demandStanding('go live'); part.goLive(AT); break;
        case 'suspend': if (part.state !== 'suspended') part.suspend(AT); break;
        case 'resume': part.resume(AT); break;
        case 'leave': part.leaveForGood(AT); break;
      }
    }
    return true;
  } catch (refusal) {
    if ((refusal as { code?: string }).code === undefined) throw refusal;
    return false;
  }
}

/** In the model an organisation acts for itself and an approver approves; the engine is told people, not duties. */
const handed = (asked: Command): Command => (asked.party === undefined ? asked : { ...asked, by: ['sign', 'decline', 'leave'].includes(asked.does) ? 'itself' : asked.does === 'approve' ? 'approver' : asked.by });

describe('the life of the parties of an agreement', () => {
  it('is after any commands by anybody what the reference model says, in any order', () => {
    let lives = 0;
    fc.assert(fc.property(fc.array(command, { minLength: 1, maxLength: 40 }), (wishes) => {
      const model = new LifeModel(SIDES);
      const agreement = Object.assign(new SharingAgreement(), { state: 'open' });
      const parts = SIDES.map(aPart);
      for (const wish of wishes) {
        const asked: Command = 'onward' in wish ? { does: ONWARD[model.parties[wish.onward]!.state] ?? 'sign', party: wish.onward, by: 'officer' } : wish;
        const taken = [take(agreement, parts, asked), agreement.state, ...parts.map(({ state }) => state)].join();
        const foretold = [model.take(handed(asked)), model.agreement, ...model.parties.map(({ state }) => state)].join();
        if (taken !== foretold) throw new Error(`${JSON.stringify(asked)}: ${taken}, where the model says ${foretold}`);
      }
      lives += model.parties.some(({ wasLive }) => wasLive) ? 1 : 0;
    }), { numRuns: RUNS });
    // Commands that never brought anybody live would prove little.
    expect(lives).toBeGreaterThan(RUNS / 100);
  });
});

import { messageFor } from '@accord/kernel';
import type { GateStanding } from './gate-standings.js';

/** What comes next for one party, and who has it. */
export interface NextStep {
  readonly does: string;
  readonly who: string | null;
}

/** The next step on the way from a draft to live; null where there is none. */
export function nextStepOf(party: { readonly state: string; /** Live already, and on its way with a later version. */ readonly goesOver?: boolean; readonly isSubmitted: boolean; readonly gates: readonly GateStanding[] }): NextStep | null {
  const missing = party.gates.find((gate) => gate.state !== 'done');
  switch (party.state) {
    case 'none': return step('NEXT_DRAFT', 'WHO_OFFICER');
    case 'invited': return step('NEXT_SIGN', 'WHO_SIGNATORY');
    case 'rejected': return step('NEXT_INVITE_AGAIN', 'WHO_OFFICER');
    case 'signed': case 'accepted': return step('NEXT_VERIFY', 'WHO_OTHER_OFFICER');
    case 'verified': return party.isSubmitted ? step('NEXT_APPROVE', 'WHO_APPROVER') : step('NEXT_SUBMIT', 'WHO_OFFICER');
    case 'approved': return missing === undefined ? step(party.goesOver === true ? 'NEXT_OVER' : 'NEXT_LIVE', 'WHO_OFFICER') : { does: messageFor('NEXT_GATE'), who: missing.waitsFor };
    case 'suspended': return step('NEXT_RESUME', 'WHO_STOPPED');
    default: return null;
  }
}

const step = (does: string, who: string): NextStep => ({ does: messageFor(does), who: messageFor(who) });

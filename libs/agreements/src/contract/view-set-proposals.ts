import { Refusal, type LocalityId, type Tx } from '@accord/kernel';
import type { ActOnAccess } from './acts-on-access.js';

/** What was signed for a proposal takes over with its cut-over, or later. */
export class WaitsForCutOver extends Refusal {
  readonly code = 'WAITS_FOR_CUT_OVER';
  readonly kind = 'conflict';
  constructor(odsCode: string) { super('WAITS_FOR_CUT_OVER', { odsCode }); }
}

export class ProposalLapsed extends Refusal {
  readonly code = 'PROPOSAL_LAPSED';
  readonly kind = 'conflict';
  constructor() { super('PROPOSAL_LAPSED'); }
}

export class AmendmentInTheWay extends Refusal {
  readonly code = 'AMENDMENT_IN_THE_WAY';
  readonly kind = 'conflict';
  constructor(references: readonly string[]) { super('AMENDMENT_IN_THE_WAY', { references: references.join(', ') }); }
}

/** R9: nobody puts words to, or moves, whom they do not serve. */
export class OtherLocalities extends Refusal {
  readonly code = 'OTHER_LOCALITIES';
  readonly kind = 'forbidden';
  constructor(localities: readonly string[]) { super('OTHER_LOCALITIES', { localities: localities.join(', ') }); }
}

export class NobodyAsked extends Refusal {
  readonly code = 'NOBODY_ASKED';
  readonly kind = 'conflict';
  constructor() { super('NOBODY_ASKED'); }
}

/** The words of a proposal are put to every agreement that names the viewing organisation, and one more has just come to. */
export class OpenedMeanwhile extends Refusal {
  readonly code = 'OPENED_MEANWHILE';
  readonly kind = 'conflict';
  constructor() { super('OPENED_MEANWHILE'); }
}

/** How one party stands to a proposal. Agreed is approved, or gone over with it; gone has withdrawn, left or ended since. */
export const PROPOSAL_ANSWERS = ['agreed', 'verified', 'signed', 'rejected', 'declined', 'not-answered', 'gone'] as const;
export type ProposalAnswer = (typeof PROPOSAL_ANSWERS)[number];

/** Asked by impact; answered in agreements/server. */
export abstract class CutOvers {
  /** What cutting over a running proposal would do now, and where. */
  abstract act(tx: Tx, proposalId: string): Promise<{ readonly act: ActOnAccess; readonly localityIds: readonly LocalityId[] }>;
}

import { endOfLondonDay, Refusal, type Branded, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import type { ServiceCode } from './services.js';
import type { ViewingOrganisationId, ViewSetId } from './view-sets.js';

export type ViewSetProposalId = Branded<string, 'ViewSetProposalId'>;
/** Read from its dates: it lapses at its instant, also where no job runs; given up is lapsed before its day. */
export type ProposalState = 'running' | 'cut-over' | 'lapsed';

/** Another view set for one viewing organisation, put to everybody who shares it (R1). */
export interface ViewSetProposal {
  readonly id: ViewSetProposalId;
  readonly serviceCode: ServiceCode;
  readonly viewingOrganisationId: ViewingOrganisationId;
  readonly viewingOrganisation: string;
  /** Every code of the organisation. */
  readonly consumers: readonly OdsCode[];
  readonly fromViewSetId: ViewSetId;
  readonly toViewSetId: ViewSetId;
  readonly viewsNow: readonly string[];
  readonly views: readonly string[];
  readonly proposedBy: PersonId;
  readonly proposedAt: Date;
  readonly lapsesAt: Date;
  readonly state: ProposalState;
}

export class ViewSetProposed extends Refusal {
  readonly code = 'VIEW_SET_PROPOSED';
  readonly kind = 'conflict';
  constructor(viewer: string, service: string, until: string) { super('VIEW_SET_PROPOSED', { viewer, service, until }); }
}

export class ViewSetSame extends Refusal {
  readonly code = 'VIEW_SET_SAME';
  readonly kind = 'invalid';
  constructor(consumer: string) { super('VIEW_SET_SAME', { consumer }); }
}

export class LapseDate extends Refusal {
  readonly code = 'LAPSE_DATE';
  readonly kind = 'invalid';
  constructor() { super('LAPSE_DATE', { days: LAPSES_WITHIN_DAYS }); }
}

const NOT_RUNNING = { 'cut-over': 'PROPOSAL_NOT_RUNNING', 'lapsed': 'PROPOSAL_NOT_RUNNING_LAPSED', 'made-later': 'PROPOSAL_NOT_RUNNING_YET' } as const;

export class ProposalNotRunning extends Refusal {
  readonly code = 'PROPOSAL_NOT_RUNNING';
  readonly kind = 'conflict';
  constructor(state: keyof typeof NOT_RUNNING) { super(NOT_RUNNING[state]); }
}

/** Longer than a year nobody is asked for one answer. */
export const LAPSES_WITHIN_DAYS = 366;

/** The instant a proposal lapses that can be cut over until the end of a day in London. */
export function lapsesAfter(day: string, at: Date): Date {
  const lapses = endOfLondonDay(day);
  if (lapses <= at || lapses.getTime() > at.getTime() + LAPSES_WITHIN_DAYS * 86_400_000) throw new LapseDate();
  return lapses;
}

/** What a proposal for a viewing organisation would start from. */
export type Proposable = Pick<ViewSetProposal, 'serviceCode' | 'viewingOrganisationId' | 'viewingOrganisation' | 'consumers' | 'fromViewSetId' | 'viewsNow'>;

/** The rows of proposals and of the sets they change; agreements puts them to the parties. */
export abstract class ViewSetProposals {
  /** Null where no set is agreed for this consumer yet. */
  abstract proposable(tx: Tx, serviceCode: ServiceCode, consumer: OdsCode): Promise<Proposable | null>;
  /** Refuses VIEW_SET_PROPOSED where a proposal for one of these consumers runs. */
  abstract demandNone(tx: Tx, serviceCode: ServiceCode, consumers: readonly OdsCode[]): Promise<void>;
  /** NOT_FOUND where there is none to see. */
  abstract byId(tx: Tx, id: string): Promise<ViewSetProposal>;
}

export abstract class ViewSetProposalCommands {
  /** Whoever reserves, proposes or cuts over for one of these consumers waits for the others. */
  abstract hold(tx: Tx, consumers: readonly OdsCode[]): Promise<void>;
  /** Keeps a proposal with its set, which is current at no time yet. */
  abstract add(tx: Tx, proposal: Proposable & { readonly views: readonly string[]; readonly reason: string; readonly lapsesAt: Date }, first: { readonly agreementId: string; readonly reference: string }): Promise<Pick<ViewSetProposal, 'id' | 'toViewSetId'>>;
  /** The proposal, held until the transaction ends; refuses PROPOSAL_NOT_RUNNING. */
  abstract lockRunning(tx: Tx, id: string): Promise<ViewSetProposal>;
  /** The old set ends and the new one begins, now. */
  abstract cutOver(tx: Tx, proposal: ViewSetProposal, seen: { readonly impactHash: string; readonly reason: string | null }): Promise<void>;
  abstract giveUp(tx: Tx, proposal: ViewSetProposal, reason: string): Promise<void>;
  /** Lapsed, with parties that may be asked for it still, or were asked for other words before it; of one organisation, or of all. */
  abstract unsettled(tx: Tx, viewingOrganisationId?: ViewingOrganisationId): Promise<readonly Pick<ViewSetProposal, 'id' | 'proposedAt'>[]>;
  abstract settled(tx: Tx, id: ViewSetProposalId): Promise<void>;
}

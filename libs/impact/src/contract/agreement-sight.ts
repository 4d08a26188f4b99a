import type { SightFacts, StandingStop } from '@accord/agreements';
import type { ExplainedFacts } from './explained-facts.js';

export interface StopDetails extends StandingStop {
  readonly kind: string;
  /** What it reaches; null where its entry is not the reader's to see. */
  readonly scopeKind: string | null;
  readonly imposedSide: string;
  readonly imposedFor: string | null;
  readonly reason: string | null;
}

/** The signed document of one side and the page that carries the signature, as far as the reader may see that evidence. */
export interface SignedEvidence {
  readonly id: string;
  readonly sha256: string;
  readonly page: number | null;
}

/** One agreement between one provider and one consumer, as it bears on what may be seen. */
export interface AgreementSight extends SightFacts {
  readonly agreementId: string;
  readonly agreementState: string;
  readonly reference: string;
  readonly participationId: string;
  readonly partId: string;
  readonly providerOdsCode: string;
  readonly providerName: string;
  readonly consumerOdsCode: string;
  readonly consumerName: string;
  readonly participationAt: Date;
  readonly partAt: Date;
  /** The version each side signed, and the dates both have agreed to. */
  readonly providerVersion: number;
  readonly consumerVersion: number;
  readonly termsFrom: Date;
  readonly termsUntil: Date;
  readonly providerEvidence: SignedEvidence | null;
  readonly consumerEvidence: SignedEvidence | null;
  /** What the sharing organisation is asked to sign, or signed, names the viewing organisation with the view set of its part. */
  readonly isNamed: boolean;
  readonly isHeld: boolean;
  /** Held, and not in any publication yet. */
  readonly isUnpublished: boolean;
  readonly isHosted: boolean;
  readonly stops: readonly StopDetails[];
  readonly certificateEnded: Date | null;
  readonly providerClosed: boolean;
  readonly consumerClosed: boolean;
}

const SIDE_MOVED: Readonly<Record<string, 'provider' | 'consumer'>> = { participation: 'provider', part: 'consumer' };
const OF_AGREEMENT: readonly (string | null)[] = ['participation', 'part', 'pair', 'agreement'];

/** The agreement's facts taken apart. What gateways go on permitting has lost no gate that they know of. */
export function explainedFactsOf(row: AgreementSight, at: Date, otherViewsProposed = false): ExplainedFacts {
  const { participation, part, from, until, termsFrom, termsUntil, viewSetCurrent, views, hasCertificate, certificateEnded } = row;
  const isEnforced = row.isHeld && row.gatesHold && from <= at && at < until;
  const [providerOpen, consumerOpen, isHosted] = [isEnforced || !row.providerClosed, isEnforced || !row.consumerClosed, isEnforced || row.isHosted];
  const isPaired = row.isHeld || (row.isNamed && (participation !== 'live' || part !== 'live'));
  const isTold = row.gatesHold || !(providerOpen && consumerOpen && isHosted && isPaired && viewSetCurrent);
  return {
    participation, part, from, until, termsFrom, termsUntil, viewSetCurrent, views, hasCertificate, providerOpen, consumerOpen, isHosted, isPaired, isTold,
    canBeSigned: row.agreementState === 'open', takesProposals: row.agreementState === 'open' || row.agreementState === 'closed', isProposed: false, awaiting: [], otherViewsProposed, systemsStopped: !hasCertificate && certificateEnded !== null && certificateEnded > at,
    stops: row.stops.map(({ id, from: begins, views: stopped, kind, scopeKind }) => ({
      id, from: begins, views: stopped, isLiftable: kind === 'suspension', moves: SIDE_MOVED[scopeKind ?? ''] ?? null, isOfAgreement: OF_AGREEMENT.includes(scopeKind),
    })),
  };
}

/** A newer version that is open for signing: what it says of both, and how far each is that has not gone over to it; null for who has. */
export interface AskedAnew {
  readonly version: number;
  readonly from: Date;
  readonly until: Date;
  readonly views: readonly string[];
  /** Asked for by a proposal that has not cut over. */
  readonly awaitsCutOver: boolean;
  readonly participation: ExplainedFacts['participation'] | null;
  readonly part: ExplainedFacts['part'] | null;
}

/** The facts as they would stand under the newer version; null where one of them has to come through its first signing before. */
export function underNewVersion(facts: ExplainedFacts, { from, until, views, awaitsCutOver, participation, part }: AskedAnew): ExplainedFacts | null {
  const takesPart = (state: string): boolean => state === 'live' || state === 'suspended';
  if ((participation !== null && !takesPart(facts.participation)) || (part !== null && !takesPart(facts.part))) return null;
  return {
    ...facts, from, until, termsFrom: from, termsUntil: until, views, viewSetCurrent: !awaitsCutOver, isPaired: true, isTold: true,
    isProposed: awaitsCutOver, otherViewsProposed: facts.otherViewsProposed && !awaitsCutOver, awaiting: awaitsCutOver ? [...(participation === null ? [] : ['provider' as const]), ...(part === null ? [] : ['consumer' as const])] : [],
    participation: participation ?? facts.participation, part: part ?? facts.part,
  };
}

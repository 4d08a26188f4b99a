import type { ImposedSide, Side, StopKind } from '@accord/agreements';
import type { ProposalStateWord } from './proposal-words.js';

/** One organisation's part, as the pages of this folder ask for it. */
export interface PartyFacts {
  readonly id: string;
  readonly agreementId: string;
  readonly agreementReference: string;
  readonly side: Side;
  readonly odsCode: string;
  readonly name: string;
  readonly state: string;
  readonly version: number;
  readonly stateAt: string;
  readonly liveAt: string | null;
  readonly termsDigest: string;
  readonly evidenceId: string | null;
  readonly evidenceState: string | null;
  readonly submittedBy: string | null;
  readonly verifiedBy: string | null;
  readonly approvedBy: string | null;
  readonly activationId: string | null;
  readonly views: readonly string[] | null;
  readonly versionNumber: number;
  /** A later version it is asked to sign while it is live. */
  readonly renewal: RenewalFacts | null;
  /** Where this is about a later version: the one it goes on by until that goes over. */
  readonly goesOnBy?: number;
  /** Where the later version is part of a proposal to change a view set. */
  readonly proposalId?: string | null;
  readonly proposalState?: ProposalStateWord | null;
}

export type RenewalFacts = Pick<PartyFacts, 'state' | 'stateAt' | 'termsDigest' | 'evidenceId' | 'evidenceState' | 'submittedBy' | 'verifiedBy' | 'approvedBy' | 'activationId' | 'views' | 'versionNumber' | 'proposalId' | 'proposalState'>;

/** The part as it stands with what it is asked to sign: for somebody live, the later version. */
export const askedOf = (party: PartyFacts): PartyFacts => (party.renewal === null ? party : { ...party, ...party.renewal, renewal: null, goesOnBy: party.versionNumber });

export const PARTY_FIELDS = 'id agreementId agreementReference side odsCode name state version stateAt liveAt termsDigest evidenceId evidenceState submittedBy verifiedBy approvedBy activationId views versionNumber renewal { state stateAt termsDigest evidenceId evidenceState submittedBy verifiedBy approvedBy activationId views versionNumber proposalId proposalState }';

/** What flows through one part now. */
export interface Flows {
  readonly pairs: number;
  readonly views: readonly string[];
  readonly sharedWith: readonly { readonly odsCode: string; readonly name: string; readonly views: readonly string[] }[];
}

export interface StopFacts {
  readonly id: string;
  readonly kind: StopKind;
  readonly scopeKind: string;
  readonly agreementId: string | null;
  readonly agreementReference: string | null;
  readonly participationId: string | null;
  readonly consumerPartId: string | null;
  readonly organisationName: string | null;
  readonly providerOdsCode: string | null;
  readonly consumerOdsCode: string | null;
  readonly localityId: string | null;
  readonly localityName: string | null;
  readonly localityIds: readonly string[];
  readonly consumerName: string | null;
  readonly systemId: string | null;
  readonly systemName: string | null;
  readonly serviceCode: string | null;
  readonly viewNames: readonly string[] | null;
  /** Where its signed statement is fetched; null for those whom it is not for. */
  readonly statementPath: string | null;
  readonly fromAt: string;
  readonly reason: string | null;
  readonly imposedSide: ImposedSide;
  readonly imposedFor: string | null;
  readonly imposedAt: string;
  readonly resumeAskedAt: string | null;
  readonly liftedAt: string | null;
  readonly version: number;
}

export const STOP_FIELDS = `id kind scopeKind agreementId agreementReference participationId consumerPartId organisationName providerOdsCode consumerOdsCode localityId localityName localityIds
  consumerName systemId systemName serviceCode viewNames statementPath
  fromAt reason imposedSide imposedFor imposedAt resumeAskedAt liftedAt version`;

export interface ServiceFacts {
  readonly code: string;
  readonly name: string;
  readonly views: readonly { readonly code: string; readonly name: string; readonly position: number }[];
}

export const SERVICE_FIELDS = 'code name views { code name position }';

/** Names of views in the fixed order of their service. */
export function viewNames(services: readonly ServiceFacts[], serviceCode: string, codes: readonly string[]): readonly string[] {
  const known = services.find((service) => service.code === serviceCode)?.views ?? [];
  const named = [...known].sort((one, other) => one.position - other.position).filter((view) => codes.includes(view.code)).map((view) => view.name);
  return [...named, ...codes.filter((code) => !known.some((view) => view.code === code))];
}

/** What an ability is asked about: the part with the names abilities know it by. */
export function factsForAbility(party: Pick<PartyFacts, 'side' | 'odsCode' | 'state'>, localityId: string): Readonly<Record<string, unknown>> {
  return { ...(party.side === 'provider' ? { providerOdsCode: party.odsCode } : { consumerOdsCode: party.odsCode }), odsCode: party.odsCode, localityId, state: party.state };
}

export const subjectOf = (side: Side): 'Participation' | 'ConsumerPart' => (side === 'provider' ? 'Participation' : 'ConsumerPart');

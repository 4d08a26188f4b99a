import type { LocalityId, OdsCode, PersonId, Tx } from '@accord/kernel';
import type { ActivationId, AgreementId, ConsumerPartId, ParticipationId } from './ids.js';
import type { ParticipationState, PartState } from './states.js';

/** One side as an activation lists it: one that is live and was verified for a later version stands as `verified`, with what it signed anew. */
export interface Listed {
  readonly id: ParticipationId | ConsumerPartId;
  readonly side: 'provider' | 'consumer';
  readonly odsCode: OdsCode;
  readonly state: ParticipationState | PartState;
  readonly version: number;
  readonly evidenceSha256: string | null;
  readonly termsDigest: string;
  /** Whether it takes part already: by the version it signed. Everybody else waits to go live. */
  readonly standing: 'waiting' | 'live' | 'suspended';
  readonly signedVersionId: string;
  /** The version it is live by once it goes live or over. */
  readonly askedVersionId: string;
  /** It was asked for by a proposal to change a view set: it goes over with its cut-over, and before that with nothing. */
  readonly waitsForCutOver: boolean;
  /** The first day of that version, where it takes part already and the day is ahead: until then it goes on by what it signed. */
  readonly notBefore: string | null;
  /** Viewing organisations that it shares with and that have yet to go over to that version: they go over first. */
  readonly waitsFor: readonly OdsCode[];
}

export interface ActivatableAgreement {
  readonly id: AgreementId;
  readonly reference: string;
  readonly localityId: LocalityId;
  readonly serviceCode: string;
  readonly state: string;
  readonly version: number;
  readonly from: Date;
  readonly until: Date;
  readonly sides: readonly Listed[];
  /** Consumers of every version that was opened, with the views. */
  readonly terms: readonly { readonly odsCode: OdsCode; readonly views: readonly string[] }[];
  /** Whom each version that was opened names: a provider shares with those its own version names. */
  readonly versions: readonly { readonly id: string; readonly number: number; readonly consumers: readonly OdsCode[] }[];
}

/** Asked by activations; answered in agreements/server. */
export abstract class ActivatableAgreements {
  abstract byId(tx: Tx, id: AgreementId): Promise<ActivatableAgreement | null>;
}

/** Steps that activations takes in its own transaction; the rules of participations stay here. */
export abstract class ActivationSteps {
  /** Moves each verified side to approved, if it still is exactly as shown. */
  abstract approve(tx: Tx, activation: { readonly id: ActivationId; readonly agreementId: AgreementId; readonly submittedBy: PersonId; readonly approvedBy: PersonId }, shown: readonly { readonly id: string; readonly version: number }[]): Promise<void>;
  /** Holds agreements and some of their sides still until the transaction ends, so that what is judged next is what is done. */
  abstract hold(tx: Tx, agreementIds: readonly AgreementId[], ids: readonly string[]): Promise<void>;
  /** Moves each approved side live and takes hold of the pairs that are now live on both sides. Gives the pairs gained. */
  abstract goLive(tx: Tx, agreementId: AgreementId, ids: readonly string[]): Promise<number>;
}

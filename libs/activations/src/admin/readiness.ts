import { stepState } from '../contract/practices-counted.js';

/** How a locality stands, as the server answers it. */
export interface Gate { readonly gate: string; readonly state: 'done' | 'waiting' | 'blocked'; readonly because: string; readonly waitsFor: string | null }

export interface Party {
  readonly id: string | null; readonly agreementId: string | null; readonly agreementReference: string | null; readonly side: 'provider' | 'consumer'; readonly odsCode: string; readonly name: string;
  readonly state: string; readonly renewalState: string | null; readonly renewalVersion: number | null; readonly stateAt: string | null; readonly liveAt: string | null; readonly activationId: string | null; readonly gates: readonly Gate[];
  readonly next: { readonly does: string; readonly who: string | null } | null;
}

export interface Agreement { readonly id: string; readonly reference: string; readonly title: string; readonly state: string; readonly version: number; readonly serviceName: string }

export interface Readiness { readonly id: string; readonly code: string; readonly name: string; readonly agreements: readonly Agreement[]; readonly parties: readonly Party[] }

export const READINESS = `query LocalityReadiness($id: ID!) { localityReadiness(localityId: $id) { id code name
  agreements { id reference title state version serviceName }
  parties { id agreementId agreementReference side odsCode name state renewalState renewalVersion stateAt liveAt activationId gates { gate state because waitsFor } next { does who } } } }`;

export interface ReadinessAnswer { readonly localityReadiness: Readiness | null }

/** Verified, and in no activation that waits for an approver. */
export const isToSubmit = (party: Party): boolean => stepState(party) === 'verified' && party.activationId === null;
export const ofSide = (parties: readonly Party[], side: Party['side']): readonly Party[] => parties.filter((party) => party.side === side);

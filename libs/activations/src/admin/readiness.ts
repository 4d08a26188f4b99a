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

/** How far it has come on its way: for somebody live, with the later version it is asked to sign. */
export const stepState = ({ state, renewalState }: Party): string => renewalState ?? state;
export const isMissing = (party: Party): boolean => party.gates.some(({ state }) => state !== 'done');
export const isReady = (party: Party): boolean => stepState(party) === 'approved' && !isMissing(party);
/** Verified, and in no activation that waits for an approver. */
export const isToSubmit = (party: Party): boolean => stepState(party) === 'verified' && party.activationId === null;
export const ofSide = (parties: readonly Party[], side: Party['side']): readonly Party[] => parties.filter((party) => party.side === side);

/** Each organisation once, by the furthest part it has. */
export function furthest(parties: readonly Party[]): readonly Party[] {
  const rank = (party: Party): number => (party.state === 'live' ? 0 : isReady(party) ? 1 : 2);
  const best = new Map<string, Party>();
  for (const party of parties) {
    const known = best.get(party.odsCode);
    if (known === undefined || rank(party) < rank(known)) best.set(party.odsCode, party);
  }
  return [...best.values()];
}

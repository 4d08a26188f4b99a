import { GONE } from '@accord/activations';
import type { ReadinessParty, LocalityAgreement, SeenLocality } from './locality-readiness.js';

export interface LocalityStanding extends SeenLocality {
  readonly practices: number;
  readonly livePractices: number;
  readonly blockedPractices: number;
  readonly readyPractices: number;
  readonly viewingOrganisations: number;
  readonly agreements: number;
  readonly waitingApprovals: number;
}

/** Localities in figures, over those that take part: who declined, withdrew or left does not. A practice in two agreements counts once, by the furthest it has come. */
export function standingsOf(
  localities: readonly SeenLocality[], parties: readonly ReadinessParty[], agreements: readonly LocalityAgreement[], waiting: readonly { readonly localityId: string }[],
): LocalityStanding[] {
  return localities.map((locality) => {
    const here = parties.filter(({ localityId, state }) => localityId === locality.id && !GONE.includes(state));
    const practices = here.filter(({ side }) => side === 'provider');
    const codes = (of: readonly ReadinessParty[]): Set<string> => new Set(of.map(({ odsCode }) => odsCode));
    const live = codes(practices.filter(({ state }) => state === 'live'));
    const isMissing = ({ gates }: ReadinessParty): boolean => gates.some(({ state }) => state !== 'done');
    const ready = codes(practices.filter((party) => party.state === 'approved' && !isMissing(party) && !live.has(party.odsCode)));
    const blocked = codes(practices.filter((party) => isMissing(party) && !live.has(party.odsCode) && !ready.has(party.odsCode)));
    return {
      ...locality, practices: codes(practices).size, livePractices: live.size, blockedPractices: blocked.size, readyPractices: ready.size,
      viewingOrganisations: codes(here.filter(({ side }) => side === 'consumer')).size,
      agreements: agreements.filter(({ localityId }) => localityId === locality.id).length,
      waitingApprovals: waiting.filter(({ localityId }) => localityId === locality.id).length,
    };
  });
}

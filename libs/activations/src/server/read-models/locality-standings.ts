import { practicesCounted, viewersCounted } from '@accord/activations';
import type { ReadinessParty, LocalityAgreement, SeenLocality } from './locality-readiness.js';

export interface LocalityStanding extends SeenLocality {
  readonly practices: number;
  readonly livePractices: number;
  readonly readyPractices: number;
  readonly waitingPractices: number;
  readonly blockedPractices: number;
  readonly outsidePractices: number;
  readonly viewingOrganisations: number;
  readonly agreements: number;
  readonly waitingApprovals: number;
}

/** Localities in figures, by the count that the page of one is drawn from. */
export function standingsOf(
  localities: readonly SeenLocality[], parties: readonly ReadinessParty[], agreements: readonly LocalityAgreement[], waiting: readonly { readonly localityId: string; readonly waiting: number }[],
): LocalityStanding[] {
  return localities.map((locality) => {
    const here = parties.filter(({ localityId }) => localityId === locality.id);
    const { taking, live, ready, waiting: withStep, blocked, outside } = practicesCounted(here);
    return {
      ...locality, practices: taking.length, livePractices: live.length, readyPractices: ready.length, waitingPractices: withStep.length, blockedPractices: blocked.length, outsidePractices: outside.length,
      viewingOrganisations: viewersCounted(here).length,
      agreements: agreements.filter(({ localityId }) => localityId === locality.id).length,
      waitingApprovals: waiting.find(({ localityId }) => localityId === locality.id)?.waiting ?? 0,
    };
  });
}

import type { PracticesInFigures } from './standing-sentence.js';

/** Localities in figures, as the server answers them. */
export interface LocalityRow extends PracticesInFigures {
  readonly id: string; readonly code: string; readonly name: string; readonly viewingOrganisations: number; readonly agreements: number; readonly waitingApprovals: number;
}

export const LOCALITIES = `query LocalityStandings($page: Int!, $perPage: Int!, $search: String) { localityStandings(page: $page, perPage: $perPage, search: $search) { total items {
  id code name practices livePractices readyPractices waitingPractices blockedPractices outsidePractices viewingOrganisations agreements waitingApprovals } } }`;

export interface LocalitiesAnswer { readonly localityStandings: { readonly total: number; readonly items: readonly LocalityRow[] } }

/** Localities in figures, as the server answers them. */
export interface LocalityRow {
  readonly id: string; readonly code: string; readonly name: string; readonly practices: number; readonly livePractices: number; readonly blockedPractices: number; readonly readyPractices: number;
  readonly viewingOrganisations: number; readonly agreements: number; readonly waitingApprovals: number;
}

export const LOCALITIES = `query LocalityStandings($page: Int!, $perPage: Int!, $search: String) { localityStandings(page: $page, perPage: $perPage, search: $search) { total items {
  id code name practices livePractices blockedPractices readyPractices viewingOrganisations agreements waitingApprovals } } }`;

export interface LocalitiesAnswer { readonly localityStandings: { readonly total: number; readonly items: readonly LocalityRow[] } }

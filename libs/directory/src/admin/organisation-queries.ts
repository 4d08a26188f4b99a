export interface OrganisationRow {
  readonly id: string; readonly odsCode: string; readonly name: string; readonly status: Status; readonly prescribingSettingName: string | null;
  readonly address: readonly string[]; readonly postcode: string | null; readonly commissionerCode: string | null;
}
export type Status = 'A' | 'C' | 'D' | 'P';

export const ORGANISATIONS = `query Organisations($page: Int!, $perPage: Int!, $filter: OrganisationFilter) { organisations(page: $page, perPage: $perPage, filter: $filter) {
  total items { id odsCode name status prescribingSettingName address postcode commissionerCode }
} }`;
export interface OrganisationsAnswer { readonly organisations: { readonly total: number; readonly items: readonly OrganisationRow[] } }

export interface Membership { readonly localityId: string; readonly localityCode: string; readonly localityName: string; readonly fromAt: string; readonly untilAt: string | null }
export interface Organisation extends OrganisationRow {
  readonly openedOn: string | null; readonly closedOn: string | null; readonly joinedCommissionerOn: string | null; readonly leftCommissionerOn: string | null;
  readonly telephone: string | null; readonly editionOn: string | null; readonly memberships: readonly Membership[];
}
export const ORGANISATION = `query OneOrganisation($code: ID!) { organisation(id: $code) {
  id odsCode name status prescribingSettingName openedOn closedOn commissionerCode joinedCommissionerOn leftCommissionerOn address postcode telephone editionOn
  memberships { localityId localityCode localityName fromAt untilAt }
} }`;
export interface OrganisationAnswer { readonly organisation: Organisation }

export interface AuthorityRow { readonly id: string; readonly signatoryName: string; readonly roleTitle: string; readonly from: string; readonly until: string | null; readonly state: 'recorded' | 'confirmed' | 'over' | 'ended' }
export const AUTHORITIES = 'query AuthoritiesOf($code: String) { authorities(odsCode: $code, perPage: 50) { total items { id signatoryName roleTitle from until state } } }';
export interface AuthoritiesAnswer { readonly authorities: { readonly total: number; readonly items: readonly AuthorityRow[] } }

export interface GateFact {
  readonly id: string; readonly kind: string; readonly value: string; readonly source: string; readonly from: string; readonly until: string | null; readonly recordedAt: string; readonly recordedBy: string | null;
  readonly recordedByMe: boolean; readonly confirmedAt: string | null; readonly confirmedBy: string | null; readonly endedAt: string | null; readonly endedBy: string | null;
  readonly localityIds: readonly string[];
}
export const GATE_FACTS = 'query GateFactsOf($code: String!) { gateFacts(odsCode: $code) { id kind value source from until recordedAt recordedBy recordedByMe confirmedAt confirmedBy endedAt endedBy localityIds } }';
export interface GateFactsAnswer { readonly gateFacts: readonly GateFact[] }
export const CONFIRM_FACTS = 'mutation ConfirmGateFactsOf($input: ConfirmGateFactsInput!) { confirmGateFacts(input: $input) }';

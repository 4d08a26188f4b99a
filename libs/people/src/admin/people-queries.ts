export interface PersonRow { readonly id: string; readonly name: string; readonly email: string | null; readonly isDisabled: boolean; readonly version: number }

export interface DutyRow {
  readonly id: string; readonly personId: string; readonly personName: string; readonly duty: string; readonly odsCode: string | null; readonly organisationName: string | null;
  readonly localities: readonly string[]; readonly from: string; readonly until: string | null; readonly state: 'proposed' | 'confirmed' | 'held-back' | 'over' | 'ended'; readonly proposedBy: string | null; readonly version: number;
}

export interface AuthorityRow {
  readonly id: string; readonly odsCode: string; readonly organisationName: string; readonly personId: string; readonly signatoryName: string; readonly roleTitle: string;
  readonly from: string; readonly until: string | null; readonly state: 'recorded' | 'confirmed' | 'over' | 'ended'; readonly recordedBy: string; readonly version: number;
}

interface Page<Row> { readonly items: readonly Row[]; readonly total: number }

const DUTY = 'id personId personName duty odsCode organisationName localities from until state proposedBy version';
const AUTHORITY = 'id odsCode organisationName personId signatoryName roleTitle from until state recordedBy version';

export const PEOPLE = 'query People($page: Int!, $perPage: Int!, $search: String) { people(page: $page, perPage: $perPage, search: $search) { total items { id name email isDisabled version } } }';
export interface PeopleAnswer { readonly people: Page<PersonRow> }

export const DUTIES = `query Duties($page: Int!, $perPage: Int!, $duty: String, $state: String, $odsCode: String) { duties(page: $page, perPage: $perPage, duty: $duty, state: $state, odsCode: $odsCode) { total items { ${DUTY} } } }`;
export interface DutiesAnswer { readonly duties: Page<DutyRow> }

export const AUTHORITIES = `query Authorities($page: Int!, $perPage: Int!, $odsCode: String, $state: String, $search: String) { authorities(page: $page, perPage: $perPage, odsCode: $odsCode, state: $state, search: $search) { total items { ${AUTHORITY} } } }`;
export interface AuthoritiesAnswer { readonly authorities: Page<AuthorityRow> }

export const ONE_PERSON = `query OnePerson($id: ID!) {
  people(id: $id) { items { id name email isDisabled version } }
  duties(personId: $id, perPage: 200) { items { ${DUTY} } }
  authorities(personId: $id, perPage: 200) { items { ${AUTHORITY} } }
}`;
export interface OnePersonAnswer { readonly people: { readonly items: readonly PersonRow[] }; readonly duties: { readonly items: readonly DutyRow[] }; readonly authorities: { readonly items: readonly AuthorityRow[] } }

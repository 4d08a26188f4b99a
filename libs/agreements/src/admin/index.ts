export { campaignsAdmin } from './campaigns-admin.js';
export { proposalsAdmin } from './proposals-admin.js';
import { askGraphql, type AdminCapability, type Session } from '@accord/kernel/admin';
import type { AgreementListRow } from './agreement-list.js';
import { agreementState } from './agreement-words.js';
import { say } from './messages.js';
import { STOP_FIELDS, type StopFacts } from './party-facts.js';
import { signWords } from './sign-words.js';
import { stopWords } from './stop-words.js';

const LIST = `query Agreements($page: Int!, $perPage: Int!, $search: String, $state: String, $localityId: ID) {
  agreementList(page: $page, perPage: $perPage, search: $search, state: $state, localityId: $localityId) { total items {
    id reference title serviceName localityName localityCode versionNumber state expired openedAt reviewOn endsOn tally { side state parties }
  } }
}`;

/** A controller suspends and withdraws, a viewing organisation suspends and leaves, staff and privacy officers may only suspend. */
const mayNarrow = ({ may }: Session): boolean => [['suspend', 'Participation'], ['withdraw', 'Participation'], ['suspend', 'ConsumerPart'], ['leave', 'ConsumerPart']].some(([action, subject]) => may(action!, subject!).allowed);

const STOPS = `query Stops($page: Int!, $perPage: Int!, $state: String) { stopList(page: $page, perPage: $perPage, state: $state) { total items { ${STOP_FIELDS} } } }`;

interface StopsAnswer { readonly stopList: { readonly total: number; readonly items: readonly StopFacts[] } }
interface ListAnswer { readonly agreementList: { readonly total: number; readonly items: readonly AgreementListRow[] } }

export const agreementsAdmin: AdminCapability = {
  navigation: [
    { group: 'sharing', label: say('title'), to: '/agreements', shownTo: (session) => session.may('read', 'Agreement').allowed },
    { group: 'sharing', label: stopWords('listTitle'), to: '/stops', shownTo: (session) => session.may('read', 'Agreement').allowed },
  ],
  routes: [
    { path: '/agreements', load: () => import('./agreement-list.js').then(({ AgreementList }) => ({ default: AgreementList })) },
    { path: '/agreements/new', load: () => import('./draft-new.js').then(({ DraftNew }) => ({ default: DraftNew })) },
    { path: '/agreements/:id', load: () => import('./agreement-page.js').then(({ AgreementPage }) => ({ default: AgreementPage })) },
    { path: '/agreements/:id/edit', load: () => import('./draft-edit.js').then(({ DraftEdit }) => ({ default: DraftEdit })) },
    { path: '/agreements/:id/amend', load: () => import('./amendment-edit.js').then(({ AmendmentEdit }) => ({ default: AmendmentEdit })) },
    { path: '/agreements/:id/sign/:partyId', load: () => import('./sign-page.js').then(({ SignPage }) => ({ default: SignPage })) },
    { path: '/agreements/:id/parties/:side/:partyId', load: () => import('./party-page.js').then(({ PartyPage }) => ({ default: PartyPage })) },
    { path: '/stops', load: () => import('./stop-list.js').then(({ StopList }) => ({ default: StopList })) },
    { path: '/stops/new', load: () => import('./stop-new.js').then(({ StopNew }) => ({ default: StopNew })) },
    { path: '/stops/:id', load: () => import('./stop-page.js').then(({ StopPage }) => ({ default: StopPage })) },
  ],
  resources: [{
    name: 'agreements',
    list: {
      query: LIST,
      variables: ({ page, perPage, filter }) => ({ page, perPage, search: filter['search'] ?? null, state: filter['state'] ?? null, localityId: filter['localityId'] ?? null }),
      read: (data: never) => (data as ListAnswer).agreementList,
    },
  }, {
    name: 'stops',
    list: {
      query: STOPS,
      variables: ({ page, perPage, filter }) => ({ page, perPage, state: filter['state'] ?? null }),
      read: (data: never) => (data as StopsAnswer).stopList,
    },
  }],
  actions: (session) => [
    { label: stopWords('suspendSharing'), to: '/stops/new', ...(session.may('suspend', 'Sharing').allowed ? {} : { blocked: stopWords('suspendBlocked') }) },
    { label: say('draftNew'), to: '/agreements/new', ...(session.may('draft', 'Agreement').allowed ? {} : { blocked: say('onlyOfficersDraft') }) },
    { label: say('narrow'), to: '/agreements', ...(mayNarrow(session) ? {} : { blocked: say('narrowBlocked') }) },
    { label: signWords('palette'), to: '/', ...(session.may('sign', 'Participation').allowed || session.may('accept', 'ConsumerPart').allowed ? {} : { blocked: signWords('paletteBlocked') }) },
  ],
  finds: [{
    heading: say('title'),
    shownTo: (session) => session.may('read', 'Agreement').allowed,
    find: async (typed, signal) => (await askGraphql<ListAnswer>(LIST, { page: 1, perPage: 8, search: typed }, signal)).agreementList.items
      .map((row) => ({ label: `${row.reference} ${row.title}`, hint: agreementState(row).words, to: `/agreements/${row.id}` })),
  }],
};

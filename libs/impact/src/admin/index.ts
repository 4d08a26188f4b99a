import { askGraphql, type AdminCapability } from '@accord/kernel/admin';
import type { ViewingOrganisationRow } from './viewing-organisation-list.js';
import { say } from './messages.js';

const LIST = `query ViewingOrganisations($page: Int!, $perPage: Int!, $find: String) {
  viewingOrganisations(page: $page, perPage: $perPage, find: $find) { total items { id odsCode name views agreements providers certificateUntil showsReadiness } }
}`;

interface ListAnswer { readonly viewingOrganisations: { readonly total: number; readonly items: readonly ViewingOrganisationRow[] } }

export const impactAdmin: AdminCapability = {
  navigation: [
    { group: 'sharing', label: say('viewers'), to: '/viewing-organisations', shownTo: (session) => session.may('read', 'ViewingOrganisation').allowed },
    { group: 'sharing', label: say('who'), to: '/who-can-see-what', shownTo: (session) => session.may('read', 'Sight').allowed },
  ],
  routes: [
    { path: '/viewing-organisations', load: () => import('./viewing-organisation-list.js').then(({ ViewingOrganisationList }) => ({ default: ViewingOrganisationList })) },
    { path: '/viewing-organisations/:odsCode', load: () => import('./viewing-organisation-page.js').then(({ ViewingOrganisationPage }) => ({ default: ViewingOrganisationPage })) },
    { path: '/who-can-see-what', load: () => import('./who-can-see-what.js').then(({ WhoCanSeeWhat }) => ({ default: WhoCanSeeWhat })) },
  ],
  resources: [{
    name: 'viewing-organisations',
    list: {
      query: LIST, variables: ({ page, perPage, filter }) => ({ page, perPage, find: filter['find'] ?? null }),
      read: (data: never) => (data as ListAnswer).viewingOrganisations,
    },
  }],
  actions: (session) => [{ label: say('askAbout'), to: '/who-can-see-what', ...(session.may('read', 'Sight').allowed ? {} : { blocked: say('blockedAsk') }) }],
  finds: [{
    heading: say('viewers'),
    shownTo: (session) => session.may('read', 'ViewingOrganisation').allowed,
    find: async (typed, signal) => (await askGraphql<ListAnswer>(LIST, { page: 1, perPage: 8, find: typed }, signal)).viewingOrganisations.items
      .map((row) => ({ label: `${row.name} (${row.odsCode})`, hint: say('viewer'), to: `/viewing-organisations/${row.odsCode}` })),
  }],
};

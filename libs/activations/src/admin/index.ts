import { askGraphql, type AdminCapability, type Session } from '@accord/kernel/admin';
import { LOCALITIES, type LocalitiesAnswer } from './localities.js';
import { say } from './messages.js';
import { practicesInWords } from './standing-sentence.js';

const servesLocalities = (session: Session): boolean => session.may('read', 'Activation').allowed;

export const activationsAdmin: AdminCapability = {
  navigation: [
    { group: 'sharing', label: say('localities'), to: '/localities', shownTo: servesLocalities },
    { group: 'sharing', label: say('facts'), to: '/gate-facts', shownTo: (session) => session.me.actingAs?.odsCode != null && session.may('record', 'GateFact').allowed },
  ],
  routes: [
    { path: '/localities', load: () => import('./locality-list.js').then(({ LocalityList }) => ({ default: LocalityList })) },
    { path: '/localities/:id', load: () => import('./locality-page.js').then(({ LocalityPage }) => ({ default: LocalityPage })) },
    { path: '/localities/:id/coverage', load: () => import('./coverage-page.js').then(({ CoveragePage }) => ({ default: CoveragePage })) },
    { path: '/localities/:id/went-live', load: () => import('./went-live-page.js').then(({ WentLivePage }) => ({ default: WentLivePage })) },
    { path: '/localities/:id/facts', load: () => import('./facts-page.js').then(({ LocalityFactsPage }) => ({ default: LocalityFactsPage })) },
    { path: '/localities/:id/facts/new', load: () => import('./facts-record-page.js').then(({ RecordLocalityFactsPage }) => ({ default: RecordLocalityFactsPage })) },
    { path: '/gate-facts', load: () => import('./facts-page.js').then(({ OwnFactsPage }) => ({ default: OwnFactsPage })) },
    { path: '/gate-facts/new', load: () => import('./facts-record-page.js').then(({ RecordOwnFactPage }) => ({ default: RecordOwnFactPage })) },
    { path: '/activations', load: () => import('./activation-list.js').then(({ ActivationList }) => ({ default: ActivationList })) },
    { path: '/activations/:id', load: () => import('./activation-page.js').then(({ ActivationPage }) => ({ default: ActivationPage })) },
  ],
  resources: [{
    name: 'localityStandings',
    list: {
      query: LOCALITIES,
      variables: ({ page, perPage, filter }) => ({ page, perPage, search: filter['search'] ?? null }),
      read: (data: never) => (data as LocalitiesAnswer).localityStandings,
    },
  }],
  actions: (session) => [
    { label: say('activationsToDecide'), to: '/activations?state=submitted', ...(session.may('approve', 'Activation').allowed ? {} : { blocked: say('onlyApproversDo') }) },
    { label: say('submitAction'), to: '/localities', ...(session.may('submit', 'Activation').allowed ? {} : { blocked: say('onlyOfficersDo') }) },
  ],
  finds: [{
    heading: say('localities'),
    shownTo: servesLocalities,
    find: async (typed, signal) => (await askGraphql<LocalitiesAnswer>(LOCALITIES, { page: 1, perPage: 8, search: typed }, signal)).localityStandings.items
      .map((row) => ({ label: `${row.name} (${row.code})`, hint: practicesInWords(row), to: `/localities/${row.id}` })),
  }],
};

import { askGraphql, type AdminCapability } from '@accord/kernel/admin';
import { IMPORTS, type ImportsAnswer } from './import-queries.js';
import { say } from './messages.js';
import { ORGANISATIONS, type OrganisationsAnswer } from './organisation-queries.js';

export const directoryAdmin: AdminCapability = {
  navigation: [{ group: 'governance', label: say('title'), to: '/organisations', shownTo: (session) => session.may('read', 'Organisation').allowed }],
  routes: [
    { path: '/organisations', load: () => import('./organisation-list.js').then(({ OrganisationList }) => ({ default: OrganisationList })) },
    { path: '/organisations/:odsCode', load: () => import('./organisation-page.js').then(({ OrganisationPage }) => ({ default: OrganisationPage })) },
    { path: '/directory-imports', load: () => import('./import-list.js').then(({ ImportList }) => ({ default: ImportList })) },
    { path: '/directory-imports/new', load: () => import('./import-new.js').then(({ ImportNew }) => ({ default: ImportNew })) },
    { path: '/directory-imports/:id', load: () => import('./import-page.js').then(({ ImportPage }) => ({ default: ImportPage })) },
  ],
  resources: [
    {
      name: 'organisations',
      list: {
        query: ORGANISATIONS,
        variables: ({ page, perPage, filter }) => ({
          page, perPage, filter: {
            search: filter['search'] ?? null, status: filter['status'] ?? null, commissionerCode: filter['commissionerCode']?.trim().toUpperCase() ?? null,
            prescribingSetting: filter['setting'] === undefined ? null : Number(filter['setting']),
          },
        }),
        read: ({ organisations }: OrganisationsAnswer) => organisations,
      },
    },
    { name: 'directory-imports', list: { query: IMPORTS, variables: ({ page, perPage, filter }) => ({ page, perPage, state: filter['state'] ?? null }), read: ({ directoryImportList }: ImportsAnswer) => directoryImportList } },
  ],
  actions: (session) => [{ label: say('import.new'), to: '/directory-imports/new', ...(session.may('import', 'Directory').allowed ? {} : { blocked: say('not-this-duty') }) }],
  finds: [{
    heading: say('title'),
    shownTo: (session) => session.may('read', 'Organisation').allowed,
    find: async (typed, signal) => (await askGraphql<OrganisationsAnswer>(ORGANISATIONS, { page: 1, perPage: 8, filter: { search: typed } }, signal)).organisations.items
      .map(({ name, odsCode, status, prescribingSettingName }) => ({ label: `${name} (${odsCode})`, hint: [prescribingSettingName, say(status)].filter(Boolean).join(', '), to: `/organisations/${odsCode}` })),
  }],
};

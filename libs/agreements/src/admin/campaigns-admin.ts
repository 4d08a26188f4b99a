import type { AdminCapability } from '@accord/kernel/admin';
import type { CampaignListRow } from './campaign-list.js';
import { campaignWords } from './campaign-words.js';

const LIST = 'query Campaigns($page: Int!, $perPage: Int!, $state: String) { campaigns(page: $page, perPage: $perPage, state: $state) { total items { id kind title answerBy state practices } } }';

interface ListAnswer { readonly campaigns: { readonly total: number; readonly items: readonly CampaignListRow[] } }

/** The pages of campaigns. */
export const campaignsAdmin: AdminCapability = {
  navigation: [{ group: 'sharing', label: campaignWords('title'), to: '/campaigns', shownTo: (session) => session.may('read', 'Campaign').allowed }],
  routes: [
    { path: '/campaigns', load: () => import('./campaign-list.js').then(({ CampaignList }) => ({ default: CampaignList })) },
    { path: '/campaigns/new', load: () => import('./campaign-new.js').then(({ CampaignNew }) => ({ default: CampaignNew })) },
    { path: '/campaigns/:id/edit', load: () => import('./campaign-edit.js').then(({ CampaignEdit }) => ({ default: CampaignEdit })) },
    { path: '/campaigns/:id/practices/:odsCode/letter', load: () => import('./instruction-new.js').then(({ InstructionNew }) => ({ default: InstructionNew })) },
    { path: '/campaigns/:id', load: () => import('./campaign-page.js').then(({ CampaignPage }) => ({ default: CampaignPage })) },
    { path: '/campaigns/:id/practices/:odsCode', load: () => import('./campaign-statement.js').then(({ CampaignStatement }) => ({ default: CampaignStatement })) },
  ],
  resources: [{
    name: 'campaigns',
    list: { query: LIST, variables: ({ page, perPage, filter }) => ({ page, perPage, state: filter['state'] ?? null }), read: (data: never) => (data as ListAnswer).campaigns },
  }],
  actions: (session) => [{ label: campaignWords('new'), to: '/campaigns/new', ...(session.may('run', 'Campaign').allowed ? {} : { blocked: campaignWords('onlyOfficers') }) }],
};

import type { AdminCapability } from '@accord/kernel/admin';
import { PROPOSAL_ROW_FIELDS, type ProposalRow } from './proposal-facts.js';
import { proposalWords } from './proposal-words.js';

const LIST = `query ViewSetProposals($page: Int!, $perPage: Int!, $state: String, $consumerOdsCode: String) {
  viewSetProposals(page: $page, perPage: $perPage, state: $state, consumerOdsCode: $consumerOdsCode) { total items { ${PROPOSAL_ROW_FIELDS} } } }`;

interface ListAnswer { readonly viewSetProposals: { readonly total: number; readonly items: readonly ProposalRow[] } }

/** The pages of proposals to change a view set. */
export const proposalsAdmin: AdminCapability = {
  navigation: [{ group: 'sharing', label: proposalWords('title'), to: '/view-set-proposals', shownTo: (session) => session.may('read', 'ViewSetProposal').allowed }],
  routes: [
    { path: '/view-set-proposals', load: () => import('./proposal-list.js').then(({ ProposalList }) => ({ default: ProposalList })) },
    { path: '/view-set-proposals/new', load: () => import('./proposal-new.js').then(({ ProposalNew }) => ({ default: ProposalNew })) },
    { path: '/view-set-proposals/:id', load: () => import('./proposal-page.js').then(({ ProposalPage }) => ({ default: ProposalPage })) },
  ],
  resources: [{
    name: 'view-set-proposals',
    list: { query: LIST, variables: ({ page, perPage, filter }) => ({ page, perPage, state: filter['state'] ?? null, consumerOdsCode: filter['consumerOdsCode']?.toUpperCase() ?? null }), read: (data: never) => (data as ListAnswer).viewSetProposals },
  }],
  actions: (session) => [{ label: proposalWords('new'), to: '/view-set-proposals/new', ...(session.may('propose', 'ViewSetProposal').allowed ? {} : { blocked: proposalWords('onlyOfficers') }) }],
};

import type { AdminCapability } from '@accord/kernel/admin';
import { held } from './held-messages.js';
import { say } from './messages.js';

export const publicationAdmin: AdminCapability = {
  navigation: [
    { group: 'enforcement', label: say('publications'), to: '/publications', shownTo: (session) => session.may('read', 'Publication').allowed },
    { group: 'enforcement', label: say('gateways'), to: '/gateways', shownTo: (session) => session.may('read', 'Gateway').allowed },
    { group: 'enforcement', label: held('title'), to: '/held', shownTo: (session) => session.may('read', 'HeldSummary').allowed },
  ],
  routes: [
    { path: '/publications', load: () => import('./publication-list.js').then(({ PublicationList }) => ({ default: PublicationList })) },
    { path: '/publications/:number', load: () => import('./publication-page.js').then(({ PublicationPage }) => ({ default: PublicationPage })) },
    { path: '/gateways', load: () => import('./gateway-list.js').then(({ GatewayList }) => ({ default: GatewayList })) },
    { path: '/gateways/:id', load: () => import('./gateway-page.js').then(({ GatewayPage }) => ({ default: GatewayPage })) },
    { path: '/held', load: () => import('./held-page.js').then(({ HeldPage }) => ({ default: HeldPage })) },
  ],
};

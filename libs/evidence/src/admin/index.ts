import type { AdminCapability } from '@accord/kernel/admin';
import { QUEUE, type QueueAnswer } from './evidence-query.js';
import { say } from './messages.js';

export const evidenceAdmin: AdminCapability = {
  navigation: [{ group: 'sharing', label: say('title'), to: '/evidence', shownTo: (session) => session.may('verify', 'Evidence').allowed }],
  routes: [
    { path: '/evidence', load: () => import('./evidence-list.js').then(({ EvidenceList }) => ({ default: EvidenceList })) },
    { path: '/evidence/:id', load: () => import('./evidence-page.js').then(({ EvidencePage }) => ({ default: EvidencePage })) },
  ],
  resources: [{
    name: 'evidence',
    list: {
      query: QUEUE,
      variables: ({ page, perPage, filter }) => ({ page, perPage, standing: filter['standing'] ?? null, localityId: filter['localityId'] ?? null }),
      read: (data: never) => (data as QueueAnswer).evidenceQueue,
    },
  }],
};

import type { AdminCapability } from './admin-capability.js';
import { say } from './changes/messages.js';

/** The change records, which every capability writes and the kernel keeps. */
export const changesAdmin: AdminCapability = {
  navigation: [{ group: 'governance', label: say('title'), to: '/changes', shownTo: (session) => session.may('read', 'ChangeRecord').allowed }],
  routes: [{ path: '/changes', load: () => import('./changes/changes-page.js').then(({ ChangesPage }) => ({ default: ChangesPage })) }],
};

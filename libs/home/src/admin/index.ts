import type { AdminCapability } from '@accord/kernel/admin';
import { say } from './messages.js';

export const homeAdmin: AdminCapability = {
  navigation: [{ group: 'home', label: say('title'), to: '/', shownTo: () => true }],
  routes: [{ path: '/', load: () => import('./home-page.js').then(({ HomePage }) => ({ default: HomePage })) }],
};

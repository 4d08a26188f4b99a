import type { AdminCapability } from '@accord/kernel/admin';
import { say } from './messages.js';

/** Reached from the menu of the person, from mail, and by the palette. */
export const notificationsAdmin: AdminCapability = {
  navigation: [],
  routes: [{ path: '/reminders', load: () => import('./reminders-page.js').then(({ RemindersPage }) => ({ default: RemindersPage })) }],
  actions: () => [{ label: say('choose'), to: '/reminders' }],
};

import { changesAdmin, type AdminCapability } from '@accord/kernel/admin';
import { accessLogAdmin } from '@accord/access-log/admin';
import { activationsAdmin } from '@accord/activations/admin';
import { agreementsAdmin, campaignsAdmin, proposalsAdmin } from '@accord/agreements/admin';
import { directoryAdmin } from '@accord/directory/admin';
import { evidenceAdmin } from '@accord/evidence/admin';
import { homeAdmin } from '@accord/home/admin';
import { impactAdmin } from '@accord/impact/admin';
import { notificationsAdmin } from '@accord/notifications/admin';
import { peopleAdmin } from '@accord/people/admin';
import { publicationAdmin } from '@accord/publication/admin';
import { systemsAdmin } from '@accord/systems/admin';

/** Every capability that has screens. What each finds is shown in this order: places and organisations before events. */
export const CAPABILITIES: readonly AdminCapability[] = [
  homeAdmin, agreementsAdmin, campaignsAdmin, proposalsAdmin, evidenceAdmin, activationsAdmin, impactAdmin, publicationAdmin, systemsAdmin, directoryAdmin, peopleAdmin, accessLogAdmin, notificationsAdmin, changesAdmin,
];

import type { AdminCapability } from '@accord/kernel/admin';

export const peopleAdmin: AdminCapability = { navigation: [], routes: [] };

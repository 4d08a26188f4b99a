import type { AdminCapability } from '@accord/kernel/admin';

export const homeAdmin: AdminCapability = { navigation: [], routes: [] };

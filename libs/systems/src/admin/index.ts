import type { AdminCapability } from '@accord/kernel/admin';

export const systemsAdmin: AdminCapability = { navigation: [], routes: [] };

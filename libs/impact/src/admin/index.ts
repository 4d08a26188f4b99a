import type { AdminCapability } from '@accord/kernel/admin';

export const impactAdmin: AdminCapability = { navigation: [], routes: [] };

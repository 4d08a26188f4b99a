import type { AdminCapability } from '@accord/kernel/admin';

export const agreementsAdmin: AdminCapability = { navigation: [], routes: [] };

import type { AdminCapability } from '@accord/kernel/admin';

export const accessLogAdmin: AdminCapability = { navigation: [], routes: [] };

import type { AdminCapability } from '@accord/kernel/admin';

export const evidenceAdmin: AdminCapability = { navigation: [], routes: [] };

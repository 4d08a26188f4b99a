import type { AdminCapability } from '@accord/kernel/admin';

export const directoryAdmin: AdminCapability = { navigation: [], routes: [] };

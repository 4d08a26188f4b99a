import type { AdminCapability } from '@accord/kernel/admin';

export const activationsAdmin: AdminCapability = { navigation: [], routes: [] };

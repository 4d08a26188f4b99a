import type { AdminCapability } from '@accord/kernel/admin';

export const publicationAdmin: AdminCapability = { navigation: [], routes: [] };

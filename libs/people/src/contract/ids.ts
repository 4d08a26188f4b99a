import type { Branded } from '@accord/kernel';

export type AccountId = Branded<string, 'AccountId'>;
export type GrantId = Branded<string, 'GrantId'>;
export type AuthorityId = Branded<string, 'AuthorityId'>;

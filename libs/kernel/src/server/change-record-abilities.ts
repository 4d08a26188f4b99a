import type { Actor, Duty } from '../contract/index.js';
import { grantAbilities } from './abilities.js';

const READERS: ReadonlySet<Actor['duty']> = new Set<Duty>([
  'signatory', 'practice-governance-lead', 'viewer-governance-lead', 'activation-officer', 'approver', 'auditor-national', 'auditor-organisation',
  'privacy-officer', 'system-administrator',
]);

/** Who reads change records at all. Which ones (own, of agreements they are party to, of their localities, of the nation) row-level security keeps. */
export const changeRecordAbilities = grantAbilities((actor, { can }) => {
  if (actor.kind === 'person' && READERS.has(actor.duty)) can('read', 'ChangeRecord');
});

import type { Actor } from '@accord/kernel';
import { grantAbilities, type Grants } from '@accord/kernel/server';

/** Who may see what is published and who has applied it. Whose agreement it was, the fence of the agreement itself decides. */
export function publicationAbilities(actor: Actor, { can }: Grants): void {
  if (actor.kind !== 'person' || actor.duty === null) return;
  can('read', 'Publication');
  can('read', 'GatewayState');
}

grantAbilities(publicationAbilities);

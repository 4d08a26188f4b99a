import { grantAbilities } from '@accord/kernel/server';

/** Everybody who acts in a duty has a Home; what it shows, the fences of the things themselves decide. */
export const homeAbilities = grantAbilities((actor, { can }) => {
  if (actor.kind === 'person' && actor.duty !== null) can('read', 'Home');
});

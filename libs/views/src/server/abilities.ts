import { grantAbilities } from '@accord/kernel/server';

/** What services there are is no secret among those who sign in. */
export const viewAbilities = grantAbilities((actor, { can }) => {
  if (actor.kind === 'person' && actor.duty !== null) can('read', 'Service');
});

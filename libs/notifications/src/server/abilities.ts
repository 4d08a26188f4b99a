import { grantAbilities } from '@accord/kernel/server';

/** Everybody who acts in a duty says what they are written of; the choice is always one's own. */
export const notificationAbilities = grantAbilities((actor, { can }) => {
  if (actor.kind === 'person' && actor.duty !== null) can('choose', 'Reminders');
});

import { grantAbilities } from '@accord/kernel/server';

/** Who may do what here. Granted from nothing: what is not named is refused. */
export const impactAbilities = grantAbilities(() => undefined);

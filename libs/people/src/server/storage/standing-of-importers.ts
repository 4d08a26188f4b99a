import { ImporterStanding } from '@accord/directory';
import type { PersonId, Tx } from '@accord/kernel';
import { grantsInForce } from './acting.js';

/** Whoever holds the administrator's duty now may have a directory file imported. */
export class StandingOfImporters extends ImporterStanding {
  async mayImport(tx: Tx, personId: PersonId, at: Date): Promise<boolean> {
    return (await grantsInForce(tx, personId, at)).some(({ duty }) => duty === 'system-administrator');
  }
}

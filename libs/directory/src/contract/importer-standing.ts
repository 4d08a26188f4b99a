import type { PersonId, Tx } from '@accord/kernel';

/**
 * A need of the directory, answered by the capability that keeps duties: whether somebody who ordered an import may still have it done.
 * Asked in the import's own transaction: between the order and the work a duty can be taken away.
 */
export abstract class ImporterStanding {
  abstract mayImport(tx: Tx, personId: PersonId, at: Date): Promise<boolean>;
}

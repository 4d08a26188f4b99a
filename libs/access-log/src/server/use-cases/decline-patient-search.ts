import { Injectable } from '@nestjs/common';
import { isId, NotFound, type Actor } from '@accord/kernel';
import { Changes, demand, timeOf, Transactions } from '@accord/kernel/server';
import { readPurpose } from '../domain/search-filter.js';
import { readPatientSearch, saveDeclined } from '../storage/patient-searches.js';

export interface DeclinePatientSearchInput {
  readonly id: string;
  /** Whoever asked reads it. */
  readonly reason?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** The second person says no, and why. Nothing is searched; it may be asked anew. */
@Injectable()
export class DeclinePatientSearch {
  constructor(private readonly transactions: Transactions, private readonly changes: Changes) {}

  execute(actor: Actor, { id, reason: given, idempotencyKey }: DeclinePatientSearchInput): Promise<{ id: string }> {
    return this.transactions.run(actor, { act: 'access-log.decline-patient-search', subject: id, idempotencyKey: idempotencyKey ?? undefined, input: { id, reason: given ?? null } }, async (tx) => {
      const reason = readPurpose(given);
      demand(tx, 'decline', 'PatientSearch', {}, { reason });
      const search = isId(id) ? await readPatientSearch(tx, id) : null;
      if (search === null) throw new NotFound('search');

      const declined = search.decline(actor.personId!, timeOf(tx), reason!);

      await saveDeclined(tx, id, declined);
      await this.changes.record(tx, { type: 'access-log.patient-search-declined', subject: id, reason, details: { askedBy: search.askedBy } });
      return { id };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { isId, NotFound, type Actor } from '@accord/kernel';
import { Changes, demand, timeOf, Transactions } from '@accord/kernel/server';
import { readPatientSearch, saveGranted } from '../storage/patient-searches.js';

export interface GrantPatientSearchInput {
  readonly id: string;
  readonly idempotencyKey?: string | null | undefined;
}

/** The second person lets a national auditor search by the patient they named, for some hours. */
@Injectable()
export class GrantPatientSearch {
  constructor(private readonly transactions: Transactions, private readonly changes: Changes) {}

  execute(actor: Actor, { id, idempotencyKey }: GrantPatientSearchInput): Promise<{ id: string }> {
    return this.transactions.run(actor, { act: 'access-log.grant-patient-search', subject: id, idempotencyKey: idempotencyKey ?? undefined, input: { id } }, async (tx) => {
      demand(tx, 'grant', 'PatientSearch');
      const search = isId(id) ? await readPatientSearch(tx, id) : null;
      if (search === null) throw new NotFound('search');

      const granted = search.grant(actor.personId!, timeOf(tx));

      await saveGranted(tx, id, granted);
      await this.changes.record(tx, { type: 'access-log.patient-search-granted', subject: id, details: { askedBy: search.askedBy, until: granted.grantedUntil.toISOString() } });
      return { id };
    });
  }
}

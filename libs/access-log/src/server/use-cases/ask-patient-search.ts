import { Injectable } from '@nestjs/common';
import { newId, type Actor } from '@accord/kernel';
import { Changes, demand, timeOf, Transactions } from '@accord/kernel/server';
import { NhsNumber } from '../domain/nhs-number.js';
import { PatientVault } from '../domain/patient-vault.js';
import { readPurpose } from '../domain/search-filter.js';
import { addPatientSearch } from '../storage/patient-searches.js';

export interface AskPatientSearchInput {
  readonly nhsNumber: string;
  readonly reason?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** A national auditor asks a second one to let them search by a patient. Nothing is searched by it. */
@Injectable()
export class AskPatientSearch {
  constructor(private readonly transactions: Transactions, private readonly changes: Changes, private readonly vault: PatientVault) {}

  execute(actor: Actor, input: AskPatientSearchInput): Promise<{ id: string }> {
    // As where a patient is named: what a key is kept with may not give the number away.
    const known = { patient: Buffer.from(this.vault.indexOf(input.nhsNumber)).toString('hex'), reason: input.reason ?? null };
    return this.transactions.run(actor, { act: 'access-log.ask-patient-search', subject: 'access-log', idempotencyKey: input.idempotencyKey ?? undefined, input: known }, async (tx) => {
      const reason = readPurpose(input.reason);
      demand(tx, 'ask', 'PatientSearch', {}, { reason });
      const patient = NhsNumber.read(input.nhsNumber);
      const id = newId(timeOf(tx));

      await addPatientSearch(tx, { id, askedBy: actor.personId!, reason: reason!, patientIndex: this.vault.indexOf(patient) });
      await this.changes.record(tx, { type: 'access-log.patient-search-asked', subject: id, reason });
      return { id };
    });
  }
}

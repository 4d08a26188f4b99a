import { Injectable } from '@nestjs/common';
import { type Actor } from '@accord/kernel';
import { Changes, demand, Transactions } from '@accord/kernel/server';
import { NhsNumber } from '../domain/nhs-number.js';
import { PatientVault } from '../domain/patient-vault.js';
import { SecondPersonNeeded } from '../domain/refusals.js';
import { reachOf, readPurpose } from '../domain/search-filter.js';

export interface PatientNamed {
  /** Stands for the patient in searches of this person. */
  readonly token: string;
  readonly masked: string;
}

/** Turns an NHS number, which travels in the body of a mutation alone, into a token that may stand in a URL or a saved search (R12). */
@Injectable()
export class NamePatient {
  constructor(private readonly transactions: Transactions, private readonly changes: Changes, private readonly vault: PatientVault) {}

  async execute(actor: Actor, input: { readonly nhsNumber: string; readonly reason?: string | null | undefined; readonly idempotencyKey?: string | null | undefined }): Promise<PatientNamed> {
    // What a key is kept with may not give the number away either: a plain hash of it would (every number can be tried).
    const known = { patient: Buffer.from(this.vault.indexOf(input.nhsNumber)).toString('hex'), reason: input.reason ?? null };
    const token = await this.transactions.run(actor, { act: 'access-log.name-patient', subject: 'access-log', idempotencyKey: input.idempotencyKey ?? undefined, input: known }, async (tx) => {
      const purpose = readPurpose(input.reason);
      // Who reaches the whole nation asks a second person, and is given the token with their yes.
      if (reachOf(actor) === 'nation') throw new SecondPersonNeeded();
      demand(tx, 'search-by-patient', 'AccessEvent', { odsCode: actor.odsCode, secondPerson: false }, { reason: purpose });
      const patient = NhsNumber.read(input.nhsNumber);

      await this.changes.record(tx, { type: 'access-log.patient-named', subject: 'access-log', odsCode: actor.odsCode, reason: purpose });
      return this.vault.tokenFor(actor.personId!, patient);
    });
    return { token, masked: String(NhsNumber.read(input.nhsNumber)) };
  }

  /** The token of this person for a patient known by the blind index alone. */
  tokenBehind(actor: Actor, index: Uint8Array): string {
    return this.vault.tokenBehind(actor.personId!, index);
  }
}

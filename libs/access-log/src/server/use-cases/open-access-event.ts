import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import type { AccessEventFound, AccessEventRow, RecordedReading } from '../../contract/index.js';
import { PatientVault } from '../domain/patient-vault.js';
import { recordOpening } from './record-search.js';

/** Opens one event. That somebody opened it is committed first (R10), whether or not there is anything for them to see. */
@Injectable()
export class OpenAccessEvent {
  constructor(private readonly transactions: Transactions, private readonly changes: Changes, private readonly vault: PatientVault) {}

  async execute(
    actor: Actor, asked: { readonly id: string; readonly reason?: string | null | undefined }, read: (tx: Tx, reading: RecordedReading) => Promise<AccessEventRow | null>,
  ): Promise<AccessEventFound | null> {
    const reading = await this.transactions.run(actor, { act: 'access-log.open', subject: 'access-log' }, (tx) => recordOpening(this.changes, tx, actor, asked.id, asked.reason));
    const row = await this.transactions.read(actor, (tx) => read(tx, reading));
    if (row === null) return null;
    const { patientSealed, ...event } = row;
    return { ...event, patient: patientSealed === null ? null : this.vault.masked(row.id, patientSealed) };
  }
}

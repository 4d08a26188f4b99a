import type { PersonId, Tx } from '@accord/kernel';
import { nameConstraints, sql, timeOf } from '@accord/kernel/server';
import { PatientSearch, type Declined, type Granted } from '../domain/patient-search.js';
import { PatientSearchSettled } from '../domain/refusals.js';

nameConstraints({
  patient_search_settled_once: ['NOT_READY', 'Somebody has just granted or declined this search.'],
  patient_search_four_eyes: ['SAME_PERSON', 'Somebody else grants a search by patient than asked for it.'],
  patient_search_declined_by_another: ['SAME_PERSON', 'Somebody else declines a search by patient than asked for it.'],
});

const WAITING = 'granted_by IS NULL AND declined_by IS NULL';

export async function addPatientSearch(tx: Tx, asked: { readonly id: string; readonly askedBy: PersonId; readonly reason: string; readonly patientIndex: Uint8Array }): Promise<void> {
  await sql(tx, 'INSERT INTO patient_search (id, asked_by, asked_at, reason, patient_index) VALUES ($1, $2, $3, $4, $5)', [asked.id, asked.askedBy, timeOf(tx), asked.reason, Buffer.from(asked.patientIndex)]);
}

export async function readPatientSearch(tx: Tx, id: string): Promise<PatientSearch | null> {
  const [row] = await sql<{ asked_by: PersonId; asked_at: Date; settled: boolean }>(tx, `SELECT asked_by, asked_at, NOT (${WAITING}) AS settled FROM patient_search WHERE id = $1`, [id]);
  return row === undefined ? null : new PatientSearch(id, row.asked_by, row.asked_at, row.settled);
}

export function saveGranted(tx: Tx, id: string, { grantedBy, grantedAt, grantedUntil }: Granted): Promise<void> {
  return settle(tx, id, 'granted_by = $2, granted_at = $3, granted_until = $4', [grantedBy, grantedAt, grantedUntil]);
}

export function saveDeclined(tx: Tx, id: string, { declinedBy, declinedAt, declinedReason }: Declined): Promise<void> {
  return settle(tx, id, 'declined_by = $2, declined_at = $3, declined_reason = $4', [declinedBy, declinedAt, declinedReason]);
}

/** Of two who settle it at once the second waits here, and then finds nothing left to settle. */
async function settle(tx: Tx, id: string, change: string, values: readonly unknown[]): Promise<void> {
  const saved = await sql(tx, `UPDATE patient_search SET ${change} WHERE id = $1 AND ${WAITING} RETURNING id`, [id, ...values]);
  if (saved.length === 0) throw new PatientSearchSettled();
}

/** The asking by which this person may search by this patient now; null without one. */
export async function grantedSearch(tx: Tx, person: PersonId, patientIndex: Uint8Array): Promise<string | null> {
  const [row] = await sql<{ id: string }>(tx, 'SELECT id FROM patient_search WHERE asked_by = $1 AND patient_index = $2 AND granted_until > $3 ORDER BY granted_until DESC LIMIT 1', [person, Buffer.from(patientIndex), timeOf(tx)]);
  return row?.id ?? null;
}

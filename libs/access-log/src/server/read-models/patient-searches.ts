import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';

export interface PatientSearchRow {
  readonly id: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly reason: string;
  readonly isMine: boolean;
  readonly standing: 'waiting' | 'granted' | 'declined' | 'over';
  readonly grantedByName: string | null;
  readonly grantedUntil: Date | null;
  readonly declinedByName: string | null;
  readonly declinedReason: string | null;
  /** Of those the reader may search by now; null for all others. */
  readonly patientIndex: Buffer | null;
}

/** What national auditors asked of each other in the last 30 days, newest first. Row-level security shows it to them alone. */
@Injectable()
export class PatientSearchesReader {
  async lately(tx: Tx): Promise<readonly PatientSearchRow[]> {
    return sql<PatientSearchRow>(tx, `
      SELECT search.id, asker.name AS "askedByName", search.asked_at AS "askedAt", search.reason, search.asked_by = accord_person() AS "isMine", granter.name AS "grantedByName", search.granted_until AS "grantedUntil",
        decliner.name AS "declinedByName", search.declined_reason AS "declinedReason",
        CASE WHEN search.declined_by IS NOT NULL THEN 'declined' WHEN search.granted_until > $1::timestamptz THEN 'granted' WHEN search.granted_by IS NULL AND search.asked_at >= $1::timestamptz - interval '3 days' THEN 'waiting' ELSE 'over' END AS standing,
        CASE WHEN search.asked_by = accord_person() AND search.granted_until > $1::timestamptz THEN search.patient_index END AS "patientIndex"
      FROM patient_search search JOIN person asker ON asker.id = search.asked_by LEFT JOIN person granter ON granter.id = search.granted_by LEFT JOIN person decliner ON decliner.id = search.declined_by
      WHERE search.asked_at > $1::timestamptz - interval '30 days' ORDER BY search.asked_at DESC, search.id DESC`, [timeOf(tx)]);
  }
}

import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** How a reading of pages is told in the change records, which are all that is kept of it. */
export const PAGES_READ = 'evidence.pages-read';

/** Of the acting person, in their duty and for their organisation: what somebody else stated is found by nobody else. */
const MINE = `
  SELECT reason FROM change_record WHERE subject = $1 AND recorded_at > $2 AND type = '${PAGES_READ}' AND outcome = 'done'
    AND person_id = accord_person() AND duty = accord_duty() AND acting_ods_code IS NOT DISTINCT FROM accord_ods()`;

export interface Reading {
  readonly reason: string | null;
}

/** The reading that began with this token, if that was after `since`. */
export async function readingOf(tx: Tx, evidenceId: string, token: string, since: Date): Promise<Reading | undefined> {
  return (await sql<Reading>(tx, `${MINE} AND details ->> 'reading' = $3 LIMIT 1`, [evidenceId, since, markOf(token)]))[0];
}

/** Whether any reading of it is on record since then. */
export async function hasRead(tx: Tx, evidenceId: string, since: Date): Promise<boolean> {
  return (await sql(tx, `${MINE} LIMIT 1`, [evidenceId, since])).length > 0;
}

/**
 * An address carries these 32 random bytes in place of the reason, because addresses stay in histories and in the logs of proxies. Every
 * copy of the program finds the reading by them.
 */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of a token: its hash, in letters alone, since a row of digits could be taken for a patient's number and struck out (R12). */
export const markOf = (token: string): string => createHash('sha256').update(token).digest('hex').replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!);

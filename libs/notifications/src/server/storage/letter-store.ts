import { Injectable } from '@nestjs/common';
import type { PersonId, Tx } from '@accord/kernel';
import { LOCK_KEYS, sql, timeOf } from '@accord/kernel/server';
import type { PlannedLetter, Stage, Telling, Told } from '../../contract/index.js';

export type LetterEnd = 'sent' | 'nothing-left' | 'given-up';

export interface StoredLetter extends PlannedLetter {
  readonly id: string;
  readonly personId: PersonId;
  readonly madeAt: Date;
}

const LETTER = `SELECT letter.id, letter.person_id AS "personId", letter.kind, letter.made_at AS "madeAt",
  (SELECT jsonb_agg(jsonb_build_object('thing', told.thing, 'stage', told.stage)) FROM reminder_told told WHERE told.letter_id = letter.id) AS tells FROM reminder_letter letter`;
const UNENDED = 'NOT EXISTS (SELECT FROM reminder_sent WHERE letter_id = letter.id)';

/** Mails that were decided on, what each tells, and how it ended. Nothing of it is ever changed. */
@Injectable()
export class LetterStore {
  /** Whatever is decided about mail to one person is decided by one at a time. */
  async lock(tx: Tx, personId: PersonId): Promise<void> {
    await sql(tx, 'SELECT pg_advisory_xact_lock(hashtextextended($1, $2))', [personId, LOCK_KEYS.remindersOfPerson]);
  }

  /** Of these things: the last stage at which each was told to the person. */
  async told(tx: Tx, personId: PersonId, things: readonly string[]): Promise<Told> {
    const rows = await sql<{ thing: string; stage: Stage }>(tx, 'SELECT thing, min(stage) AS stage FROM reminder_told WHERE person_id = $1 AND thing = ANY ($2) GROUP BY thing', [personId, things]);
    return new Map(rows.map(({ thing, stage }) => [thing, stage]));
  }

  async add(tx: Tx, id: string, personId: PersonId, { kind, tells }: PlannedLetter): Promise<void> {
    await sql(tx, 'INSERT INTO reminder_letter (id, person_id, kind, made_at) VALUES ($1, $2, $3, $4)', [id, personId, kind, timeOf(tx)]);
    await sql(tx, 'INSERT INTO reminder_told (person_id, letter_id, thing, stage) SELECT $1, $2, thing, stage FROM unnest($3::text[], $4::int[]) AS each (thing, stage)',
      [personId, id, tells.map(({ thing }) => thing), tells.map(({ stage }) => stage)]);
  }

  /** Those still to be sent but these, oldest first. */
  async unended(tx: Tx, but: readonly string[], atMost: number): Promise<readonly StoredLetter[]> {
    return sql<StoredLetter & { tells: Telling[] }>(tx, `${LETTER} WHERE ${UNENDED} AND letter.id <> ALL ($1::uuid[]) ORDER BY letter.made_at, letter.id LIMIT $2`, [but, atMost]);
  }

  async isEnded(tx: Tx, id: string): Promise<boolean> {
    return (await sql(tx, 'SELECT FROM reminder_sent WHERE letter_id = $1', [id])).length > 0;
  }

  async end(tx: Tx, id: string, outcome: LetterEnd): Promise<void> {
    await sql(tx, 'INSERT INTO reminder_sent (letter_id, outcome, ended_at) VALUES ($1, $2, $3)', [id, outcome, timeOf(tx)]);
  }
}

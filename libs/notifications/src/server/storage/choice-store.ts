import { Injectable } from '@nestjs/common';
import type { PersonId, Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { USUAL_CHOICES, type ReminderChoices } from '../../contract/index.js';

/** Version 0: nothing was chosen yet. */
export interface KeptChoices extends ReminderChoices {
  readonly version: number;
}

const COLUMNS = 'weekly, weekday, reviews, expiries, waiting, version';

@Injectable()
export class ChoiceStore {
  /** Two tabs of one person wait for each other here, also where nothing was chosen yet. */
  async lock(tx: Tx, personId: PersonId): Promise<KeptChoices> {
    const [kept] = await sql<KeptChoices>(tx, `SELECT ${COLUMNS} FROM reminder_choice WHERE person_id = $1 FOR UPDATE`, [personId]);
    return kept ?? { ...USUAL_CHOICES, version: 0 };
  }

  async of(tx: Tx, personIds: readonly PersonId[]): Promise<ReadonlyMap<PersonId, KeptChoices>> {
    const rows = await sql<KeptChoices & { personId: PersonId }>(tx, `SELECT person_id AS "personId", ${COLUMNS} FROM reminder_choice WHERE person_id = ANY ($1)`, [personIds]);
    return new Map(rows.map(({ personId, ...kept }) => [personId, kept]));
  }

  /** Keeps a choice as the version after the one it was made upon; false where another came first. */
  async keep(tx: Tx, personId: PersonId, { weekly, weekday, reviews, expiries, waiting }: ReminderChoices, before: number): Promise<boolean> {
    const rows = await sql(tx, `INSERT INTO reminder_choice (person_id, weekly, weekday, reviews, expiries, waiting, chosen_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8 + 1)
      ON CONFLICT (person_id) DO UPDATE SET weekly = excluded.weekly, weekday = excluded.weekday, reviews = excluded.reviews, expiries = excluded.expiries, waiting = excluded.waiting,
        chosen_at = excluded.chosen_at, version = excluded.version WHERE reminder_choice.version = $8 RETURNING person_id`,
    [personId, weekly, weekday, reviews, expiries, waiting, timeOf(tx), before]);
    return rows.length > 0;
  }
}

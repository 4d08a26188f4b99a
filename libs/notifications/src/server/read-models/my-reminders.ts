import { Injectable } from '@nestjs/common';
import type { PersonId, Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { PeopleToMail } from '@accord/people';
import { USUAL_CHOICES, type ReminderChoices } from '../../contract/index.js';

export interface MyReminders extends ReminderChoices {
  /** 0 where nothing was chosen yet. */
  readonly version: number;
  readonly address: string | null;
  readonly lastSentAt: Date | null;
}

const CHOSEN = `SELECT weekly, weekday, reviews, expiries, waiting, version FROM reminder_choice WHERE person_id = $1`;
const LAST_SENT = `SELECT max(reminder_sent.ended_at) AS at FROM reminder_letter JOIN reminder_sent ON reminder_sent.letter_id = reminder_letter.id AND reminder_sent.outcome = 'sent' WHERE reminder_letter.person_id = $1`;

/** What the person who asks has chosen, where mail reaches them, and when it last did. */
@Injectable()
export class MyRemindersReader {
  constructor(private readonly people: PeopleToMail) {}

  async of(tx: Tx, personId: PersonId): Promise<MyReminders> {
    const [chosen] = await sql<ReminderChoices & { version: number }>(tx, CHOSEN, [personId]);
    const [last] = await sql<{ at: Date | null }>(tx, LAST_SENT, [personId]);
    return { ...(chosen ?? { ...USUAL_CHOICES, version: 0 }), address: await this.people.addressOf(tx, personId), lastSentAt: last?.at ?? null };
  }
}

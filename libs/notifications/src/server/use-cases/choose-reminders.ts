import { Injectable } from '@nestjs/common';
import { NotPermitted, Stale, demandVersion, type Actor } from '@accord/kernel';
import { Changes, demand, Transactions } from '@accord/kernel/server';
import { chosenReminders, type SaidChoices } from '../domain/chosen-reminders.js';
import { ChoiceStore } from '../storage/choice-store.js';

export interface ChooseRemindersInput extends SaidChoices {
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** Says of what Accord writes to oneself, and when. One choice for all one's duties. */
@Injectable()
export class ChooseReminders {
  constructor(private readonly transactions: Transactions, private readonly choices: ChoiceStore, private readonly changes: Changes) {}

  execute(actor: Actor, { idempotencyKey, expectedVersion, ...said }: ChooseRemindersInput): Promise<{ version: number }> {
    return this.transactions.run(actor, { act: 'reminders.choose', idempotencyKey, input: { ...said, expectedVersion } }, async (tx) => {
      demand(tx, 'choose', 'Reminders');
      if (actor.personId === null) throw new NotPermitted('choose');
      const chosen = chosenReminders(said);
      const { version, ...before } = await this.choices.lock(tx, actor.personId);
      demandVersion(expectedVersion, version);

      if (!await this.choices.keep(tx, actor.personId, chosen, version)) throw new Stale(expectedVersion, version + 1);

      await this.changes.record(tx, { type: 'reminders.chosen', subject: actor.personId, details: { before, after: chosen } });
      return { version: version + 1 };
    });
  }
}

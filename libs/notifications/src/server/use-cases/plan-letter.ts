import { newId, systemActor, type Tx } from '@accord/kernel';
import { timeOf, Transactions } from '@accord/kernel/server';
import type { PersonToMail } from '@accord/people';
import { keysOf, letterFor, mailingDay, type PlannedLetter, type ReminderChoices } from '../../contract/index.js';
import { LetterStore } from '../storage/letter-store.js';
import { LookIntoTrays } from './look-into-trays.js';

const worker = systemActor('worker');

/** Decides what is to be told to somebody, and says so in the records before anything is sent: from then on nobody else decides to tell it. */
export class PlanLetter {
  constructor(private readonly transactions: Transactions, private readonly looking: LookIntoTrays, private readonly letters: LetterStore) {}

  /** Gives whether there is a mail to send. */
  async execute(person: PersonToMail, choices: ReminderChoices): Promise<boolean> {
    const trays = await this.looking.execute(person);
    const planned = async (tx: Tx): Promise<PlannedLetter | null> => {
      const today = mailingDay(timeOf(tx));
      const told = await this.letters.told(tx, person.personId, keysOf({ trays, choices, today }));
      return letterFor({ trays, choices, told, today, reachedSince: mailingDay(person.provenAt) });
    };
    // Mostly there is nothing: that takes no lock.
    if (await this.transactions.read(worker, planned) === null) return false;
    return this.transactions.run(worker, { act: 'reminders.plan', subject: person.personId }, async (tx) => {
      await this.letters.lock(tx, person.personId);
      const letter = await planned(tx);
      if (letter === null) return false;
      await this.letters.add(tx, newId(timeOf(tx)), person.personId, letter);
      return true;
    });
  }
}

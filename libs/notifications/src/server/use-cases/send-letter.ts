import { systemActor } from '@accord/kernel';
import { Changes, timeOf, Transactions } from '@accord/kernel/server';
import type { PersonToMail } from '@accord/people';
import { mailingDay, type ReminderChoices } from '../../contract/index.js';
import { letterAsHtml } from '../domain/letter-as-html.js';
import { letterAsText } from '../domain/letter-as-text.js';
import { letterOf } from '../domain/letter.js';
import { MailRefused, Post } from '../domain/post.js';
import { LetterStore, type LetterEnd, type StoredLetter } from '../storage/letter-store.js';
import { LookIntoTrays } from './look-into-trays.js';

const worker = systemActor('worker');
/** A server that refuses one address for a week will not come to like it; what it was about still stands on Home. */
const GIVEN_UP_AFTER_MS = 7 * 86_400_000;

/**
 * Sends one mail that was decided on, written anew from what its person sees now. It is recorded as sent after a server took it: whoever is
 * killed in between sends it once more, under the same Message-ID. The other order would lose it, and an overdue review nobody heard of is
 * worse than one heard of twice.
 */
export class SendLetter {
  constructor(
    private readonly transactions: Transactions, private readonly looking: LookIntoTrays, private readonly letters: LetterStore, private readonly post: Post,
    private readonly changes: Changes, private readonly origin: string,
  ) {}

  /** A server that takes no mail at all throws, and what is unsent stays so. */
  async execute(stored: StoredLetter, person: PersonToMail | null, choices: ReminderChoices): Promise<LetterEnd | 'ended-before' | 'refused-for-now'> {
    const trays = person === null ? [] : await this.looking.execute(person, { withStanding: stored.kind === 'weekly' });
    return this.transactions.run<LetterEnd | 'ended-before' | 'refused-for-now'>(worker, { act: 'reminders.send', subject: stored.id }, async (tx) => {
      await this.letters.lock(tx, stored.personId);
      if (await this.letters.isEnded(tx, stored.id)) return 'ended-before';
      const at = timeOf(tx);
      const letter = person === null ? null : letterOf({ planned: stored, trays, choices, today: mailingDay(at), origin: this.origin });
      let outcome: LetterEnd = 'nothing-left';
      if (letter !== null && person !== null) {
        try {
          await this.post.send({ id: stored.id, to: person.address, subject: letter.subject, text: letterAsText(letter), html: letterAsHtml(letter), at, choices: letter.choices });
          outcome = 'sent';
        } catch (fault) {
          if (!(fault instanceof MailRefused)) throw fault;
          if (at.getTime() - stored.madeAt.getTime() < GIVEN_UP_AFTER_MS) return 'refused-for-now';
          outcome = 'given-up';
        }
      }

      await this.letters.end(tx, stored.id, outcome);
      await this.changes.record(tx, { type: `reminders.${outcome}`, subject: stored.personId, details: { letterId: stored.id, kind: stored.kind } });
      return outcome;
    });
  }
}

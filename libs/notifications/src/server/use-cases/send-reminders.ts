import { InTray } from '@accord/home';
import { systemActor, type Clock, type PersonId } from '@accord/kernel';
import { Changes, timeOf, Transactions } from '@accord/kernel/server';
import { PeopleToMail, type PersonToMail } from '@accord/people';
import { mailingDay, USUAL_CHOICES, type ReminderChoices } from '../../contract/index.js';
import { Post, PostUnavailable } from '../domain/post.js';
import { ChoiceStore, type KeptChoices } from '../storage/choice-store.js';
import { LetterStore, type StoredLetter } from '../storage/letter-store.js';
import { LookIntoTrays } from './look-into-trays.js';
import { PlanLetter } from './plan-letter.js';
import { SendLetter } from './send-letter.js';

export interface Sent {
  readonly sent: number;
  /** Refused for now, one by one; tried again an hour later. */
  readonly refused: number;
}

interface Run {
  sent: number;
  refused: number;
  readonly faults: unknown[];
}

type Reached = PersonToMail & { readonly choices: KeptChoices | null };

const worker = systemActor('worker');
const PEOPLE_AT_ONCE = 200;
const LETTERS_AT_ONCE = 500;
const REFUSED_AGAIN_MS = 3_600_000;

/** What looking around needs from outside. */
export interface RemindersNeeds {
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly inTray: InTray;
  readonly people: PeopleToMail;
  readonly post: Post;
  /** Where browsers find Accord. */
  readonly origin: string;
}

/**
 * Looks around and sends what is due: first what was decided on and not sent, then everybody's trays. Run as often as one likes: what was told is
 * not told again. A fault about one person stops nobody else's mail and is thrown at the end.
 */
export class SendReminders {
  private readonly letters = new LetterStore();
  private readonly choices = new ChoiceStore();
  private readonly planning: PlanLetter;
  private readonly sending: SendLetter;
  /** Who was looked at on a mailing day, under which choice and duties; only saves looking again. */
  private readonly lookedAt = new Map<PersonId, string>();
  private readonly refusedUntil = new Map<string, number>();

  constructor(private readonly needs: RemindersNeeds) {
    const looking = new LookIntoTrays(needs.transactions, needs.inTray);
    this.planning = new PlanLetter(needs.transactions, looking, this.letters);
    this.sending = new SendLetter(needs.transactions, looking, this.letters, needs.post, new Changes(), needs.origin);
  }

  async execute(): Promise<Sent> {
    const run: Run = { sent: 0, refused: 0, faults: [] };
    await this.sendUnended(run);
    for (let last: PersonId | null = null; ;) {
      const page: readonly Reached[] = await this.pageAfter(last);
      let planned = 0;
      for (const person of page) await aboutOne(run, async () => { planned += await this.plan(person) ? 1 : 0; });
      if (planned > 0) await this.sendUnended(run);
      if (page.length < PEOPLE_AT_ONCE) break;
      last = page.at(-1)!.personId;
    }
    if (run.faults.length > 0) throw run.faults[0];
    return { sent: run.sent, refused: run.refused };
  }

  private pageAfter(last: PersonId | null): Promise<readonly Reached[]> {
    return this.needs.transactions.read(worker, async (tx) => {
      const people = await this.needs.people.after(tx, last, timeOf(tx), PEOPLE_AT_ONCE);
      const chosen = await this.choices.of(tx, people.map(({ personId }) => personId));
      return people.map((person) => ({ ...person, choices: chosen.get(person.personId) ?? null }));
    });
  }

  /** What has a day is looked for once a mailing day; work that waits, whenever somebody wants it at once. */
  private async plan({ choices, ...person }: Reached): Promise<boolean> {
    const wanted: ReminderChoices = choices ?? USUAL_CHOICES;
    const seen = JSON.stringify([mailingDay(this.needs.clock.now()), choices?.version ?? 0, person.seats]);
    if (wanted.waiting !== 'at-once' && this.lookedAt.get(person.personId) === seen) return false;
    const isPlanned = await this.planning.execute(person, wanted);
    this.lookedAt.set(person.personId, seen);
    return isPlanned;
  }

  private async sendUnended(run: Run): Promise<void> {
    const now = this.needs.clock.now().getTime();
    const notYet = [...this.refusedUntil].filter(([, until]) => until > now).map(([id]) => id);
    for (const stored of await this.needs.transactions.read(worker, (tx) => this.letters.unended(tx, notYet, LETTERS_AT_ONCE))) {
      await aboutOne(run, () => this.send(run, stored, now));
    }
  }

  private async send(run: Run, stored: StoredLetter, now: number): Promise<void> {
    const { person, choices } = await this.needs.transactions.read(worker, async (tx) => ({
      person: await this.needs.people.one(tx, stored.personId, timeOf(tx)), choices: (await this.choices.of(tx, [stored.personId])).get(stored.personId) ?? USUAL_CHOICES,
    }));
    const outcome = await this.sending.execute(stored, person, choices);
    this.refusedUntil.delete(stored.id);
    if (outcome === 'sent') run.sent += 1;
    if (outcome !== 'refused-for-now') return;
    run.refused += 1;
    this.refusedUntil.set(stored.id, now + REFUSED_AGAIN_MS);
  }
}

/** Where no mail goes at all, nobody else's would. */
async function aboutOne(run: Run, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (fault) {
    if (fault instanceof PostUnavailable) throw fault;
    run.faults.push(fault);
  }
}

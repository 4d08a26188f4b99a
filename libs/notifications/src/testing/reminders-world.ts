import { ActivationWorld } from '@accord/activations/testing';
import { homeAnswers } from '@accord/home/testing';
import { newId, type Actor } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import type { PeopleToMail } from '@accord/people';
import { peopleAnswers } from '@accord/people/testing';
import '../server/abilities.js';
import { Post } from '../server/domain/post.js';
import { ChoiceStore } from '../server/storage/choice-store.js';
import { SmtpPost } from '../server/storage/smtp-post.js';
import { ChooseReminders } from '../server/use-cases/choose-reminders.js';
import { SendReminders } from '../server/use-cases/send-reminders.js';
import { MailSink } from './mail-sink.js';

export const ORIGIN = 'https://accord.example.test';
/** Long before anything in a spec happens. */
const EARLIER = new Date('2026-01-05T09:00:00Z');

/** Agreements, people who can be reached, a mail server, and workers that look around: over a real database, without Nest. */
export class RemindersWorld {
  readonly choosing; readonly addresses: PeopleToMail = peopleAnswers().addresses;
  private readonly posts: Post[] = [];

  private constructor(readonly world: ActivationWorld, readonly sink: MailSink, private readonly transactions: Transactions) {
    this.choosing = new ChooseReminders(world.agreements.transactions, new ChoiceStore(), new Changes());
  }

  static async open(): Promise<RemindersWorld> {
    const world = await ActivationWorld.open();
    const sink = new MailSink();
    await sink.open();
    return new RemindersWorld(world, sink, new Transactions(await world.agreements.database.dataSourceAs('worker'), world.agreements.clock));
  }

  async close(): Promise<void> {
    for (const post of this.posts) post.close();
    await this.sink.close();
    await this.world.close();
  }

  /** A worker that was just started: it remembers nothing. */
  worker(through: (post: Post) => Post = (post) => post): SendReminders {
    const { agreements, readyParties } = this.world;
    const post = new SmtpPost(this.sink.url, { from: 'Accord <accord@example.test>', host: new URL(ORIGIN).hostname });
    this.posts.push(post);
    return new SendReminders({
      transactions: this.transactions, clock: agreements.clock, inTray: homeAnswers(agreements.queue, readyParties, agreements.tasks).inTray, people: this.addresses, post: through(post), origin: ORIGIN,
    });
  }

  /** A duty held now, and an address that a sign-in proved: laid down past the rules of people, which have specs of their own. Gives the grant. */
  async reach(actor: Actor, address: string, since = EARLIER): Promise<string> {
    const { places, database: { owner } } = this.world.agreements;
    const grantId = newId(since);
    await places.beyondTheRules(async () => {
      await owner.query(`INSERT INTO duty_grant (id, person_id, duty, ods_code, during, granted_by, granted_at, confirmed_by, confirmed_at)
        VALUES ($1, $2, $3, $4, tstzrange($5, NULL), $6, $5, $7, $5)`, [grantId, actor.personId, actor.duty, actor.odsCode, since, newId(since), newId(since)]);
      for (const locality of actor.localities) await owner.query('INSERT INTO duty_grant_locality (grant_id, locality_id) VALUES ($1, $2)', [grantId, locality]);
      await owner.query('INSERT INTO mail_address (person_id, address, issuer, proven_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [actor.personId, address, 'https://identity.example', since]);
    });
    return grantId;
  }
}

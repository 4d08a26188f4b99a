import { InTray, type Standings } from '@accord/home';
import type { Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import type { PersonToMail, Seat } from '@accord/people';
import type { SeatTray } from '../domain/letter.js';

/** More than this in one duty is a day's work for nobody; the oldest and the soonest come first. */
const MOST = 2_000;
const NOTHING: Standings = { organisation: null, localities: [] };

/** Reads the Home of somebody in each of their duties, as that person in that duty: row-level security leaves out what they may not see. */
export class LookIntoTrays {
  constructor(private readonly transactions: Transactions, private readonly inTray: InTray) {}

  async execute(person: PersonToMail, { withStanding = false } = {}): Promise<readonly SeatTray[]> {
    const trays: SeatTray[] = [];
    for (const seat of person.seats) {
      trays.push(await this.transactions.read(actorIn(person, seat), async (tx) => ({
        seat, duty: seat.duty, waiting: await this.inTray.waiting(tx, MOST), coming: await this.inTray.coming(tx, MOST), standing: withStanding ? await this.inTray.standing(tx) : NOTHING,
      })));
    }
    return trays;
  }
}

/** Looks, and can do nothing: never signed in, so never freshly. */
function actorIn({ personId, name }: PersonToMail, { duty, odsCode, localities }: Seat): Actor {
  return { kind: 'person', personId, name, duty, odsCode, localities, acr: null, authenticatedAt: null, origin: 'reminders' };
}

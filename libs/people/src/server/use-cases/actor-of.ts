import { Injectable } from '@nestjs/common';
import { systemActor, type Actor, type Duty, type PersonId } from '@accord/kernel';
import { timeOf, Transactions } from '@accord/kernel/server';
import { hashOfToken, isOver } from '../domain/session.js';
import { actingBySession, grantsInForce, type ActingBySession } from '../storage/acting.js';
import { SessionStore } from '../storage/session-store.js';
import { SessionSettings } from './session-settings.js';

/** Writing down every request would double the work of each; a minute is exact enough for a limit of thirty. */
const SEEN_EVERY_MS = 60_000;

/** Who asks: read anew for every request, so that a duty taken away, or a person shut out, is felt by the next one. */
@Injectable()
export class ActorOf {
  constructor(private readonly transactions: Transactions, private readonly sessions: SessionStore, private readonly settings: SessionSettings) {}

  /**
   * The person behind a session token, in the duty they act in; null when there is no such session any more. A page that asks by itself
   * (`isThere: false`) does not make the session last longer: nobody may be sitting there.
   */
  async session(token: string, origin: string, { isThere = true }: { readonly isThere?: boolean } = {}): Promise<Actor | null> {
    const idHash = hashOfToken(token);
    const { rows: [acting], at } = await this.transactions.readOne<ActingBySession>(systemActor('sign-in'), (now) => actingBySession(idHash, now));
    if (acting === undefined || acting.isDisabled || isOver(acting, this.settings.limits, at)) return null;
    if (isThere && at.getTime() - acting.seenAt.getTime() >= SEEN_EVERY_MS) {
      await this.transactions.run(systemActor('sign-in'), { act: 'sign-in.seen' }, (tx) => this.sessions.seen(tx, idHash, at));
    }
    return {
      kind: 'person', personId: acting.personId, name: acting.name, duty: acting.duty, odsCode: acting.odsCode, localities: acting.localities,
      acr: acting.acr, authenticatedAt: acting.authenticatedAt, origin,
    };
  }

  /** Somebody at the command line, or a scenario's person: only in a duty that is really held now. */
  async person(personId: PersonId, duty: Duty, how: { readonly odsCode?: string | null; readonly acr: string | null; readonly authenticatedAt: Date; readonly origin: string }): Promise<Actor | null> {
    const grant = await this.transactions.read(systemActor('sign-in'), async (tx) =>
      (await grantsInForce(tx, personId, timeOf(tx))).find((each) => each.duty === duty && (how.odsCode == null || each.odsCode === how.odsCode)) ?? null);
    if (grant === null) return null;
    return {
      kind: 'person', personId, name: grant.personName, duty: grant.duty, odsCode: grant.odsCode, localities: grant.localities,
      acr: how.acr, authenticatedAt: how.authenticatedAt, origin: how.origin,
    };
  }
}


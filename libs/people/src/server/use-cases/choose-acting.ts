import { Injectable } from '@nestjs/common';
import { isId, NotFound, SignInNeeded, type Actor, type PersonId, type Tx } from '@accord/kernel';
import { Changes, timeOf, Transactions } from '@accord/kernel/server';
import type { GrantId } from '../../contract/index.js';
import type { HeldGrant } from '../domain/held-grant.js';
import { hashOfToken } from '../domain/session.js';
import { grantsInForce } from '../storage/acting.js';
import { SessionStore } from '../storage/session-store.js';

/** One organisation and one duty at a time: says in which of their duties somebody acts from here on. */
@Injectable()
export class ChooseActing {
  constructor(private readonly transactions: Transactions, private readonly sessions: SessionStore, private readonly changes: Changes) {}

  /** What somebody may choose from now. */
  choices(tx: Tx, personId: PersonId): Promise<readonly HeldGrant[]> {
    return grantsInForce(tx, personId, timeOf(tx));
  }

  execute(actor: Actor, sessionToken: string, grantId: string): Promise<{ grantId: GrantId }> {
    return this.transactions.run(actor, { act: 'person.choose-acting', subject: grantId }, async (tx) => {
      if (actor.personId === null) throw new SignInNeeded();
      const grants = isId(grantId) ? await grantsInForce(tx, actor.personId, timeOf(tx)) : [];
      const chosen = grants.find((grant) => grant.id === grantId);
      if (chosen === undefined) throw new NotFound('duty');

      await this.sessions.actIn(tx, hashOfToken(sessionToken), chosen.id);
      await this.changes.record(tx, { type: 'person.chose-acting', subject: actor.personId, odsCode: chosen.odsCode, details: { duty: chosen.duty } });
      return { grantId: chosen.id };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { systemActor } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import { hashOfToken } from '../domain/session.js';
import { nameOf } from '../storage/acting.js';
import { SessionStore } from '../storage/session-store.js';

/** Ends a session for good. Asking for one that is over already is no fault. */
@Injectable()
export class SignOut {
  constructor(private readonly transactions: Transactions, private readonly sessions: SessionStore, private readonly changes: Changes) {}

  execute(sessionToken: string, origin: string): Promise<void> {
    return this.transactions.run({ ...systemActor('sign-in'), origin }, { act: 'sign-in.end' }, async (tx) => {
      const session = await this.sessions.end(tx, hashOfToken(sessionToken));
      if (session !== null) await this.changes.record(tx, { type: 'person.signed-out', subject: session.personId, by: { personId: session.personId, name: await nameOf(tx, session.personId) } });
    });
  }
}

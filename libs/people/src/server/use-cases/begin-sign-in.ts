import { Injectable } from '@nestjs/common';
import { systemActor } from '@accord/kernel';
import { timeOf, Transactions } from '@accord/kernel/server';
import { ATTEMPT_GOOD_FOR_MS, hashOfToken, newToken, safeReturnTo, type SignInAttempt } from '../domain/session.js';
import { SessionStore } from '../storage/session-store.js';

export interface BegunSignIn {
  /** Goes into the browser's short-lived cookie. */
  readonly token: string;
  readonly attempt: SignInAttempt;
}

/** Remembers what a sign-in asked for, so that its answer can be matched to this browser, once. */
@Injectable()
export class BeginSignIn {
  constructor(private readonly transactions: Transactions, private readonly sessions: SessionStore) {}

  execute(ask: { readonly returnTo?: string | undefined; readonly isStepUp: boolean; readonly sessionToken?: string | undefined }): Promise<BegunSignIn> {
    return this.transactions.run(systemActor('sign-in'), { act: 'sign-in.begin' }, async (tx) => {
      const at = timeOf(tx);
      const token = newToken();
      const attempt: SignInAttempt = {
        state: newToken(), nonce: newToken(), verifier: newToken(), returnTo: safeReturnTo(ask.returnTo), isStepUp: ask.isStepUp,
        sessionHash: ask.sessionToken === undefined ? null : hashOfToken(ask.sessionToken), begunAt: at.toISOString(),
      };
      await this.sessions.addAttempt(tx, hashOfToken(token), attempt, at, new Date(at.getTime() + ATTEMPT_GOOD_FOR_MS));
      return { token, attempt };
    });
  }

  /** The attempt behind a cookie, taken: it answers once. */
  take(token: string): Promise<SignInAttempt | null> {
    return this.transactions.run(systemActor('sign-in'), { act: 'sign-in.take' }, (tx) => this.sessions.takeAttempt(tx, hashOfToken(token), timeOf(tx)));
  }
}

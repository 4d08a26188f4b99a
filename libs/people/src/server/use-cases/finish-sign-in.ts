import { Injectable } from '@nestjs/common';
import { systemActor, type Actor, type PersonId, type Refusal } from '@accord/kernel';
import { Changes, hasSteppedUp, timeOf, Transactions } from '@accord/kernel/server';
import type { GrantId } from '../../contract/index.js';
import { NotInvited, PersonDisabled, StepUpNotReached } from '../domain/refusals.js';
import { mailAddress } from '../domain/mail-address.js';
import { hashOfToken, newToken, SESSION_LIMITS, type SignInAttempt } from '../domain/session.js';
import { accountHolder, grantsInForce } from '../storage/acting.js';
import { MailAddressStore } from '../storage/mail-address-store.js';
import { SessionStore } from '../storage/session-store.js';
import { SessionSettings } from './session-settings.js';

/** What the OpenID provider proved. Issuer and subject name the account; nothing else does. */
export interface ProvenIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly acr: string | null;
  readonly authenticatedAt: Date;
  /** The address it vouches for, where it names one. */
  readonly email?: string | null | undefined;
}

/** Turns a proven identity into a session under a new id. */
@Injectable()
export class FinishSignIn {
  constructor(
    private readonly transactions: Transactions, private readonly sessions: SessionStore, private readonly addresses: MailAddressStore, private readonly changes: Changes,
    private readonly settings: SessionSettings,
  ) {}

  execute(identity: ProvenIdentity, attempt: SignInAttempt, origin: string): Promise<{ token: string; personId: PersonId }> {
    const subject = `${identity.issuer} ${identity.subject}`;
    return this.transactions.run(signInActor(origin), { act: 'sign-in.finish', subject }, async (tx) => {
      const at = timeOf(tx);
      const holder = await accountHolder(tx, identity.issuer, identity.subject);
      if (holder === null) throw new NotInvited();
      if (holder.isDisabled) throw new PersonDisabled();
      const proven = { ...signInActor(origin), acr: identity.acr, authenticatedAt: identity.authenticatedAt };
      if (attempt.isStepUp && !hasSteppedUp(proven, at)) throw new StepUpNotReached();

      // A session never keeps its id over a sign-in, so one planted in a browser before is worth nothing after.
      const before = attempt.sessionHash === null ? null : await this.sessions.end(tx, attempt.sessionHash);
      const token = newToken();
      await this.sessions.add(tx, {
        idHash: hashOfToken(token), personId: holder.personId, acr: identity.acr, authenticatedAt: identity.authenticatedAt,
        grantId: await this.grantToActIn(await grantsInForce(tx, holder.personId, at), before?.personId === holder.personId ? before.grantId : null),
        createdAt: at, seenAt: at, expiresAt: new Date(at.getTime() + (this.settings.limits ?? SESSION_LIMITS).absoluteMs),
      });
      await this.changes.record(tx, {
        type: attempt.isStepUp ? 'person.stepped-up' : 'person.signed-in', subject: holder.personId, by: holder, details: { acr: identity.acr, name: holder.name },
      });
      const address = mailAddress(identity.email);
      if (address !== null && await this.addresses.prove(tx, holder.personId, address, identity.issuer, at)) {
        await this.changes.record(tx, { type: 'person.address-proven', subject: holder.personId, by: holder, details: { address } });
      }
      return { token, personId: holder.personId };
    });
  }

  /** An answer of the provider that proves nothing; kept as a refused attempt. */
  async refuse(refusal: Refusal, origin: string): Promise<never> {
    await this.transactions.keepRefusal(signInActor(origin), { act: 'sign-in.finish' }, refusal);
    throw refusal;
  }

  /** Goes on in the duty held before a step-up, or in the only one there is; otherwise the person chooses. */
  private async grantToActIn(grants: readonly { readonly id: GrantId }[], before: GrantId | null): Promise<GrantId | null> {
    if (grants.some((grant) => grant.id === before)) return before;
    return grants.length === 1 ? grants[0]!.id : null;
  }
}

function signInActor(origin: string): Actor {
  return { ...systemActor('sign-in'), origin };
}

import { Injectable } from '@nestjs/common';
import { NotPermitted, type Actor, type PersonId } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { Person } from '../domain/person.js';
import { PeopleStore, type Account } from '../storage/people-store.js';

export interface Invitation {
  readonly name: string;
  readonly email?: string | null | undefined;
  /** The account this person will sign in with. Without one the person is known, and cannot sign in. */
  readonly account?: { readonly issuer: string; readonly subject: string } | null | undefined;
}

@Injectable()
export class InvitePerson {
  constructor(private readonly transactions: Transactions, private readonly people: PeopleStore, private readonly changes: Changes, private readonly outbox: Outbox) {}

  async execute(actor: Actor, invitation: Invitation & { readonly idempotencyKey?: string | undefined }): Promise<{ id: PersonId; version: number }> {
    const [id] = await this.executeAll(actor, [invitation], invitation.idempotencyKey);
    return { id: id as PersonId, version: 1 };
  }

  /** Many in one act: all or none. Gives the ids in the order of the list. */
  executeAll(actor: Actor, invitations: readonly Invitation[], idempotencyKey?: string): Promise<readonly PersonId[]> {
    const input = invitations.map(({ name, email, account }) => ({ name, email, account }));
    return this.transactions.run(actor, { act: 'person.invite', idempotencyKey, input }, async (tx) => {
      demand(tx, 'invite', 'Person');
      if (actor.personId === null) throw new NotPermitted('invite');
      const at = timeOf(tx);
      const people = invitations.map((invitation) => Person.invite(invitation, actor.personId, at));
      const accounts = invitations.flatMap(({ account }, index): Account[] => (account ? [{ ...account, personId: people[index]!.id }] : []));

      await this.people.add(tx, people);
      await this.people.addAccounts(tx, accounts, at);
      await this.changes.record(tx, ...people.map((person) => ({ type: 'person.invited', subject: person.id, odsCode: actor.odsCode, details: { name: person.name } })));
      await this.outbox.append(tx, ...people.map((person) => ({ type: 'person.invited', subject: person.id })));
      return people.map((person) => person.id);
    });
  }
}

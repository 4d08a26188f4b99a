import { Injectable } from '@nestjs/common';
import { demandVersion, isId, systemActor, type Actor, type PersonId } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { NotToOneself } from '../domain/refusals.js';
import { PeopleStore } from '../storage/people-store.js';
import { demandAnotherAdministrator } from './another-administrator.js';

export interface DisableInput {
  readonly personId: string;
  readonly reason?: string | null | undefined;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** Shuts somebody out at once: the next request of every session of theirs is refused. */
@Injectable()
export class DisablePerson {
  constructor(private readonly transactions: Transactions, private readonly people: PeopleStore, private readonly changes: Changes, private readonly outbox: Outbox) {}

  async execute(actor: Actor, { idempotencyKey, ...input }: DisableInput): Promise<{ id: PersonId; version: number }> {
    // Duties at other organisations are not visible to who acts, and still count.
    const onlyOdsCode = isId(input.personId) ? await this.transactions.read(systemActor('people'), (tx) => this.people.onlyOrganisation(tx, input.personId as PersonId)) : null;
    return this.transactions.run(actor, { act: 'person.disable', subject: input.personId, idempotencyKey, input }, async (tx) => {
      const person = await this.people.lock(tx, input.personId);
      demand(tx, 'disable', 'Person', { onlyOdsCode, invitedBy: person.invitedBy });
      if (person.id === actor.personId) throw new NotToOneself();
      demandVersion(input.expectedVersion, person.version);
      await demandAnotherAdministrator(tx, this.transactions, person.id);

      person.disable(timeOf(tx));

      await this.people.save(tx, person);
      await this.people.endSessionsOf(tx, person.id);
      await this.changes.record(tx, { type: 'person.disabled', subject: person.id, odsCode: actor.odsCode, reason: input.reason ?? null });
      await this.outbox.append(tx, { type: 'person.disabled', subject: person.id });
      return { id: person.id, version: person.version };
    });
  }
}

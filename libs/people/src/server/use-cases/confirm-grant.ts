import { Injectable } from '@nestjs/common';
import { demandVersion, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import type { GrantId } from '../../contract/index.js';
import { GrantStore } from '../storage/grant-store.js';
import { PeopleStore } from '../storage/people-store.js';

export interface ConfirmGrantInput {
  readonly grantId: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** The second person says yes: from now on the duty is held. */
@Injectable()
export class ConfirmGrant {
  constructor(
    private readonly transactions: Transactions, private readonly people: PeopleStore, private readonly grants: GrantStore,
    private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: ConfirmGrantInput): Promise<{ id: GrantId; state: string; version: number }> {
    return this.transactions.run(actor, { act: 'duty.confirm', subject: input.grantId, idempotencyKey, input }, async (tx) => {
      const grant = await this.grants.lock(tx, input.grantId);
      demand(tx, 'grant', 'Duty', { odsCode: grant.odsCode });
      if (actor.personId === null) throw new NotPermitted('confirm');
      demandVersion(input.expectedVersion, grant.version);
      const person = await this.people.lock(tx, grant.personId);
      person.demandEnabled();
      const at = timeOf(tx);
      const held = await this.grants.openDuties(tx, person.id, at, grant.id);

      grant.confirm(actor.personId, held.filter((each) => each.isConfirmed).map((each) => each.duty), at);

      await this.grants.save(tx, grant);
      await this.changes.record(tx, { type: 'duty.confirmed', subject: grant.id, odsCode: grant.odsCode, details: { personId: person.id, duty: grant.duty } });
      await this.outbox.append(tx, { type: 'duty.confirmed', subject: grant.id });
      return { id: grant.id, state: grant.state, version: grant.version };
    });
  }
}

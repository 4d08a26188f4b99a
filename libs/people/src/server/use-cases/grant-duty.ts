import { Injectable } from '@nestjs/common';
import { isId, NotFound, NotPermitted, odsCode, type Actor, type Duty, type LocalityId } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import type { GrantId } from '../../contract/index.js';
import { DutyGrant } from '../domain/duty-grant.js';
import { intervalOf, type Days } from '../domain/interval.js';
import { DutyAlreadyHeld } from '../domain/refusals.js';
import { GrantStore } from '../storage/grant-store.js';
import { PeopleStore } from '../storage/people-store.js';

export interface GrantInput extends Days {
  readonly personId: string;
  readonly duty: Duty;
  readonly odsCode?: string | null | undefined;
  readonly localities?: readonly string[] | null | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Proposes a duty for somebody else. It holds once a second person confirms it. */
@Injectable()
export class GrantDuty {
  constructor(
    private readonly transactions: Transactions, private readonly people: PeopleStore, private readonly grants: GrantStore,
    private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: GrantInput): Promise<{ id: GrantId; state: string; version: number }> {
    return this.transactions.run(actor, { act: 'duty.grant', subject: input.personId, idempotencyKey, input }, async (tx) => {
      const code = input.odsCode ? odsCode(input.odsCode) : null;
      demand(tx, 'grant', 'Duty', { odsCode: code });
      if (actor.personId === null) throw new NotPermitted('grant');
      const localities = (input.localities ?? []) as readonly LocalityId[];
      if (!localities.every(isId)) throw new NotFound('locality');
      const person = await this.people.lock(tx, input.personId);
      person.demandEnabled();
      const at = timeOf(tx);
      const held = await this.grants.openDuties(tx, person.id, at);
      if (held.some((each) => each.duty === input.duty && each.odsCode === code)) throw new DutyAlreadyHeld();

      const grant = DutyGrant.propose(
        { personId: person.id, duty: input.duty, odsCode: code, localities, during: intervalOf(input, at) }, actor.personId, held.map((each) => each.duty), at,
      );

      await this.grants.add(tx, grant);
      await this.changes.record(tx, { type: 'duty.proposed', subject: grant.id, odsCode: code, details: { personId: person.id, duty: grant.duty, localities } });
      await this.outbox.append(tx, { type: 'duty.proposed', subject: grant.id });
      return { id: grant.id, state: grant.state, version: grant.version };
    });
  }
}

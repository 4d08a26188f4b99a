import { Injectable } from '@nestjs/common';
import { demandVersion, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import type { GrantId } from '../../contract/index.js';
import { GrantStore } from '../storage/grant-store.js';
import { demandAnotherAdministrator } from './another-administrator.js';

export interface EndGrantInput {
  readonly grantId: string;
  readonly reason?: string | null | undefined;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** Takes a duty away, or declines one that waits. One person is enough, the holder too; the next request already feels it. */
@Injectable()
export class EndGrant {
  constructor(private readonly transactions: Transactions, private readonly grants: GrantStore, private readonly changes: Changes, private readonly outbox: Outbox) {}

  execute(actor: Actor, { idempotencyKey, ...input }: EndGrantInput): Promise<{ id: GrantId; state: string; version: number }> {
    return this.transactions.run(actor, { act: 'duty.end', subject: input.grantId, idempotencyKey, input }, async (tx) => {
      const grant = await this.grants.lock(tx, input.grantId);
      demand(tx, 'end', 'Duty', { odsCode: grant.odsCode, personId: grant.personId });
      if (actor.personId === null) throw new NotPermitted('end');
      demandVersion(input.expectedVersion, grant.version);

      if (grant.duty === 'system-administrator' && grant.state === 'confirmed') await demandAnotherAdministrator(tx, this.transactions, grant.personId);

      grant.end(actor.personId, timeOf(tx));

      await this.grants.save(tx, grant);
      await this.grants.leaveSessions(tx, grant.id);
      await this.changes.record(tx, {
        type: 'duty.ended', subject: grant.id, odsCode: grant.odsCode, reason: input.reason ?? null, details: { personId: grant.personId, duty: grant.duty },
      });
      await this.outbox.append(tx, { type: 'duty.ended', subject: grant.id });
      return { id: grant.id, state: grant.state, version: grant.version };
    });
  }
}

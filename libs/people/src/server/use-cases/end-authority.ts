import { Injectable } from '@nestjs/common';
import { demandVersion, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import type { AuthorityId } from '../../contract/index.js';
import { AuthorityStore } from '../storage/authority-store.js';

export interface EndAuthorityInput {
  readonly authorityId: string;
  readonly reason?: string | null | undefined;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** Ends a line of a register, or declines one that waits. One person is enough; what was signed under it keeps its authority. */
@Injectable()
export class EndAuthority {
  constructor(private readonly transactions: Transactions, private readonly authorities: AuthorityStore, private readonly changes: Changes, private readonly outbox: Outbox) {}

  execute(actor: Actor, { idempotencyKey, ...input }: EndAuthorityInput): Promise<{ id: AuthorityId; state: string; version: number }> {
    return this.transactions.run(actor, { act: 'authority.end', subject: input.authorityId, idempotencyKey, input }, async (tx) => {
      if (actor.personId === null) throw new NotPermitted('end');
      const at = timeOf(tx);
      const [authority] = await this.authorities.lock(tx, [input.authorityId]);
      const line = authority!;
      const localityId = (await this.authorities.localitiesOf(tx, [line.odsCode], at)).get(line.odsCode) ?? '';
      demand(tx, 'record', 'Authority', { odsCode: line.odsCode, localityId });
      demandVersion(input.expectedVersion, line.version);

      line.end(actor.personId, at);

      await this.authorities.save(tx, [line]);
      await this.changes.record(tx, { type: 'authority.ended', subject: line.id, odsCode: line.odsCode, localityId: localityId || null, reason: input.reason ?? null });
      await this.outbox.append(tx, { type: 'authority.ended', subject: line.id });
      return { id: line.id, state: line.state, version: line.version };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { demandVersion, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import type { AuthorityId } from '../../contract/index.js';
import { AuthorityStore } from '../storage/authority-store.js';

export interface ConfirmAuthorityInput {
  readonly authorityId: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** The second person says yes: from its first day on the line counts. */
@Injectable()
export class ConfirmAuthority {
  constructor(private readonly transactions: Transactions, private readonly authorities: AuthorityStore, private readonly changes: Changes, private readonly outbox: Outbox) {}

  async execute(actor: Actor, { idempotencyKey, ...input }: ConfirmAuthorityInput): Promise<{ id: AuthorityId; state: string; version: number }> {
    const [line] = await this.executeAll(actor, [{ id: input.authorityId, expectedVersion: input.expectedVersion }], idempotencyKey);
    return line!;
  }

  /** Many in one act: all or none. */
  executeAll(
    actor: Actor, lines: readonly { readonly id: string; readonly expectedVersion: number }[], idempotencyKey?: string,
  ): Promise<readonly { id: AuthorityId; state: string; version: number }[]> {
    const subject = lines.length === 1 ? lines[0]!.id : undefined;
    return this.transactions.run(actor, { act: 'authority.confirm', subject, idempotencyKey, input: lines }, async (tx) => {
      if (actor.personId === null) throw new NotPermitted('confirm');
      const at = timeOf(tx);
      const expected = new Map(lines.map((line) => [line.id, line.expectedVersion]));
      const authorities = await this.authorities.lock(tx, [...expected.keys()]);
      const localities = await this.authorities.localitiesOf(tx, authorities.map((each) => each.odsCode), at);
      for (const authority of authorities) {
        demand(tx, 'record', 'Authority', { odsCode: authority.odsCode, localityId: localities.get(authority.odsCode) ?? '' });
        demandVersion(expected.get(authority.id) ?? 0, authority.version);
        authority.confirm(actor.personId, at);
      }

      await this.authorities.save(tx, authorities);
      await this.changes.record(tx, ...authorities.map((each) => ({
        type: 'authority.confirmed', subject: each.id, odsCode: each.odsCode, localityId: localities.get(each.odsCode) || null, details: { personId: each.personId },
      })));
      await this.outbox.append(tx, ...authorities.map((each) => ({ type: 'authority.confirmed', subject: each.id })));
      return authorities.map((each) => ({ id: each.id, state: each.state, version: each.version }));
    });
  }
}

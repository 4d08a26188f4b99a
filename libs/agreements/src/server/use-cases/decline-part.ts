import { Injectable } from '@nestjs/common';
import type { Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { readReason } from '../domain/reason.js';
import { Parties, PARTY, type PartyInput } from './party.js';

/** An invited organisation says no. Nothing was shared, nothing is. */
@Injectable()
export class DeclinePart {
  constructor(private readonly transactions: Transactions, private readonly parties: Parties, private readonly changes: Changes, private readonly outbox: Outbox) {}

  execute(actor: Actor, { idempotencyKey, ...input }: PartyInput & { readonly reason?: string | undefined }): Promise<{ id: string }> {
    const { subject, event } = PARTY[input.side];
    return this.transactions.run(actor, { act: `${event}.decline`, subject: input.id, idempotencyKey, input }, async (tx) => {
      const part = await this.parties.lock(tx, input);
      demand(tx, 'decline', subject, part as never);
      const reason = readReason(input.reason);
      part.step.decline(timeOf(tx));
      await this.parties.save(tx, part);
      await this.changes.record(tx, { type: `${event}.declined`, subject: part.id, odsCode: part.odsCode, agreementId: part.agreementId, localityId: part.localityId, reason });
      await this.outbox.append(tx, { type: `${event}.declined`, subject: part.id });
      return { id: part.id };
    });
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import type { ConsumerPartId } from '@accord/agreements';
import { ConsumerParts } from '../storage/party-parts.js';
import type { SignInput } from './sign-participation.js';
import { Signing } from './signing.js';

/** A viewing organisation accepts its part, in Accord, in the way a provider signs. */
@Injectable()
export class AcceptPart {
  constructor(
    private readonly transactions: Transactions, private readonly parts: ConsumerParts, private readonly signing: Signing,
    private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: SignInput): Promise<{ id: ConsumerPartId; evidenceId: string }> {
    return this.transactions.run(actor, { act: 'part.accept', subject: input.id, idempotencyKey, input }, async (tx) => {
      const part = await this.parts.lockUnderAgreement(tx, input.id, input.expectedVersion);
      demand(tx, 'accept', 'ConsumerPart', part as never);
      const evidence = await this.signing.inAccord(tx, part, input.termsDigest);
      const { id, agreementId, localityId, consumerOdsCode } = part;
      await this.changes.record(tx, { type: 'part.accepted', subject: id, odsCode: consumerOdsCode, agreementId, localityId, details: { evidence: evidence.sha256 } });
      await this.outbox.append(tx, { type: 'part.accepted', subject: id });
      return { id: id as ConsumerPartId, evidenceId: evidence.id };
    });
  }
}

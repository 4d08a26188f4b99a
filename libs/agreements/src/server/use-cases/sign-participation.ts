import { Injectable } from '@nestjs/common';
import type { Actor } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import type { ParticipationId } from '@accord/agreements';
import { Participations } from '../storage/party-parts.js';
import { Signing } from './signing.js';

export interface SignInput {
  readonly id: string;
  readonly expectedVersion: number;
  /** The terms digest printed on the document that was read. */
  readonly termsDigest: string;
  readonly idempotencyKey?: string | undefined;
}

/** A signatory signs for a practice, in Accord. */
@Injectable()
export class SignParticipation {
  constructor(
    private readonly transactions: Transactions, private readonly participations: Participations, private readonly signing: Signing,
    private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: SignInput): Promise<{ id: ParticipationId; evidenceId: string }> {
    return this.transactions.run(actor, { act: 'participation.sign', subject: input.id, idempotencyKey, input }, async (tx) => {
      const participation = await this.participations.lockUnderAgreement(tx, input.id, input.expectedVersion);
      demand(tx, 'sign', 'Participation', participation as never);
      const evidence = await this.signing.inAccord(tx, participation, input.termsDigest);
      const { id, agreementId, localityId, providerOdsCode } = participation;
      await this.changes.record(tx, { type: 'participation.signed', subject: id, odsCode: providerOdsCode, agreementId, localityId, details: { evidence: evidence.sha256 } });
      await this.outbox.append(tx, { type: 'participation.signed', subject: id });
      return { id: id as ParticipationId, evidenceId: evidence.id };
    });
  }
}

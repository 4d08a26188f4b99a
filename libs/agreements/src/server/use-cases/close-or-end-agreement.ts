import { Injectable } from '@nestjs/common';
import { messageFor, type Actor, type Tx } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { ImpactOfActs, type AgreementId, type ImpactCompared } from '@accord/agreements';
import { readReason } from '../domain/reason.js';
import type { SharingAgreement } from '../domain/sharing-agreement.js';
import { Pairs } from '../storage/pairs.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { Stops } from '../storage/stops.js';
import type { MoveAgreementInput } from './open-for-signing.js';

export interface EndAgreementInput extends MoveAgreementInput {
  readonly reason?: string | undefined;
  /** Of what was previewed. Nothing can block a narrowing: what is found instead is recorded. */
  readonly impactHash?: string | undefined;
}

/** Discards a draft, closes an agreement to newcomers, or ends it for all. */
@Injectable()
export class CloseOrEndAgreement {
  constructor(
    private readonly transactions: Transactions, private readonly agreements: SharingAgreements, private readonly pairs: Pairs, private readonly stops: Stops,
    private readonly impact: ImpactOfActs, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  discard(actor: Actor, input: MoveAgreementInput): Promise<{ id: AgreementId }> {
    return this.move(actor, 'discard', 'agreement.discarded', input, async (_tx, agreement) => { agreement.discard(); });
  }

  close(actor: Actor, input: MoveAgreementInput): Promise<{ id: AgreementId }> {
    return this.move(actor, 'close', 'agreement.closed', input, async (_tx, agreement) => { agreement.close(); });
  }

  /** Everything under it stops now; the parts keep their last state and end with it. */
  end(actor: Actor, input: EndAgreementInput): Promise<{ id: AgreementId }> {
    return this.move(actor, 'end', 'agreement.ended', input, async (tx, agreement) => {
      const compared = await this.impact.compared(tx, { kind: 'end', agreementId: agreement.id }, input.impactHash);
      agreement.end(timeOf(tx));
      if (await this.pairs.release(tx, { agreementId: agreement.id }) > 0) {
        await this.stops.impose(tx, 'end', { kind: 'agreement', agreementId: agreement.id, localityId: agreement.localityId }, 'staff', readReason(input.reason) ?? messageFor('NO_REASON_GIVEN'));
      }
      return compared;
    });
  }

  private move(actor: Actor, action: string, type: string, { idempotencyKey, ...input }: EndAgreementInput, change: (tx: Tx, agreement: SharingAgreement) => Promise<ImpactCompared | void>): Promise<{ id: AgreementId }> {
    return this.transactions.run(actor, { act: `agreement.${action}`, subject: input.id, idempotencyKey, input }, async (tx) => {
      const agreement = await this.agreements.lock(tx, input.id, action === 'end' ? undefined : input.expectedVersion); // a stale form never blocks a narrowing
      demand(tx, action, 'Agreement', { localityId: agreement.localityId });
      const reason = readReason(input.reason);
      const compared = await change(tx, agreement);
      await this.agreements.save(tx, agreement);
      await this.changes.record(tx, { type, subject: agreement.id, agreementId: agreement.id, localityId: agreement.localityId, reason, details: { ...compared } });
      await this.outbox.append(tx, { type, subject: agreement.id, localityIds: action === 'end' ? [agreement.localityId] : [] });
      return { id: agreement.id };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { ReasonNeeded, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { EvidenceCommands, type EvidenceId } from '@accord/evidence';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { CoolingOff } from './cooling-off.js';
import { readReason } from '../domain/reason.js';
import { Parties, PARTY, type PartyInput } from './party.js';

/** A member of gateway staff accepts or rejects the evidence of one part. */
@Injectable()
export class VerifyPart {
  constructor(
    private readonly transactions: Transactions, private readonly parties: Parties, private readonly evidence: EvidenceCommands,
    private readonly agreements: SharingAgreements, private readonly coolingOff: CoolingOff, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  /** The second pair of eyes (R3). */
  accept(actor: Actor, { idempotencyKey, ...input }: PartyInput): Promise<{ id: string }> {
    const { subject, event } = PARTY[input.side];
    return this.transactions.run(actor, { act: `${event}.verify`, subject: input.id, idempotencyKey, input }, async (tx) => {
      const part = await this.parties.lockUnderAgreement(tx, input);
      demand(tx, 'verify', subject, part as never);
      (await this.agreements.share(tx, part.agreementId)).demandStanding('verify');
      const { step } = part;
      step.verify(actor.personId!, timeOf(tx));
      await this.coolingOff.demandOver(tx, 'verify', [step.submittedBy]);
      await this.evidence.accept(tx, step.evidenceId as EvidenceId);
      await this.parties.save(tx, part);
      await this.changes.record(tx, { type: `${event}.verified`, subject: part.id, odsCode: part.odsCode, agreementId: part.agreementId, localityId: part.localityId, details: { evidence: step.evidenceId } });
      await this.outbox.append(tx, { type: `${event}.verified`, subject: part.id });
      return { id: part.id };
    });
  }

  reject(actor: Actor, { idempotencyKey, ...input }: PartyInput & { readonly reason: string }): Promise<{ id: string }> {
    const { subject, event } = PARTY[input.side];
    return this.transactions.run(actor, { act: `${event}.reject`, subject: input.id, idempotencyKey, input }, async (tx) => {
      const part = await this.parties.lock(tx, input);
      demand(tx, 'verify', subject, part as never);
      const reason = readReason(input.reason);
      if (reason === null) throw new ReasonNeeded();
      const { step } = part;
      step.reject(timeOf(tx));
      await this.parties.save(tx, part);
      await this.evidence.reject(tx, step.evidenceId as EvidenceId, reason);
      await this.changes.record(tx, { type: `${event}.rejected`, subject: part.id, odsCode: part.odsCode, agreementId: part.agreementId, localityId: part.localityId, reason, details: { evidence: step.evidenceId } });
      await this.outbox.append(tx, { type: `${event}.rejected`, subject: part.id });
      return { id: part.id };
    });
  }
}

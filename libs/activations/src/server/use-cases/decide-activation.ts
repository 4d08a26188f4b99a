import { Injectable } from '@nestjs/common';
import { demandVersion, newId, NotFound, ReasonNeeded, type Actor, type Tx } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { NothingToActivate } from '@accord/activations';
import { ActivatableAgreements, ActivationSteps, ImpactOfActs, type ActivatableAgreement, type ActivationId, type AgreementId, type Listed } from '@accord/agreements';
import { contentOf } from '../domain/activation.js';
import { Readiness } from '../storage/readiness.js';
import { Activations } from '../storage/activations.js';

export interface SubmitActivationInput {
  readonly agreementId: string;
  /** The version of the agreement that was looked at, where a form showed one. */
  readonly expectedVersion?: number | undefined;
  /** Participations and parts to list; every verified one where left out. */
  readonly ids?: readonly string[] | undefined;
  readonly idempotencyKey?: string | undefined;
}

export interface DecideActivationInput {
  readonly id: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

export interface ApproveActivationInput extends DecideActivationInput {
  /** Of who is listed, on what evidence, with which gates. */
  readonly contentHash: string;
  /** Of who would see what, once they are all live. */
  readonly impactHash?: string | undefined;
}

/** An officer submits what shall go live; a further member of staff approves exactly what was shown (R3). */
@Injectable()
export class DecideActivation {
  constructor(
    private readonly transactions: Transactions, private readonly agreements: ActivatableAgreements, private readonly steps: ActivationSteps, private readonly readiness: Readiness,
    private readonly activations: Activations, private readonly impact: ImpactOfActs, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  submit(actor: Actor, { idempotencyKey, ...input }: SubmitActivationInput): Promise<{ id: ActivationId; contentHash: string }> {
    return this.transactions.run(actor, { act: 'activation.submit', subject: input.agreementId, idempotencyKey, input }, async (tx) => {
      const agreement = await this.agreement(tx, input.agreementId);
      demand(tx, 'submit', 'Activation', { localityId: agreement.localityId });
      if (input.expectedVersion !== undefined) demandVersion(input.expectedVersion, agreement.version);
      const listed = agreement.sides.filter((side) => side.state === 'verified' && (input.ids === undefined || input.ids.includes(side.id)));
      if (listed.length === 0 || (input.ids !== undefined && listed.length !== new Set(input.ids).size)) throw new NothingToActivate();
      const shown = await this.shown(tx, agreement, listed);
      const id = newId<ActivationId>(timeOf(tx));
      await this.activations.add(tx, {
        id, agreementId: agreement.id, localityId: agreement.localityId, content: shown.text, contentHash: shown.hash, submittedBy: actor.personId!, submittedAt: timeOf(tx),
      }, listed);
      await this.changes.record(tx, { type: 'activation.submitted', subject: id, agreementId: agreement.id, localityId: agreement.localityId, details: { hash: shown.hash, sides: listed.length, pairs: shown.content.pairsGained.count } });
      await this.outbox.append(tx, { type: 'activation.submitted', subject: id });
      return { id, contentHash: shown.hash };
    });
  }

  approve(actor: Actor, { idempotencyKey, ...input }: ApproveActivationInput): Promise<{ id: ActivationId }> {
    return this.transactions.run(actor, { act: 'activation.approve', subject: input.id, idempotencyKey, input }, async (tx) => {
      await this.impact.inTurn(tx);
      const activation = await this.activations.lock(tx, input.id, input.expectedVersion);
      demand(tx, 'approve', 'Activation', { localityId: activation.localityId });
      const agreement = await this.agreement(tx, activation.agreementId);
      const items = await this.activations.items(tx, activation.id);
      const listed = agreement.sides.filter((side) => items.some((item) => item.id === side.id));
      await this.steps.hold(tx, [agreement.id], items.map(({ id }) => id));
      activation.approve(actor.personId!, input.contentHash, (await this.shown(tx, agreement, listed)).hash, timeOf(tx));
      await this.impact.demandUnchanged(tx, { kind: 'approve', ids: items.map(({ id }) => id) }, input.impactHash);
      await this.activations.save(tx, activation);
      await this.steps.approve(tx, { id: activation.id, agreementId: agreement.id, submittedBy: activation.submittedBy, approvedBy: actor.personId! }, items);
      await this.changes.record(tx, { type: 'activation.approved', subject: activation.id, agreementId: agreement.id, localityId: agreement.localityId, details: { hash: activation.contentHash, impact: input.impactHash ?? null } });
      await this.outbox.append(tx, { type: 'activation.approved', subject: activation.id });
      return { id: activation.id };
    });
  }

  reject(actor: Actor, { idempotencyKey, ...input }: DecideActivationInput & { readonly reason: string }): Promise<{ id: ActivationId }> {
    return this.transactions.run(actor, { act: 'activation.reject', subject: input.id, idempotencyKey, input }, async (tx) => {
      const activation = await this.activations.lock(tx, input.id, input.expectedVersion);
      demand(tx, 'approve', 'Activation', { localityId: activation.localityId });
      if (!input.reason.trim()) throw new ReasonNeeded();
      activation.reject(actor.personId!, input.reason);
      await this.activations.save(tx, activation);
      await this.changes.record(tx, { type: 'activation.rejected', subject: activation.id, agreementId: activation.agreementId, localityId: activation.localityId, reason: input.reason });
      await this.outbox.append(tx, { type: 'activation.rejected', subject: activation.id });
      return { id: activation.id };
    });
  }

  private async agreement(tx: Tx, id: string): Promise<ActivatableAgreement> {
    const agreement = await this.agreements.byId(tx, id as AgreementId);
    if (agreement === null) throw new NotFound('agreement');
    return agreement;
  }

  private async shown(tx: Tx, agreement: ActivatableAgreement, listed: readonly Listed[]): Promise<ReturnType<typeof contentOf>> {
    return contentOf(agreement, listed, await this.readiness.of(tx, listed));
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import type { AgreementId } from '@accord/agreements';
import type { DraftInput } from '../domain/agreement-draft.js';
import { AgreementTermsReader } from '../storage/agreement-terms.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { DraftChecks } from './draft-checks.js';

export interface EditDraftInput extends DraftInput {
  readonly id: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** Writes a draft anew. Two editors of one draft: the second is told it is stale. */
@Injectable()
export class EditDraft {
  constructor(
    private readonly transactions: Transactions, private readonly agreements: SharingAgreements, private readonly terms: AgreementTermsReader,
    private readonly checks: DraftChecks, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: EditDraftInput): Promise<{ id: AgreementId }> {
    return this.transactions.run(actor, { act: 'agreement.edit', subject: input.id, idempotencyKey, input }, async (tx) => {
      const agreement = await this.agreements.lock(tx, input.id, input.expectedVersion);
      demand(tx, 'edit', 'Agreement', { localityId: agreement.localityId });
      agreement.demandDraft('be edited');
      const { draft } = await this.checks.read(tx, agreement.serviceCode, agreement.localityId, input);
      const { versionId } = await this.terms.newest(tx, agreement.id);
      await this.agreements.rewriteVersion(tx, versionId, draft, actor.personId!);
      await this.agreements.save(tx, agreement);
      await this.changes.record(tx, { type: 'agreement.edited', subject: agreement.id, agreementId: agreement.id, localityId: agreement.localityId });
      await this.outbox.append(tx, { type: 'agreement.edited', subject: agreement.id });
      return { id: agreement.id };
    });
  }
}

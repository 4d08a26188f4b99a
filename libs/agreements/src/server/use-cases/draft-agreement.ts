import { Injectable } from '@nestjs/common';
import { InvalidInput, newId, type Actor, type LocalityId } from '@accord/kernel';
import { Changes, demand, nameConstraints, Outbox, sql, timeOf, Transactions } from '@accord/kernel/server';
import { ReferenceTaken, type AgreementId, type AgreementVersionId } from '@accord/agreements';
import type { DraftInput } from '../domain/agreement-draft.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { DraftChecks } from './draft-checks.js';

nameConstraints({
  sharing_agreement_reference_key: ['REFERENCE_TAKEN', 'This reference has just been given to another agreement. Choose another.'],
});

export interface DraftAgreementInput extends DraftInput {
  readonly reference: string;
  readonly serviceCode: string;
  readonly localityId: string;
  readonly idempotencyKey?: string | undefined;
}

/** Staff draft a sharing agreement for one service. A view set that differs from what is agreed is refused here already (R1). */
@Injectable()
export class DraftAgreement {
  constructor(
    private readonly transactions: Transactions, private readonly agreements: SharingAgreements, private readonly checks: DraftChecks,
    private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: DraftAgreementInput): Promise<{ id: AgreementId }> {
    return this.transactions.run(actor, { act: 'agreement.draft', subject: input.reference, idempotencyKey, input }, async (tx) => {
      demand(tx, 'draft', 'Agreement', { localityId: input.localityId });
      const reference = input.reference.trim().toUpperCase();
      if (!/^[A-Z0-9][A-Z0-9-]{3,63}$/.test(reference)) throw new InvalidInput('reference', 'use 4 to 64 capitals, digits and hyphens');
      const { service, draft } = await this.checks.read(tx, input.serviceCode, input.localityId, input);
      if ((await sql(tx, 'SELECT 1 FROM sharing_agreement WHERE reference = $1', [reference])).length > 0) throw new ReferenceTaken(reference);

      const id = newId<AgreementId>(timeOf(tx));
      const agreement = { id, reference, serviceCode: service.code, localityId: input.localityId as LocalityId, draftedBy: actor.personId! };
      await this.agreements.add(tx, agreement);
      await this.agreements.addVersion(tx, newId<AgreementVersionId>(timeOf(tx)), agreement, 1, draft);
      await this.changes.record(tx, { type: 'agreement.drafted', subject: id, agreementId: id, localityId: input.localityId, details: { reference } });
      await this.outbox.append(tx, { type: 'agreement.drafted', subject: id });
      return { id };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, newId, NotFound, type Actor, type LocalityId, type OdsCode, type Tx } from '@accord/kernel';
import { Changes, demand, nameConstraints, Outbox, sql, timeOf, Transactions } from '@accord/kernel/server';
import { NotInLocality, OrganisationNotOpen, ReferenceTaken, type AgreementId, type AgreementVersionId } from '@accord/agreements';
import { Localities, OrganisationDirectory } from '@accord/directory';
import { Services, ViewSets, type Service } from '@accord/views';
import { readDraft, type AgreementDraft, type DraftInput } from '../domain/agreement-draft.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';

nameConstraints({ sharing_agreement_reference_key: 'REFERENCE_TAKEN' });

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

/** What a draft must pass, whenever it is written: parties that exist and are open, practices of the locality, view sets that agree. */
@Injectable()
export class DraftChecks {
  constructor(
    private readonly services: Services, private readonly viewSets: ViewSets, private readonly directory: OrganisationDirectory, private readonly localities: Localities,
  ) {}

  async read(tx: Tx, serviceCode: string, localityId: string, input: DraftInput): Promise<{ service: Service; draft: AgreementDraft }> {
    const locality = isId(localityId) ? await this.localities.byId(tx, localityId as LocalityId) : null;
    if (locality === null) throw new NotFound('locality');
    const service = await this.services.byCode(tx, serviceCode);
    const draft = readDraft(input, service);
    await this.demandOpen(tx, draft.providers, draft.consumers.map((consumer) => consumer.odsCode));
    const members = new Set(await this.localities.membersOn(tx, locality.id, timeOf(tx)));
    const stranger = draft.providers.find((code) => !members.has(code));
    if (stranger !== undefined) throw new NotInLocality(stranger, locality.name);
    await this.viewSets.demandSame(tx, service.code, draft.consumers.map(({ odsCode, views }) => ({ consumerOdsCode: odsCode, views })));
    return { service, draft };
  }

  private async demandOpen(tx: Tx, providers: readonly OdsCode[], consumers: readonly OdsCode[]): Promise<void> {
    const codes = [...providers, ...consumers];
    const open = await this.directory.openAt(tx, codes, timeOf(tx));
    const shut = codes.find((code) => !open.has(code));
    if (shut !== undefined) throw new OrganisationNotOpen(shut);
  }
}

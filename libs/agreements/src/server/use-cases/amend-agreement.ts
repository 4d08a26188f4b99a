import { Injectable } from '@nestjs/common';
import { newId, type Actor, type OdsCode, type Tx } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { AmendmentDrafted, NoAmendment, TakesPart, type AgreementId, type AgreementVersionId } from '@accord/agreements';
import type { AgreementDraft } from '../domain/agreement-draft.js';
import type { SharingAgreement } from '../domain/sharing-agreement.js';
import { AgreementTermsReader } from '../storage/agreement-terms.js';
import { ProposedVersions } from '../storage/proposed-versions.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { StandingParties } from '../storage/standing-parties.js';
import { DraftChecks } from './draft-checks.js';
import type { EditDraftInput } from './edit-draft.js';
import type { MoveAgreementInput } from './open-for-signing.js';

/** Staff draft the next version of an open agreement. Until it is opened for signing it is theirs alone, and nothing changes for anybody. */
@Injectable()
export class AmendAgreement {
  constructor(
    private readonly transactions: Transactions, private readonly agreements: SharingAgreements, private readonly terms: AgreementTermsReader, private readonly standing: StandingParties,
    private readonly versions: ProposedVersions, private readonly checks: DraftChecks, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  draft(actor: Actor, { idempotencyKey, ...input }: EditDraftInput): Promise<{ id: AgreementId }> {
    return this.transactions.run(actor, { act: 'amendment.draft', subject: input.id, idempotencyKey, input }, async (tx) => {
      const agreement = await this.locked(tx, 'draft', input);
      const known = await this.terms.draftOf(tx, agreement.id);
      if (known !== null) throw new AmendmentDrafted(known.number);
      const draft = await this.read(tx, agreement, input);
      await this.versions.demandNone(tx, agreement.id);
      const number = await this.terms.nextNumber(tx, agreement.id);
      await this.agreements.addVersion(tx, newId<AgreementVersionId>(timeOf(tx)), { id: agreement.id, draftedBy: actor.personId! }, number, draft);
      return this.done(tx, agreement, 'amendment.drafted', number);
    });
  }

  edit(actor: Actor, { idempotencyKey, ...input }: EditDraftInput): Promise<{ id: AgreementId }> {
    return this.transactions.run(actor, { act: 'amendment.edit', subject: input.id, idempotencyKey, input }, async (tx) => {
      const agreement = await this.locked(tx, 'edit', input);
      const known = await this.terms.draftOf(tx, agreement.id);
      if (known === null) throw new NoAmendment();
      await this.agreements.rewriteVersion(tx, known.versionId, await this.read(tx, agreement, input), actor.personId!);
      return this.done(tx, agreement, 'amendment.edited', known.number);
    });
  }

  discard(actor: Actor, { idempotencyKey, ...input }: MoveAgreementInput): Promise<{ id: AgreementId }> {
    return this.transactions.run(actor, { act: 'amendment.discard', subject: input.id, idempotencyKey, input }, async (tx) => {
      const agreement = await this.locked(tx, 'discard', input);
      const known = await this.terms.draftOf(tx, agreement.id);
      if (known === null) throw new NoAmendment();
      await this.agreements.dropVersion(tx, known.versionId);
      return this.done(tx, agreement, 'amendment.discarded', known.number);
    });
  }

  private async locked(tx: Tx, action: string, { id, expectedVersion }: MoveAgreementInput): Promise<SharingAgreement> {
    const agreement = await this.agreements.lock(tx, id, expectedVersion);
    demand(tx, action, 'Agreement', { localityId: agreement.localityId });
    agreement.demandOpen('be amended');
    return agreement;
  }

  /** Whoever has been asked or takes part stays named, and is not held to what is asked of newcomers. */
  private async read(tx: Tx, agreement: SharingAgreement, input: EditDraftInput): Promise<AgreementDraft> {
    const standing = await this.standing.of(tx, agreement.id);
    const { draft } = await this.checks.read(tx, agreement.serviceCode, agreement.localityId, input, new Set(standing.map(({ odsCode }) => odsCode)));
    const putOut = standing.find(({ side, odsCode }) => side === 'provider' && !draft.providers.includes(odsCode as OdsCode));
    if (putOut !== undefined) throw new TakesPart(putOut.odsCode);
    return draft;
  }

  private async done(tx: Tx, agreement: SharingAgreement, type: string, number: number): Promise<{ id: AgreementId }> {
    await this.agreements.save(tx, agreement);
    await this.changes.record(tx, { type, subject: agreement.id, agreementId: agreement.id, localityId: agreement.localityId, details: { number } });
    await this.outbox.append(tx, { type, subject: agreement.id });
    return { id: agreement.id };
  }
}

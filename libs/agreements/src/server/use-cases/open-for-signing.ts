import { Injectable } from '@nestjs/common';
import { newId, type Actor, type Tx } from '@accord/kernel';
import { Changes, demand, Outbox, sql, timeOf, Transactions } from '@accord/kernel/server';
import { AgreementExpired, type AgreementId } from '@accord/agreements';
import { ViewSetCommands, type Reserved, type ServiceCode } from '@accord/views';
import { AgreementTermsReader, type AgreementTerms } from '../storage/agreement-terms.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';

export interface MoveAgreementInput {
  readonly id: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** Opens a draft for signing: its view sets are reserved (R1), its version is locked, and every party is invited. */
@Injectable()
export class OpenForSigning {
  constructor(
    private readonly transactions: Transactions, private readonly agreements: SharingAgreements, private readonly terms: AgreementTermsReader,
    private readonly viewSets: ViewSetCommands, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: MoveAgreementInput): Promise<{ id: AgreementId }> {
    return this.transactions.run(actor, { act: 'agreement.open', subject: input.id, idempotencyKey, input }, async (tx) => {
      const agreement = await this.agreements.lock(tx, input.id, input.expectedVersion);
      demand(tx, 'open', 'Agreement', { localityId: agreement.localityId });
      agreement.open(timeOf(tx));
      const terms = await this.terms.newest(tx, agreement.id);
      if (timeOf(tx) >= terms.until) throw new AgreementExpired(terms.endsOn);

      const wanted = terms.consumers.map(({ odsCode, views }) => ({ consumerOdsCode: odsCode, views }));
      const reserved = await this.viewSets.reserve(tx, terms.serviceCode as ServiceCode, agreement, wanted);
      await this.agreements.lockVersion(tx, terms.versionId, new Map([...reserved].map(([code, set]) => [code, set.viewSetId])));
      await this.invite(tx, terms, reserved);
      await this.agreements.save(tx, agreement);
      await this.changes.record(tx, {
        type: 'agreement.opened', subject: agreement.id, agreementId: agreement.id, localityId: agreement.localityId,
        details: { terms: terms.digest, providers: terms.providers.length, consumers: terms.consumers.length },
      });
      await this.outbox.append(tx, { type: 'agreement.opened', subject: agreement.id });
      return { id: agreement.id };
    });
  }

  private async invite(tx: Tx, terms: AgreementTerms, reserved: ReadonlyMap<string, Reserved>): Promise<void> {
    const at = timeOf(tx);
    const same = [terms.agreementId, terms.versionId, terms.serviceCode, terms.localityId, terms.digest, terms.draftedBy, at];
    await sql(tx, `INSERT INTO participation (agreement_id, agreement_version_id, service_code, locality_id, terms_digest, drafted_by, state_at, recorded_at, state, id, provider_ods_code)
      SELECT $1, $2, $3, $4, $5, $6, $7, $7, 'invited', row.id, row.ods_code FROM unnest($8::uuid[], $9::text[]) AS row (id, ods_code)`,
    [...same, terms.providers.map(() => newId(at)), terms.providers.map((each) => each.odsCode)]);
    const consumers = terms.consumers.map(({ odsCode }) => ({ odsCode, ...reserved.get(odsCode)! }));
    await sql(tx, `INSERT INTO consumer_part (agreement_id, agreement_version_id, service_code, locality_id, terms_digest, drafted_by, state_at, recorded_at, state, id, consumer_ods_code,
        viewing_organisation_id, view_set_id)
      SELECT $1, $2, $3, $4, $5, $6, $7, $7, 'invited', row.* FROM unnest($8::uuid[], $9::text[], $10::uuid[], $11::uuid[]) AS row`,
    [...same, consumers.map(() => newId(at)), consumers.map((each) => each.odsCode), consumers.map((each) => each.viewingOrganisationId), consumers.map((each) => each.viewSetId)]);
  }
}

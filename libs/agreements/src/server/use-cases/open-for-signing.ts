import { Injectable } from '@nestjs/common';
import type { Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { AgreementExpired, type AgreementId } from '@accord/agreements';
import { ViewSetCommands, type ServiceCode } from '@accord/views';
import { AgreementTermsReader } from '../storage/agreement-terms.js';
import { Invitations } from '../storage/invitations.js';
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
    private readonly viewSets: ViewSetCommands, private readonly invitations: Invitations, private readonly changes: Changes, private readonly outbox: Outbox,
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
      await this.invitations.send(tx, terms, reserved, { providers: terms.providers.map(({ odsCode }) => odsCode), consumers: terms.consumers.map(({ odsCode }) => odsCode) });
      await this.agreements.save(tx, agreement);
      await this.changes.record(tx, {
        type: 'agreement.opened', subject: agreement.id, agreementId: agreement.id, localityId: agreement.localityId,
        details: { terms: terms.digest, providers: terms.providers.length, consumers: terms.consumers.length },
      });
      await this.outbox.append(tx, { type: 'agreement.opened', subject: agreement.id });
      return { id: agreement.id };
    });
  }
}

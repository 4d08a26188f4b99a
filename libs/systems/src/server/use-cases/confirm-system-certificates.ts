import { Injectable } from '@nestjs/common';
import { isId, NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { ImpactOfConfirming, SYSTEMS_EVENTS, type CertificateId } from '../../contract/index.js';
import { Unfit } from '../domain/refusals.js';
import { CertificateRegister } from '../storage/certificate-register.js';

export interface CertificateToConfirm {
  readonly id: string;
  readonly expectedVersion: number;
}

export interface ConfirmSystemCertificatesInput {
  readonly certificates: readonly CertificateToConfirm[];
  /** Of what was previewed of all of them together. */
  readonly impactHash?: string | null | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Confirms, as the second person, certificates that somebody else registered; one or many in one act, bound to what was shown of it. */
@Injectable()
export class ConfirmSystemCertificates {
  constructor(
    private readonly transactions: Transactions,
    private readonly register: CertificateRegister,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
    private readonly impact: ImpactOfConfirming,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: ConfirmSystemCertificatesInput): Promise<CertificateToConfirm[]> {
    return this.transactions.run(actor, { act: 'certificate.confirm', subject: input.certificates[0]?.id, idempotencyKey, input }, async (tx) => {
      await this.impact.inTurn(tx);
      if (input.certificates.length === 0) throw new Unfit('LIST_EMPTY');
      if (actor.personId === null) throw new NotPermitted('confirm');
      const versions = new Map(input.certificates.map((each) => [each.id, each.expectedVersion]));
      const certificates = await this.register.lock(tx, [...versions.keys()].filter(isId) as CertificateId[]);
      if (certificates.length < versions.size) throw new NotFound('certificate');

      for (const certificate of certificates) {
        demand(tx, 'confirm', 'SystemCertificate', { consumerOdsCode: certificate.consumerOdsCode });
        certificate.confirm(actor.personId, timeOf(tx), versions.get(certificate.id)!);
      }

      await this.impact.demandUnchanged(tx, certificates, input.impactHash);
      await this.register.save(tx, certificates);
      await this.changes.record(tx, ...certificates.map(({ id, consumerOdsCode, sha256 }) => (
        { type: SYSTEMS_EVENTS.certificateConfirmed, subject: id, odsCode: consumerOdsCode, details: { sha256, impact: input.impactHash ?? null } })));
      await this.outbox.append(tx, ...certificates.map(({ id, consumerOdsCode }) => (
        { type: SYSTEMS_EVENTS.certificateConfirmed, subject: id, payload: { consumerOdsCode } })));
      return certificates.map(({ id, version }) => ({ id, expectedVersion: version }));
    });
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { AgreementExpired, isSameVersion, NoAmendment, NothingAmended, versionDifference, type AgreementId } from '@accord/agreements';
import { ViewSetCommands, type ServiceCode } from '@accord/views';
import { whoIsAsked } from '../domain/who-is-asked.js';
import { AgreementTermsReader } from '../storage/agreement-terms.js';
import { Invitations } from '../storage/invitations.js';
import { ProposedVersions } from '../storage/proposed-versions.js';
import { Renewals } from '../storage/renewals.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { StandingParties } from '../storage/standing-parties.js';
import type { MoveAgreementInput } from './open-for-signing.js';

/**
 * Opens the next version for signing. Whom it affects is asked to sign again and goes on sharing by what they signed; whom it does not
 * affect hears nothing of it; newcomers are invited. Nobody sees more or less by this alone.
 */
@Injectable()
export class OpenAmendment {
  constructor(
    private readonly transactions: Transactions, private readonly agreements: SharingAgreements, private readonly terms: AgreementTermsReader, private readonly standing: StandingParties, private readonly proposed: ProposedVersions,
    private readonly viewSets: ViewSetCommands, private readonly invitations: Invitations, private readonly renewals: Renewals, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: MoveAgreementInput): Promise<{ id: AgreementId }> {
    return this.transactions.run(actor, { act: 'amendment.open', subject: input.id, idempotencyKey, input }, async (tx) => {
      const agreement = await this.agreements.lock(tx, input.id, input.expectedVersion);
      demand(tx, 'open', 'Agreement', { localityId: agreement.localityId });
      agreement.demandOpen('be amended');
      const standing = await this.standing.lock(tx, agreement.id);
      const terms = await this.terms.draftOf(tx, agreement.id);
      if (terms === null) throw new NoAmendment();
      if (timeOf(tx) >= terms.until) throw new AgreementExpired(terms.endsOn);
      await this.proposed.demandNone(tx, agreement.id);
      const versions = await this.terms.all(tx, agreement.id);
      const before = versions.filter(({ lockedAt, proposalState }) => lockedAt !== null && proposalState !== 'lapsed').at(-1)!;
      if (isSameVersion(versionDifference(before, terms))) throw new NothingAmended(before.number);

      const wanted = terms.consumers.map(({ odsCode, views }) => ({ consumerOdsCode: odsCode, views }));
      const reserved = await this.viewSets.reserve(tx, terms.serviceCode as ServiceCode, agreement, wanted);
      const asked = whoIsAsked({ ...terms, consumers: terms.consumers.map((named) => ({ ...named, viewSetId: reserved.get(named.odsCode)!.viewSetId })) }, versions, standing);
      await this.agreements.lockVersion(tx, terms.versionId, new Map([...reserved].map(([code, set]) => [code, set.viewSetId])));
      await this.renewals.lapse(tx, asked.lapsing);
      for (const side of ['provider', 'consumer'] as const) {
        await this.invitations.turn(tx, side, terms, asked.turned.filter((each) => each.side === side).map(({ id }) => id));
        await this.renewals.ask(tx, side, terms, asked.again.filter((each) => each.side === side));
      }
      await this.invitations.send(tx, terms, reserved, asked.newcomers);
      await this.agreements.save(tx, agreement);
      await this.changes.record(tx, {
        type: 'amendment.opened', subject: agreement.id, agreementId: agreement.id, localityId: agreement.localityId,
        details: { number: terms.number, terms: terms.digest, again: asked.again.length, providers: asked.newcomers.providers.length, consumers: asked.newcomers.consumers.length },
      });
      await this.outbox.append(tx, { type: 'amendment.opened', subject: agreement.id });
      return { id: agreement.id };
    });
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { AgreementExpired, NotNamed, NotReady, type Side } from '@accord/agreements';
import type { ConsumerPart } from '../domain/consumer-part.js';
import type { Participation } from '../domain/participation.js';
import { Renewal } from '../domain/renewal.js';
import { AgreementTermsReader, namesParty } from '../storage/agreement-terms.js';
import { Rejoining } from '../storage/rejoining.js';
import { Renewals, type DeclinedLast } from '../storage/renewals.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { Parties, PARTY, type PartyInput } from './party.js';

/**
 * Staff ask an organisation anew: after a rejection within the same part; after it declined, withdrew or left with a new one beside it; for a
 * later version that it declined with a new asking, the part itself going on as it is.
 */
@Injectable()
export class InviteAgain {
  constructor(
    private readonly transactions: Transactions, private readonly parties: Parties, private readonly agreements: SharingAgreements, private readonly terms: AgreementTermsReader,
    private readonly rejoining: Rejoining, private readonly renewals: Renewals, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: PartyInput): Promise<{ id: string }> {
    const { subject, event } = PARTY[input.side];
    return this.transactions.run(actor, { act: `${event}.invite-again`, subject: input.id, idempotencyKey, input }, async (tx) => {
      const part = await this.parties.lockUnderAgreement(tx, input);
      demand(tx, 'verify', subject, part as never);
      const agreement = await this.agreements.share(tx, part.agreementId);
      const declined = part.isOver || part.renewal !== null ? null : await this.renewals.declinedLast(tx, part.id);
      // By a proposal nobody joins: it asks those who take part, also where an agreement is closed.
      if ((part.step instanceof Renewal && part.step.isProposed) || declined?.isProposed === true) agreement.demandStanding('be invited to');
      else agreement.demandOpen('be invited to');
      const id = part.isOver ? await this.beside(tx, input.side, part) : declined === null ? await this.within(tx, part) : await this.anew(tx, input.side, part, declined);
      await this.changes.record(tx, {
        type: `${event}.invited-again`, subject: id, odsCode: part.odsCode, agreementId: part.agreementId, localityId: part.localityId, details: id === part.id ? {} : { before: part.id },
      });
      await this.outbox.append(tx, { type: `${event}.invited-again`, subject: id });
      return { id };
    });
  }

  /** What nobody has signed yet is asked for in the words opened last. */
  private async within(tx: Tx, part: Participation | ConsumerPart): Promise<string> {
    const { step } = part;
    step.inviteAgain(timeOf(tx));
    if (step === part) {
      const newest = await this.terms.newest(tx, part.agreementId);
      if (newest.versionId !== part.agreementVersionId && namesParty(newest, part)) {
        part.invitedFor({ agreementVersionId: newest.versionId, termsDigest: newest.digest, draftedBy: newest.draftedBy, viewSetId: newest.consumers.find(({ odsCode }) => odsCode === part.odsCode)?.viewSetId ?? null });
      }
    }
    await this.parties.save(tx, part);
    return part.id;
  }

  /** A later version that somebody live declined: the same version is asked for once more, as long as it is what others are asked for. */
  private async anew(tx: Tx, side: Side, part: Participation | ConsumerPart, declined: DeclinedLast): Promise<string> {
    const terms = await this.terms.ofVersion(tx, declined.versionId);
    if (terms.proposalState !== 'running' && (await this.terms.newest(tx, part.agreementId)).versionId !== terms.versionId) throw new NotReady('be invited', part.state);
    if (terms.until <= timeOf(tx)) throw new AgreementExpired(terms.endsOn);
    await this.renewals.ask(tx, side, terms, [part]);
    await this.parties.save(tx, part);
    return part.id;
  }

  /** What is over stays as it is; the new part begins at the beginning, in the words opened last. */
  private async beside(tx: Tx, side: Side, part: Participation | ConsumerPart): Promise<string> {
    if (await this.rejoining.stands(tx, part.agreementId, side, part.odsCode)) throw new NotReady('be invited', 'invited already');
    const terms = await this.terms.newest(tx, part.agreementId);
    if (terms.until <= timeOf(tx)) throw new AgreementExpired(terms.endsOn);
    if (!namesParty(terms, part)) throw new NotNamed(part.odsCode);
    return this.rejoining.invite(tx, terms, side, part.odsCode);
  }
}

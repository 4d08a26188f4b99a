import { Injectable } from '@nestjs/common';
import type { Actor } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import { ViewSetProposalCommands, type ViewSetProposalId } from '@accord/views';
import { readReason } from '../domain/reason.js';
import { LapsedAskings } from '../storage/lapsed-askings.js';
import { ProposedVersions } from '../storage/proposed-versions.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { ProposalGround } from './proposed-for.js';

export interface GiveUpProposalInput {
  readonly id: string;
  readonly reason: string;
  readonly idempotencyKey?: string | undefined;
}

/** Staff give a proposal up before its day: nobody is asked for it any more, and nothing has changed. */
@Injectable()
export class EndViewSetProposal {
  constructor(
    private readonly transactions: Transactions, private readonly ground: ProposalGround, private readonly keeping: ViewSetProposalCommands, private readonly versions: ProposedVersions, private readonly askings: LapsedAskings,
    private readonly agreements: SharingAgreements, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  giveUp(actor: Actor, { idempotencyKey, ...input }: GiveUpProposalInput): Promise<{ id: ViewSetProposalId }> {
    return this.transactions.run(actor, { act: 'view-set.give-up', subject: input.id, idempotencyKey, input }, async (tx) => {
      const proposal = await this.keeping.lockRunning(tx, input.id);
      const touched = await this.versions.concerned(tx, proposal);
      demand(tx, 'give-up', 'ViewSetProposal', { localityIds: touched.map(({ localityId }) => localityId) }, input);
      await this.ground.demandServed(tx, touched);
      const reason = readReason(input.reason)!;
      await this.agreements.allWhole(tx, await this.askings.agreementsOf(tx, [proposal]));
      await this.keeping.giveUp(tx, proposal, reason);
      const { askedAgain } = await this.askings.settle(tx, proposal);
      await this.changes.record(tx, ...touched.map(({ agreementId, localityId }) => ({ type: 'view-set.proposal-given-up', subject: proposal.id, agreementId, localityId, reason, details: { askedAgain } })));
      await this.outbox.append(tx, { type: 'view-set.proposal-given-up', subject: proposal.id });
      return { id: proposal.id };
    });
  }
}

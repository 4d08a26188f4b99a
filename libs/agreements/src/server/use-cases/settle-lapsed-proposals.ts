import { Injectable } from '@nestjs/common';
import { systemActor } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import type { ViewSetProposalCommands } from '@accord/views';
import { LapsedAskings } from '../storage/lapsed-askings.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';

const worker = systemActor('worker');

/**
 * Takes back what proposals still ask whose day has passed. They have lapsed without it: what was signed for them goes nowhere, and nobody
 * signs any more.
 */
@Injectable()
export class SettleLapsedProposals {
  constructor(
    private readonly transactions: Transactions, private readonly keeping: ViewSetProposalCommands, private readonly askings: LapsedAskings, private readonly agreements: SharingAgreements, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  static with(transactions: Transactions, keeping: ViewSetProposalCommands): SettleLapsedProposals {
    return new SettleLapsedProposals(transactions, keeping, new LapsedAskings(), new SharingAgreements(), new Changes(), new Outbox());
  }

  /** Gives how many. */
  execute(): Promise<number> {
    return this.transactions.run(worker, { act: 'view-set.settle-lapsed' }, async (tx) => {
      const lapsed = await this.keeping.unsettled(tx);
      await this.agreements.allWhole(tx, await this.askings.agreementsOf(tx, lapsed));
      for (const proposal of lapsed) {
        const { askedAgain, agreements } = await this.askings.settle(tx, proposal);
        await this.keeping.settled(tx, proposal.id);
        await this.changes.record(tx, ...agreements.map((each) => ({ type: 'view-set.proposal-lapsed', subject: proposal.id, ...each, details: { askedAgain } })));
        await this.outbox.append(tx, { type: 'view-set.proposal-lapsed', subject: proposal.id });
      }
      return lapsed.length;
    });
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { AmendmentInTheWay, NobodyAsked } from '@accord/agreements';
import { lapsesAfter, ViewSetProposalCommands, ViewSetProposals, type ViewSetProposal, type ViewSetProposalId } from '@accord/views';
import { readReason } from '../domain/reason.js';
import { whoIsAsked } from '../domain/who-is-asked.js';
import { AgreementTermsReader, type AgreementTerms } from '../storage/agreement-terms.js';
import { LapsedAskings } from '../storage/lapsed-askings.js';
import { ProposedVersions, type Touched } from '../storage/proposed-versions.js';
import { Renewals } from '../storage/renewals.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { StandingParties } from '../storage/standing-parties.js';
import { demandHeld, ProposalGround, type WantedViewSet } from './proposed-for.js';

export interface ProposeViewSetInput extends WantedViewSet {
  readonly reason: string;
  /** The last day in London on which it can be cut over. */
  readonly lapsesOn: string;
  readonly idempotencyKey?: string | undefined;
}

type Opening = Pick<ViewSetProposal, 'id' | 'fromViewSetId' | 'toViewSetId' | 'views'>;

/**
 * Puts other views for one viewing organisation to everybody who shares with it (R1): a new version of every agreement that names it, asked
 * of each party from signed to suspended. Nobody sees more or less by this.
 */
@Injectable()
export class ProposeViewSet {
  constructor(
    private readonly transactions: Transactions, private readonly ground: ProposalGround, private readonly proposals: ViewSetProposals, private readonly keeping: ViewSetProposalCommands,
    private readonly versions: ProposedVersions, private readonly askings: LapsedAskings, private readonly agreements: SharingAgreements, private readonly terms: AgreementTermsReader, private readonly standing: StandingParties,
    private readonly renewals: Renewals, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: ProposeViewSetInput): Promise<{ id: ViewSetProposalId }> {
    return this.transactions.run(actor, { act: 'view-set.propose', subject: input.consumerOdsCode, idempotencyKey, input }, async (tx) => {
      const { consumers, viewingOrganisationId, touched } = await this.ground.read(tx, input);
      // Before anybody is held: who may not propose keeps nobody waiting.
      await this.demandMay(tx, touched, input);
      const [reason, lapsesAt] = [readReason(input.reason)!, lapsesAfter(input.lapsesOn, timeOf(tx))];
      const lapsed = await this.keeping.unsettled(tx, viewingOrganisationId);
      await this.agreements.allWhole(tx, [...touched.map(({ agreementId }) => agreementId), ...await this.askings.agreementsOf(tx, lapsed)]);
      await this.keeping.hold(tx, consumers);
      const found = await this.ground.read(tx, input);
      demandHeld(touched, found.touched);
      await this.demandMay(tx, found.touched, input);
      await this.proposals.demandNone(tx, found.serviceCode, consumers);
      this.ground.demandOther(found);
      for (const before of lapsed) {
        const { askedAgain, agreements } = await this.askings.settle(tx, before);
        await this.keeping.settled(tx, before.id);
        await this.changes.record(tx, ...agreements.map((each) => ({ type: 'view-set.proposal-lapsed', subject: before.id, ...each, details: { askedAgain } })));
      }
      const named = found.touched.filter(({ isNamed }) => isNamed);
      for (const { agreementId } of named) await this.versions.demandNone(tx, agreementId);
      const drafted = await this.versions.drafted(tx, named.map(({ agreementId }) => agreementId));
      if (drafted.length > 0) throw new AmendmentInTheWay(drafted);
      if (named.length === 0) throw new NobodyAsked();

      const first = await this.terms.newest(tx, named[0]!.agreementId);
      const made = await this.keeping.add(tx, { ...found, reason, lapsesAt }, first);
      let asked = 0;
      for (const each of named) asked += await this.ask(tx, each, { ...found, ...made });
      if (asked === 0) throw new NobodyAsked();
      await this.outbox.append(tx, { type: 'view-set.proposed', subject: made.id });
      return { id: made.id };
    });
  }

  private async demandMay(tx: Tx, touched: readonly Touched[], input: Pick<ProposeViewSetInput, 'reason'>): Promise<void> {
    demand(tx, 'propose', 'ViewSetProposal', { localityIds: touched.map(({ localityId }) => localityId) }, input);
    await this.ground.demandServed(tx, touched);
  }

  private async ask(tx: Tx, { agreementId, localityId }: Touched, proposal: Opening): Promise<number> {
    const standing = await this.standing.of(tx, agreementId);
    const newest = await this.terms.newest(tx, agreementId);
    const terms = await this.terms.ofVersion(tx, await this.versions.open(tx, newest.versionId, proposal));
    const { again, lapsing } = whoIsAsked(terms, await this.terms.all(tx, agreementId), standing);
    await this.renewals.lapse(tx, lapsing);
    for (const side of ['provider', 'consumer'] as const) await this.renewals.ask(tx, side, terms, again.filter((each) => each.side === side));
    await this.changes.record(tx, {
      type: 'view-set.proposed', subject: proposal.id, agreementId, localityId, details: { number: terms.number, terms: (terms satisfies AgreementTerms).digest, views: proposal.views, asked: again.length },
    });
    return again.length;
  }
}

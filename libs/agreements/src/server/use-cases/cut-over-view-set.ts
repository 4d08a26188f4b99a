import { Injectable } from '@nestjs/common';
import { SamePerson, type Actor, type LocalityId, type Tx } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import { CutOvers, ImpactOfActs, type ActOnAccess } from '@accord/agreements';
import { ProposalNotRunning, ViewSetProposalCommands, ViewSetProposals, type ViewSetProposal, type ViewSetProposalId } from '@accord/views';
import { readReason } from '../domain/reason.js';
import { CutOverMoves, type Agreed } from '../storage/cut-overs.js';
import { Pairs } from '../storage/pairs.js';
import { ProposedVersions } from '../storage/proposed-versions.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { demandHeld, ProposalGround } from './proposed-for.js';

export interface CutOverInput {
  readonly id: string;
  readonly reason?: string | undefined;
  /** Of what was previewed: who would stop. */
  readonly impactHash: string;
  readonly idempotencyKey?: string | undefined;
}

/** What a cut-over would do, as data: the same for its preview and for the act. */
@Injectable()
export class CutOversAsked extends CutOvers {
  constructor(private readonly proposals: ViewSetProposals, private readonly versions: ProposedVersions, private readonly moves: CutOverMoves) { super(); }

  async act(tx: Tx, proposalId: string): Promise<{ readonly act: ActOnAccess; readonly localityIds: readonly LocalityId[] }> {
    const proposal = await this.proposals.byId(tx, proposalId);
    if (proposal.state !== 'running') throw new ProposalNotRunning(proposal.state);
    const touched = await this.versions.touchedBy(tx, proposal.fromViewSetId);
    return { act: replacing(proposal, await this.moves.agreed(tx, proposal.id)), localityIds: touched.map(({ localityId }) => localityId) };
  }
}

const replacing = ({ serviceCode, consumers, views }: ViewSetProposal, agreed: readonly Agreed[]): ActOnAccess => ({ kind: 'replace', serviceCode, consumers, views, agreed: agreed.map(({ id }) => id) });

/**
 * The one instant at which a viewing organisation comes to see other views (R1): the old set ends, the new one begins, whoever agreed goes
 * over, and whoever did not stops sharing with it alone. Confirmed by an approver who did not propose it and has seen who would stop.
 */
@Injectable()
export class CutOverViewSet {
  constructor(
    private readonly transactions: Transactions, private readonly ground: ProposalGround, private readonly keeping: ViewSetProposalCommands, private readonly versions: ProposedVersions,
    private readonly moves: CutOverMoves, private readonly agreements: SharingAgreements, private readonly pairs: Pairs, private readonly impact: ImpactOfActs, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: CutOverInput): Promise<{ id: ViewSetProposalId }> {
    return this.transactions.run(actor, { act: 'view-set.cut-over', subject: input.id, idempotencyKey, input }, async (tx) => {
      await this.impact.inTurn(tx);
      const proposal = await this.keeping.lockRunning(tx, input.id);
      const touched = await this.versions.touchedBy(tx, proposal.fromViewSetId);
      const localityIds = [...new Set(touched.map(({ localityId }) => localityId))];
      demand(tx, 'cut-over', 'ViewSetProposal', { localityIds });
      await this.ground.demandServed(tx, touched);
      if (actor.personId === proposal.proposedBy) throw new SamePerson('cut over');
      const reason = readReason(input.reason);
      const agreementIds = touched.map(({ agreementId }) => agreementId);
      await this.agreements.allWhole(tx, agreementIds);
      await this.keeping.hold(tx, proposal.consumers);
      // Before the sets move: whoever takes hold of pairs asks at the end whether theirs is still current.
      await this.pairs.inTurn(tx, agreementIds);
      demandHeld(touched, await this.versions.touchedBy(tx, proposal.fromViewSetId));
      const agreed = await this.moves.agreed(tx, proposal.id);
      await this.impact.demandUnchanged(tx, replacing(proposal, agreed), input.impactHash);

      await this.keeping.cutOver(tx, proposal, { impactHash: input.impactHash, reason });
      await this.moves.move(tx, proposal, agreed);
      await this.changes.record(tx,
        ...touched.map(({ agreementId, localityId }) => ({ type: 'view-set.cut-over', subject: proposal.id, agreementId, localityId, reason, details: { views: proposal.views, impact: input.impactHash } })),
        ...agreed.map(({ id, side, odsCode, agreementId, localityId }) => ({ type: side === 'provider' ? 'participation.went-over' : 'part.went-over', subject: id, odsCode, agreementId, localityId, details: { proposal: proposal.id } })));
      await this.outbox.append(tx, { type: 'view-set.cut-over', subject: proposal.id, localityIds });
      return { id: proposal.id };
    });
  }
}

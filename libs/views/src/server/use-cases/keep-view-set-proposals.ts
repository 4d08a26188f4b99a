import { Injectable } from '@nestjs/common';
import { isId, newId, NotFound, type OdsCode, type Tx } from '@accord/kernel';
import { actorOf, LOCK_KEYS, nameConstraints, sql, timeOf } from '@accord/kernel/server';
import {
  ProposalNotRunning, ViewSetProposalCommands, ViewSetProposals, type Proposable, type ViewingOrganisationId, type ViewSetId, type ViewSetProposal, type ViewSetProposalId,
} from '@accord/views';

nameConstraints({
  one_proposal_at_a_time: ['VIEW_SET_PROPOSED', 'Other views have just been proposed for this viewing organisation. Until they are cut over, lapse or are given up, nothing else is proposed for it.'],
  version_beside_a_proposal: ['VIEW_SET_PROPOSED', 'Other views have just been proposed for a viewing organisation of this agreement. Until they are cut over, lapse or are given up, no other words are opened for signing.'],
  proposal_has_lapsed: ['PROPOSAL_NOT_RUNNING', 'The proposal has just lapsed, so nobody signs or is asked for it any more.'],
  pair_in_current_set: ['VIEW_SET_DIFFERS', 'The views of a viewing organisation have just changed. Look at it as it is now.'],
  proposal_lawful: ['PROPOSAL_NOT_RUNNING', 'The views it starts from have just changed, or the proposal has just been cut over or given up. Look at it as it is now.'],
  proposal_cut_over_in_time: ['PROPOSAL_NOT_RUNNING', 'The proposal has just lapsed, so it is not cut over any more.'],
  proposal_given_up_whole: ['PROPOSAL_NOT_RUNNING', 'The proposal has just been cut over or has lapsed, so it is not given up any more.'],
  proposal_cut_over_by_another: ['SAME_PERSON', 'Somebody else cuts over than proposed it.'],
  proposal_asks_everybody: ['NOT_READY', 'Somebody who shares with the viewing organisation has just signed, or an agreement that names it has just been opened. Look at it as it is now.'],
  cut_over_whole: ['NOT_READY', 'Somebody who agrees to the proposal has just been approved. Look at who would stop once more.'],
  over_waits_for_the_cut_over: ['WAITS_FOR_CUT_OVER', 'What was signed for a proposal takes over with its cut-over, and not before.'],
  version_names_current_sets: ['VIEW_SET_DIFFERS', 'The views of a viewing organisation of this agreement have just changed. Look at the draft as it is now.'],
});

/** Keeps proposals and moves the sets they change; nothing here asks or moves a party. */
@Injectable()
export class KeepViewSetProposals extends ViewSetProposalCommands {
  constructor(private readonly proposals: ViewSetProposals) { super(); }

  async hold(tx: Tx, consumers: readonly OdsCode[]): Promise<void> {
    for (const consumer of [...consumers].sort()) await sql(tx, 'SELECT pg_advisory_xact_lock(hashtextextended($1, $2))', [consumer, LOCK_KEYS.viewSetOfConsumer]);
  }

  async add(
    tx: Tx, { serviceCode, viewingOrganisationId, fromViewSetId, views, reason, lapsesAt }: Proposable & { readonly views: readonly string[]; readonly reason: string; readonly lapsesAt: Date },
    first: { readonly agreementId: string; readonly reference: string },
  ): Promise<Pick<ViewSetProposal, 'id' | 'toViewSetId'>> {
    const at = timeOf(tx);
    const made = { id: newId<ViewSetProposalId>(at), toViewSetId: newId<ViewSetId>(at) };
    await sql(tx, `INSERT INTO view_set (id, service_code, viewing_organisation_id, views, reserved_by_agreement_id, reserved_by_reference, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [made.toViewSetId, serviceCode, viewingOrganisationId, views, first.agreementId, first.reference, at]);
    await sql(tx, `INSERT INTO view_set_proposal (id, service_code, viewing_organisation_id, from_view_set_id, to_view_set_id, reason, proposed_by, proposed_at, lapses_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [made.id, serviceCode, viewingOrganisationId, fromViewSetId, made.toViewSetId, reason, actorOf(tx).personId, at, lapsesAt]);
    return made;
  }

  async lockRunning(tx: Tx, id: string): Promise<ViewSetProposal> {
    const [held] = isId(id) ? await sql(tx, 'SELECT 1 FROM view_set_proposal WHERE id = $1 FOR NO KEY UPDATE', [id]) : [];
    if (held === undefined) throw new NotFound('proposal');
    const proposal = await this.proposals.byId(tx, id);
    if (proposal.state !== 'running') throw new ProposalNotRunning(proposal.state);
    // Its sets and its own time would end before they began.
    if (timeOf(tx) < proposal.proposedAt) throw new ProposalNotRunning('made-later');
    return proposal;
  }

  async cutOver(tx: Tx, { id, fromViewSetId, toViewSetId }: ViewSetProposal, { impactHash, reason }: { readonly impactHash: string; readonly reason: string | null }): Promise<void> {
    const at = timeOf(tx);
    await sql(tx, 'UPDATE view_set_proposal SET cut_over_by = $2, cut_over_at = $3, impact_hash = $4, closing_reason = $5 WHERE id = $1', [id, actorOf(tx).personId, at, impactHash, reason]);
    await sql(tx, `UPDATE view_set SET current_during = CASE id WHEN $1 THEN tstzrange(lower(current_during), $3) ELSE tstzrange($3, NULL) END WHERE id IN ($1, $2)`, [fromViewSetId, toViewSetId, at]);
  }

  async giveUp(tx: Tx, { id }: ViewSetProposal, reason: string): Promise<void> {
    await sql(tx, 'UPDATE view_set_proposal SET given_up_by = $2, given_up_at = $3, closing_reason = $4, settled_at = $3 WHERE id = $1', [id, actorOf(tx).personId, timeOf(tx), reason]);
  }

  async unsettled(tx: Tx, viewingOrganisationId?: ViewingOrganisationId): Promise<readonly Pick<ViewSetProposal, 'id' | 'proposedAt'>[]> {
    return sql(tx, 'SELECT id, proposed_at AS "proposedAt" FROM view_set_proposal WHERE cut_over_at IS NULL AND settled_at IS NULL AND lapses_at <= $1 AND ($2::uuid IS NULL OR viewing_organisation_id = $2) ORDER BY lapses_at FOR NO KEY UPDATE SKIP LOCKED', [timeOf(tx), viewingOrganisationId ?? null]);
  }

  async settled(tx: Tx, id: ViewSetProposalId): Promise<void> {
    await sql(tx, 'UPDATE view_set_proposal SET settled_at = $2 WHERE id = $1', [id, timeOf(tx)]);
  }
}

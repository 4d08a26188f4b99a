import { Injectable } from '@nestjs/common';
import { dayInProse, isId, lastDay, NotFound, type OdsCode, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { ViewSetProposals, ViewSetProposed, type Proposable, type ServiceCode, type ViewSetProposal } from '@accord/views';

const CONSUMERS = (organisation: string): string => `ARRAY(SELECT member.ods_code FROM viewing_organisation_member member WHERE member.viewing_organisation_id = ${organisation} AND member.during @> accord_at() ORDER BY 1)`;

export const PROPOSAL = `
  SELECT proposal.id, proposal.service_code AS "serviceCode", proposal.viewing_organisation_id AS "viewingOrganisationId", viewer.name AS "viewingOrganisation", ${CONSUMERS('proposal.viewing_organisation_id')} AS consumers,
    proposal.from_view_set_id AS "fromViewSetId", proposal.to_view_set_id AS "toViewSetId", before.views AS "viewsNow", proposed.views, proposal.proposed_by AS "proposedBy", proposal.proposed_at AS "proposedAt",
    proposal.lapses_at AS "lapsesAt", proposal_state(proposal, accord_at()) AS state
  FROM view_set_proposal proposal JOIN viewing_organisation viewer ON viewer.id = proposal.viewing_organisation_id
  JOIN view_set before ON before.id = proposal.from_view_set_id JOIN view_set proposed ON proposed.id = proposal.to_view_set_id`;

const PROPOSABLE = `
  SELECT view_set.service_code AS "serviceCode", view_set.viewing_organisation_id AS "viewingOrganisationId", viewer.name AS "viewingOrganisation", ${CONSUMERS('view_set.viewing_organisation_id')} AS consumers,
    view_set.id AS "fromViewSetId", view_set.views AS "viewsNow"
  FROM viewing_organisation_member member JOIN viewing_organisation viewer ON viewer.id = member.viewing_organisation_id
  JOIN view_set ON view_set.viewing_organisation_id = member.viewing_organisation_id AND view_set.service_code = $1 AND view_set.current_during @> $3::timestamptz
  WHERE member.ods_code = $2 AND member.during @> $3::timestamptz`;

@Injectable()
export class StoredViewSetProposals extends ViewSetProposals {
  async proposable(tx: Tx, serviceCode: ServiceCode, consumer: OdsCode): Promise<Proposable | null> {
    const [found] = await sql<Proposable>(tx, PROPOSABLE, [serviceCode, consumer, timeOf(tx)]);
    return found ?? null;
  }

  async demandNone(tx: Tx, serviceCode: ServiceCode, consumers: readonly OdsCode[]): Promise<void> {
    const [running] = await sql<{ viewer: string; lapsesAt: Date }>(tx, `
      SELECT viewer.name AS viewer, proposal.lapses_at AS "lapsesAt" FROM view_set_proposal proposal JOIN viewing_organisation viewer ON viewer.id = proposal.viewing_organisation_id
      WHERE proposal.service_code = $1 AND proposal_state(proposal, $3::timestamptz) = 'running' -- by its state: it may bear a later instant than whoever comes after it
        AND proposal.viewing_organisation_id IN (SELECT viewing_organisation_id FROM viewing_organisation_member WHERE ods_code = ANY ($2) AND during @> $3::timestamptz)
      ORDER BY 1 LIMIT 1`, [serviceCode, consumers, timeOf(tx)]);
    if (running !== undefined) throw new ViewSetProposed(running.viewer, serviceCode, dayInProse(lastDay(running.lapsesAt)));
  }

  async byId(tx: Tx, id: string): Promise<ViewSetProposal> {
    const [proposal] = isId(id) ? await sql<ViewSetProposal>(tx, `${PROPOSAL} WHERE proposal.id = $1`, [id]) : [];
    if (proposal === undefined) throw new NotFound('proposal');
    return proposal;
  }
}

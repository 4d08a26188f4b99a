import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { CampaignPart } from '@accord/agreements';

export interface PartAsAnswered extends CampaignPart {
  /** Whether the last word came by a letter. */
  readonly byLetter: boolean;
}

const PARTS = `
  SELECT part.participation_id AS "participationId", part.provider_ods_code AS "odsCode", party.state, newest.reply, outcome.participation_id IS NOT NULL AS "isExecuted", newest.instruction_id IS NOT NULL AS "byLetter"
  FROM campaign_part part JOIN participation party ON party.id = part.participation_id
  LEFT JOIN LATERAL (SELECT reply, instruction_id FROM campaign_answer answer WHERE answer.campaign_id = part.campaign_id AND answer.participation_id = part.participation_id ORDER BY number DESC LIMIT 1) newest ON true
  LEFT JOIN campaign_outcome outcome ON outcome.campaign_id = part.campaign_id AND outcome.participation_id = part.participation_id
  WHERE part.campaign_id = $1`;

/** What a campaign asks about, each agreement with its last answer, as the contract judges it. */
export function campaignParts(tx: Tx, campaignId: string): Promise<PartAsAnswered[]> {
  return sql<PartAsAnswered>(tx, PARTS, [campaignId]);
}

import { Injectable } from '@nestjs/common';
import { isId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { CampaignWithdrawals, partStanding, WITHDRAWABLE, type CampaignPart } from '@accord/agreements';
import { campaignParts } from './campaign-parts.js';

const WOULD_BE_ASKED = `SELECT party.id AS "participationId", party.provider_ods_code AS "odsCode", party.state, NULL AS reply, false AS "isExecuted"
  FROM campaign_practice named JOIN campaign ON campaign.id = named.campaign_id AND campaign.state = 'draft'
  JOIN participation party ON party.provider_ods_code = named.provider_ods_code AND party.state = ANY ($2::text[]) AND party.locality_id = ANY (accord_localities())
  WHERE named.campaign_id = $1`;

/** What a campaign would withdraw, for impact: everybody who is asked or would be, or those who have confirmed. */
@Injectable()
export class StoredCampaignWithdrawals extends CampaignWithdrawals {
  async of(tx: Tx, campaignId: string, whom: 'everybody' | 'confirmed'): Promise<readonly { readonly participationId: string; readonly odsCode: string }[] | null> {
    if (!isId(campaignId) || (await sql(tx, 'SELECT 1 FROM campaign WHERE id = $1', [campaignId])).length === 0) return null;
    const parts = [...await campaignParts(tx, campaignId), ...await sql<CampaignPart>(tx, WOULD_BE_ASKED, [campaignId, WITHDRAWABLE])];
    return parts.filter((part) => ['confirmed', ...(whom === 'everybody' ? ['waiting', 'kept'] : [])].includes(partStanding(part)));
  }
}

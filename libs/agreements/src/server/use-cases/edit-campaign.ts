import { Injectable } from '@nestjs/common';
import { londonDayOf, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import type { CampaignId } from '@accord/agreements';
import { readCampaign, type CampaignInput } from '../domain/campaign.js';
import { Campaigns } from '../storage/campaigns.js';
import { ChosenPractices } from './chosen-practices.js';

export interface EditCampaignInput extends CampaignInput {
  readonly id: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** What a draft would ask, whom and by when, written anew. Once practices are asked, it stays. */
@Injectable()
export class EditCampaign {
  constructor(
    private readonly transactions: Transactions, private readonly campaigns: Campaigns, private readonly chosen: ChosenPractices, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: EditCampaignInput): Promise<{ id: CampaignId }> {
    return this.transactions.run(actor, { act: 'campaign.edit', subject: input.id, idempotencyKey, input }, async (tx) => {
      const campaign = await this.campaigns.lock(tx, input.id, { expectedVersion: input.expectedVersion });
      for (const localityId of campaign.localityIds) demand(tx, 'run', 'Campaign', { localityId });
      campaign.demandDraft('be edited');
      const practices = await this.chosen.read(tx, input.practices);
      const draft = readCampaign(input, londonDayOf(timeOf(tx)));
      const { added, removed } = await this.campaigns.edit(tx, campaign, draft, practices);
      await this.changes.record(tx, {
        type: 'campaign.edited', subject: campaign.id, localityId: practices[0]!.localityId, reason: draft.message,
        details: { kind: draft.kind, title: draft.title, answerBy: draft.answerBy, practices: practices.length, added, removed },
      });
      await this.outbox.append(tx, { type: 'campaign.edited', subject: campaign.id });
      return { id: campaign.id };
    });
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import { NotReady, type CampaignId } from '@accord/agreements';
import type { Campaign } from '../domain/campaign.js';
import { Campaigns } from '../storage/campaigns.js';

export interface MoveCampaignInput {
  readonly id: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** Asks the practices of a campaign, or closes it. */
@Injectable()
export class MoveCampaign {
  constructor(private readonly transactions: Transactions, private readonly campaigns: Campaigns, private readonly changes: Changes, private readonly outbox: Outbox) {}

  /** From now on every practice that has signed anything finds it on its Home. */
  ask(actor: Actor, input: MoveCampaignInput): Promise<{ id: CampaignId }> {
    return this.move(actor, 'ask', 'campaign.asked', input, async (tx, campaign) => {
      const asked = await this.campaigns.addParts(tx, campaign.id);
      if (asked.parts === 0) throw new NotReady('be sent to practices', 'of practices that have signed nothing');
      campaign.ask();
      return asked;
    });
  }

  /** Nobody answers any more, and nothing more is carried out. A practice can withdraw as before, by itself. */
  close(actor: Actor, input: MoveCampaignInput): Promise<{ id: CampaignId }> {
    return this.move(actor, 'close', 'campaign.closed', input, (_tx, campaign) => { campaign.close(); return Promise.resolve({}); });
  }

  private move(actor: Actor, action: string, type: string, { idempotencyKey, ...input }: MoveCampaignInput, change: (tx: Tx, campaign: Campaign) => Promise<Readonly<Record<string, unknown>>>): Promise<{ id: CampaignId }> {
    return this.transactions.run(actor, { act: `campaign.${action}`, subject: input.id, idempotencyKey, input }, async (tx) => {
      const campaign = await this.campaigns.lock(tx, input.id, { expectedVersion: input.expectedVersion });
      for (const localityId of campaign.localityIds) demand(tx, 'run', 'Campaign', { localityId });
      const details = await change(tx, campaign);
      await this.campaigns.save(tx, campaign);
      await this.changes.record(tx, { type, subject: campaign.id, localityId: campaign.localityIds[0] ?? null, details });
      await this.outbox.append(tx, { type, subject: campaign.id });
      return { id: campaign.id };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { londonDayOf, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import type { CampaignId } from '@accord/agreements';
import { readCampaign, type CampaignInput } from '../domain/campaign.js';
import { Campaigns } from '../storage/campaigns.js';
import { ChosenPractices } from './chosen-practices.js';

export interface DraftCampaignInput extends CampaignInput {
  readonly idempotencyKey?: string | undefined;
}

/** An officer chooses practices of their localities and writes what they are to be asked. Nobody is asked yet. */
@Injectable()
export class DraftCampaign {
  constructor(
    private readonly transactions: Transactions, private readonly campaigns: Campaigns, private readonly chosen: ChosenPractices, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: DraftCampaignInput): Promise<{ id: CampaignId }> {
    return this.transactions.run(actor, { act: 'campaign.draft', subject: input.title, idempotencyKey, input }, async (tx) => {
      const [anywhere] = actor.localities;
      if (anywhere === undefined) throw new NotPermitted('run');
      demand(tx, 'run', 'Campaign', { localityId: anywhere });
      const practices = await this.chosen.read(tx, input.practices);
      const draft = readCampaign(input, londonDayOf(timeOf(tx)));
      const id = await this.campaigns.add(tx, draft, practices);
      await this.changes.record(tx, { type: 'campaign.drafted', subject: id, localityId: practices[0]!.localityId, reason: draft.message, details: { kind: draft.kind, title: draft.title, answerBy: draft.answerBy, practices: practices.length } });
      await this.outbox.append(tx, { type: 'campaign.drafted', subject: id });
      return { id };
    });
  }
}

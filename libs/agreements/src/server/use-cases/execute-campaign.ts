import { Injectable } from '@nestjs/common';
import type { Actor } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import { executable, ImpactOfActs, NotReady, withdrawalOf, type CampaignId } from '@accord/agreements';
import { Campaigns } from '../storage/campaigns.js';
import { Withdrawals } from '../storage/withdrawals.js';

export interface ExecuteCampaignInput {
  readonly id: string;
  /** Of what was previewed. Nothing can block a narrowing: what is found instead is recorded and told. */
  readonly impactHash?: string | null | undefined;
  readonly idempotencyKey?: string | undefined;
}

export interface ExecutedCampaign {
  readonly id: CampaignId;
  readonly withdrawn: number;
  readonly practices: number;
  readonly others: number;
  readonly impactMoved: boolean;
}

/** Withdraws, all or none, every participation whose controller has confirmed it; the others are listed and stay as they are. */
@Injectable()
export class ExecuteCampaign {
  constructor(
    private readonly transactions: Transactions, private readonly campaigns: Campaigns, private readonly withdrawals: Withdrawals, private readonly impact: ImpactOfActs,
    private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: ExecuteCampaignInput): Promise<ExecutedCampaign> {
    return this.transactions.run(actor, { act: 'campaign.execute', subject: input.id, idempotencyKey, input }, async (tx) => {
      const campaign = await this.campaigns.lock(tx, input.id);
      for (const localityId of campaign.localityIds) demand(tx, 'run', 'Campaign', { localityId });
      campaign.demandAsked('be carried out');
      const { executed, others } = executable(await this.campaigns.lockedParts(tx, campaign.id));
      if (executed.length === 0) throw new NotReady('be carried out', 'confirmed by nobody whose withdrawal is still to come');
      const compared = await this.impact.compared(tx, withdrawalOf(executed.map(({ participationId }) => participationId)), input.impactHash);

      const stops = await this.withdrawals.carryOut(tx, executed);

      const runId = await this.campaigns.addRun(tx, campaign.id, compared);
      await this.campaigns.addOutcomes(tx, campaign.id, runId, executed, stops);
      const practices = new Set(executed.map(({ odsCode }) => odsCode)).size;
      await this.changes.record(tx,
        { type: 'campaign.executed', subject: campaign.id, localityId: campaign.localityIds[0] ?? null, details: { run: runId, withdrawn: executed.length, practices, others: others.length, ...compared } },
        ...executed.map((part) => ({
          type: 'participation.withdrawn', subject: part.participationId, odsCode: part.odsCode, agreementId: part.agreementId, localityId: part.localityId, reason: part.reason,
          details: { campaign: campaign.id, run: runId, answer: part.answerId, stop: stops.get(part.participationId) ?? null, ...(part.instruction === null ? {} : { instruction: part.instruction }) },
        })));
      await this.outbox.append(tx, { type: 'campaign.executed', subject: campaign.id },
        ...executed.map((part) => ({ type: 'participation.withdrawn', subject: part.participationId, localityIds: [part.localityId], payload: { stop: stops.get(part.participationId) ?? null } })));
      return { id: campaign.id, withdrawn: executed.length, practices, others: others.length, impactMoved: compared.impactMoved };
    });
  }
}

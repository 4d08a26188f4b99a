import { Injectable } from '@nestjs/common';
import { InvalidInput, NotFound, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import { CAMPAIGN_REPLIES, NotReady, partStanding, type CampaignId, type CampaignReply } from '@accord/agreements';
import { readReason } from '../domain/reason.js';
import { Campaigns } from '../storage/campaigns.js';

export interface AnswerCampaignInput {
  readonly id: string;
  readonly answers: readonly { readonly participationId: string; readonly reply: CampaignReply }[];
  /** Asked for where the matrix says so; a withdrawal gives no ground to anybody. */
  readonly reason?: string | null | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** A controller says of each agreement that it was reviewed and goes on, or that the practice withdraws. Nobody answers for it (R3, R5). */
@Injectable()
export class AnswerCampaign {
  constructor(private readonly transactions: Transactions, private readonly campaigns: Campaigns, private readonly changes: Changes, private readonly outbox: Outbox) {}

  execute(actor: Actor, { idempotencyKey, ...input }: AnswerCampaignInput): Promise<{ id: CampaignId }> {
    return this.transactions.run(actor, { act: 'campaign.answer', subject: input.id, idempotencyKey, input }, async (tx) => {
      // Shared: practices answer side by side, and none while it is carried out or closed.
      const campaign = await this.campaigns.lock(tx, input.id, { shared: true });
      demand(tx, 'answer', 'Campaign', { providerOdsCode: actor.odsCode });
      const asked = new Map((await this.campaigns.parts(tx, campaign.id, actor.odsCode)).map((part) => [part.participationId, part]));
      campaign.demandAsked('be answered');
      const reason = readReason(input.reason);
      if (input.answers.length === 0) throw new InvalidInput('answers', 'answer for at least one agreement');
      if (new Set(input.answers.map(({ participationId }) => participationId)).size < input.answers.length) throw new InvalidInput('answers', 'answer once for each agreement');
      const answers = input.answers.map(({ participationId, reply }) => {
        const part = asked.get(participationId);
        if (part === undefined) throw new NotFound('agreement in this campaign');
        if (!CAMPAIGN_REPLIES.includes(reply)) throw new InvalidInput('reply', `use one of ${CAMPAIGN_REPLIES.join(', ')}`);
        if (reply === 'withdraw') demand(tx, 'withdraw', 'Participation', { providerOdsCode: part.odsCode }, { reason });
        const standing = partStanding(part);
        if (standing === 'executed' || standing === 'gone') throw new NotReady('be answered', part.state);
        return { part, reply };
      });
      await this.campaigns.addAnswers(tx, campaign.id, answers, reason);
      await this.changes.record(tx, ...answers.map(({ part, reply }) => ({
        type: reply === 'keep' ? 'participation.reviewed' : 'participation.withdrawal-confirmed', subject: part.participationId, odsCode: part.odsCode, agreementId: part.agreementId,
        localityId: part.localityId, reason, details: { campaign: campaign.id, title: campaign.title, version: part.agreementVersionId },
      })));
      await this.outbox.append(tx, { type: 'campaign.answered', subject: campaign.id });
      return { id: campaign.id };
    });
  }
}

import type { CampaignId, CampaignReply } from '@accord/agreements';
import { AnswerCampaign, DraftCampaign, ExecuteCampaign, MoveCampaign } from '@accord/agreements/server';
import type { ExampleStage } from './example-stage.js';

export interface CampaignPlan {
  readonly name: string;
  readonly title: string;
  readonly message: string;
  readonly answerBy: string;
  readonly practices: readonly string[];
  readonly askedDaysAgo: number;
}

/** What a practice says of one agreement. */
export interface ExampleAnswer {
  readonly participationId: string;
  readonly reply: CampaignReply;
}

// How often a campaign has been changed when it is drafted, and when it has been asked.
const [DRAFTED, ASKED] = [1, 2];

/** A review of what practices have signed: each answers for itself, and staff carry out what was confirmed. */
export class ExampleCampaign {
  private constructor(private readonly stage: ExampleStage, private readonly plan: CampaignPlan, private readonly id: CampaignId) {}

  static async ask(stage: ExampleStage, plan: CampaignPlan): Promise<ExampleCampaign> {
    const { name, title, message, answerBy, practices, askedDaysAgo } = plan;
    const { id } = await stage.play(askedDaysAgo, '14:10', () => stage.get(DraftCampaign).execute(stage.officer(), {
      kind: 'review', title, message, answerBy, practices, idempotencyKey: `example:${name}:draft`,
    }));
    const campaign = new ExampleCampaign(stage, plan, id);
    await stage.play(askedDaysAgo, '14:25', () => stage.get(MoveCampaign).ask(stage.officer(), { id, expectedVersion: DRAFTED, idempotencyKey: campaign.key('ask') }));
    return campaign;
  }

  async answer(odsCode: string, daysAgo: number, time: string, answers: readonly ExampleAnswer[], reason?: string): Promise<void> {
    await this.stage.play(daysAgo, time, () => this.stage.get(AnswerCampaign).execute(this.stage.signatory(odsCode), { id: this.id, answers, reason, idempotencyKey: this.key(`answer:${odsCode}`) }));
  }

  async execute(daysAgo: number, time: string): Promise<void> {
    await this.stage.play(daysAgo, time, () => this.stage.get(ExecuteCampaign).execute(this.stage.officer(), { id: this.id, idempotencyKey: this.key('execute') }));
  }

  async close(daysAgo: number, time: string): Promise<void> {
    await this.stage.play(daysAgo, time, () => this.stage.get(MoveCampaign).close(this.stage.officer(), { id: this.id, expectedVersion: ASKED, idempotencyKey: this.key('close') }));
  }

  private key(act: string): string {
    return `example:${this.plan.name}:${act}`;
  }
}

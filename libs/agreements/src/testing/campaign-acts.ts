import { Changes, Outbox, type Transactions } from '@accord/kernel/server';
import type { ImpactOfActs } from '@accord/agreements';
import '../server/abilities.js';
import { StoredCampaignWithdrawals } from '../server/read-models/campaign-withdrawals.js';
import { CampaignsReader } from '../server/read-models/campaigns.js';
import { Campaigns } from '../server/storage/campaigns.js';
import { SelectablePractices } from '../server/storage/selectable-practices.js';
import { Withdrawals } from '../server/storage/withdrawals.js';
import { AnswerCampaign } from '../server/use-cases/answer-campaign.js';
import { ChosenPractices } from '../server/use-cases/chosen-practices.js';
import { DraftCampaign } from '../server/use-cases/draft-campaign.js';
import { EditCampaign } from '../server/use-cases/edit-campaign.js';
import { ExecuteCampaign } from '../server/use-cases/execute-campaign.js';
import { MoveCampaign } from '../server/use-cases/move-campaign.js';
import { SelectPractices } from '../server/use-cases/select-practices.js';
import { UnaskedImpact } from './unasked-impact.js';

/** Everything done with campaigns, over a real database. */
export function campaignActs(transactions: Transactions, impact: ImpactOfActs = new UnaskedImpact()) {
  const [changes, outbox, campaigns, practices] = [new Changes(), new Outbox(), new Campaigns(), new SelectablePractices()];
  return {
    selecting: new SelectPractices(practices),
    drafting: new DraftCampaign(transactions, campaigns, new ChosenPractices(practices), changes, outbox),
    editing: new EditCampaign(transactions, campaigns, new ChosenPractices(practices), changes, outbox),
    moving: new MoveCampaign(transactions, campaigns, changes, outbox),
    answering: new AnswerCampaign(transactions, campaigns, changes, outbox),
    executing: new ExecuteCampaign(transactions, campaigns, new Withdrawals(), impact, changes, outbox),
    reader: new CampaignsReader(),
    withdrawals: new StoredCampaignWithdrawals(),
  };
}

import { Global, Module } from '@nestjs/common';
import { CampaignWithdrawals } from '@accord/agreements';
import './abilities.js';
import { CampaignsResolver } from './graphql/campaigns.resolver.js';
import { StoredCampaignWithdrawals } from './read-models/campaign-withdrawals.js';
import { CampaignsReader } from './read-models/campaigns.js';
import { Campaigns } from './storage/campaigns.js';
import { SelectablePractices } from './storage/selectable-practices.js';
import { Withdrawals } from './storage/withdrawals.js';
import { AnswerCampaign } from './use-cases/answer-campaign.js';
import { DraftCampaign } from './use-cases/draft-campaign.js';
import { ExecuteCampaign } from './use-cases/execute-campaign.js';
import { MoveCampaign } from './use-cases/move-campaign.js';
import { SealCampaignStatement } from './use-cases/seal-campaign-statement.js';
import { SelectPractices } from './use-cases/select-practices.js';

const useCases = [SelectPractices, DraftCampaign, MoveCampaign, AnswerCampaign, ExecuteCampaign, SealCampaignStatement];

/** Practices asked together about what they have signed. Wired apart from the life of one agreement, which knows nothing of it. */
@Global()
@Module({
  providers: [Campaigns, SelectablePractices, Withdrawals, CampaignsReader, ...useCases, { provide: CampaignWithdrawals, useClass: StoredCampaignWithdrawals }, CampaignsResolver],
  exports: [...useCases, CampaignsReader, CampaignWithdrawals],
})
export class CampaignsModule {}

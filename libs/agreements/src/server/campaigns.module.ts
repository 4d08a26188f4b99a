import { Global, Module } from '@nestjs/common';
import { CampaignWithdrawals } from '@accord/agreements';
import './abilities.js';
import { CampaignsResolver } from './graphql/campaigns.resolver.js';
import { InstructionsResolver } from './graphql/instructions.resolver.js';
import { StoredCampaignWithdrawals } from './read-models/campaign-withdrawals.js';
import { CampaignsReader } from './read-models/campaigns.js';
import { InstructionsReader } from './read-models/instructions.js';
import { Campaigns } from './storage/campaigns.js';
import { SelectablePractices } from './storage/selectable-practices.js';
import { Instructions } from './storage/instructions.js';
import { Withdrawals } from './storage/withdrawals.js';
import { AnswerCampaign } from './use-cases/answer-campaign.js';
import { ChosenPractices } from './use-cases/chosen-practices.js';
import { CoolingOff } from './use-cases/cooling-off.js';
import { DraftCampaign } from './use-cases/draft-campaign.js';
import { EditCampaign } from './use-cases/edit-campaign.js';
import { ExecuteCampaign } from './use-cases/execute-campaign.js';
import { MoveCampaign } from './use-cases/move-campaign.js';
import { RecordInstruction } from './use-cases/record-instruction.js';
import { SealCampaignStatement } from './use-cases/seal-campaign-statement.js';
import { SelectPractices } from './use-cases/select-practices.js';
import { VerifyInstruction } from './use-cases/verify-instruction.js';

const useCases = [SelectPractices, DraftCampaign, EditCampaign, MoveCampaign, AnswerCampaign, RecordInstruction, VerifyInstruction, ExecuteCampaign, SealCampaignStatement];

/** Practices asked together about what they have signed. Wired apart from the life of one agreement, which knows nothing of it. */
@Global()
@Module({
  providers: [Campaigns, Instructions, SelectablePractices, ChosenPractices, CoolingOff, Withdrawals, CampaignsReader, InstructionsReader, ...useCases, { provide: CampaignWithdrawals, useClass: StoredCampaignWithdrawals }, CampaignsResolver, InstructionsResolver],
  exports: [...useCases, CampaignsReader, InstructionsReader, CampaignWithdrawals],
})
export class CampaignsModule {}

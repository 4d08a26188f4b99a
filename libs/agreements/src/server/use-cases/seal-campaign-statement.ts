import { Injectable } from '@nestjs/common';
import { SealedPapers } from '@accord/evidence';
import { campaignStatement, type AgreementOnStatement, type CampaignOnStatement } from '../domain/campaign-statement.js';

/** Writes what came of a campaign for one practice, and seals it with the time at which it says so. */
@Injectable()
export class SealCampaignStatement {
  constructor(private readonly papers: SealedPapers) {}

  pdf(campaign: CampaignOnStatement, practice: { readonly odsCode: string; readonly name: string }, agreements: readonly AgreementOnStatement[], at: Date): Promise<Uint8Array> {
    return this.papers.pdf(campaignStatement(campaign, practice, agreements, at));
  }
}

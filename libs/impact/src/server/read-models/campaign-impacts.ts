import { Injectable } from '@nestjs/common';
import { CampaignWithdrawals, withdrawalOf } from '@accord/agreements';
import { NotFound, type Tx } from '@accord/kernel';
import { flippedBy, type Impact } from '../../contract/index.js';
import { PreviewedImpact } from './previewed-impact.js';
import { requestsOfPairs } from './requests-of-pairs.js';
import { namesOf } from './viewing-organisations.js';

/** What one practice of a campaign would lose. */
export interface PracticeImpact {
  readonly odsCode: string;
  readonly name: string | null;
  /** Agreements it would withdraw from. */
  readonly agreements: number;
  readonly pairs: number;
  readonly views: number;
  /** Requests of the last thirty days that would have been refused. */
  readonly wouldBeRefused: number;
}

export interface CampaignImpact {
  readonly impact: Impact;
  readonly since: Date;
  readonly wouldBeRefused: number;
  readonly practices: readonly PracticeImpact[];
}

/** What carrying out a campaign would take: of everybody it asks, or of those who have confirmed. In sum and for each practice. */
@Injectable()
export class CampaignImpacts {
  constructor(private readonly withdrawals: CampaignWithdrawals, private readonly impacts: PreviewedImpact) {}

  async of(tx: Tx, campaignId: string, whom: 'everybody' | 'confirmed'): Promise<CampaignImpact> {
    const withdrawn = await this.withdrawals.of(tx, campaignId, whom);
    if (withdrawn === null) throw new NotFound('campaign');
    const impact = await this.impacts.of(tx, withdrawalOf(withdrawn.map(({ participationId }) => participationId)));
    const { since, asked } = await requestsOfPairs(tx, impact.pairs);
    const [pairs, requests] = [groupedBy(impact.pairs), groupedBy(asked)];
    const codes = [...new Set(withdrawn.map(({ odsCode }) => odsCode))].sort();
    const names = await namesOf(tx, codes);
    const practices = codes.map((odsCode): PracticeImpact => {
      const lost = pairs.get(odsCode) ?? [];
      return {
        odsCode, name: names.get(odsCode) ?? null, agreements: withdrawn.filter((each) => each.odsCode === odsCode).length,
        pairs: lost.length, views: lost.reduce((sum, pair) => sum + pair.lost.length, 0), wouldBeRefused: flippedBy(lost, requests.get(odsCode) ?? []).wouldBeRefused,
      };
    });
    return { impact, since, practices, wouldBeRefused: practices.reduce((sum, practice) => sum + practice.wouldBeRefused, 0) };
  }
}

function groupedBy<Row extends { readonly provider: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const known = found.get(row.provider);
    if (known === undefined) found.set(row.provider, [row]);
    else known.push(row);
  }
  return found;
}

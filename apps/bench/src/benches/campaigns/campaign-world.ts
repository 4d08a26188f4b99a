import { Client } from 'pg';

import { BenchFault } from '../../bench.js';
import { RunningProduct } from '../graphql-list/running-product.js';
import { SignedIn } from '../graphql-list/signed-in.js';
import { SystemClock } from '@accord/kernel/server';
import { countBare, type Sums, withdrawBare } from './bare-statements.js';
import { AGREEMENTS, askedCampaign, confirmAll, layDownPractices, liveAgain, PAIRS, PRACTICES, REQUESTS, VIEWERS } from './many-practices.js';

const OFFICER = 'carys-lowell';
const IMPACT = `query Impact($id: ID!) { campaignImpact(id: $id, whom: confirmed) { hash loses { pairs views providers } wouldBeRefused practices { odsCode pairs views wouldBeRefused } } }`;
const EXECUTE = 'mutation Execute($input: ExecuteCampaignInput!) { executeCampaign(input: $input) { withdrawn practices others impactMoved } }';

interface Impact { readonly hash: string; readonly loses: { readonly pairs: number; readonly views: number; readonly providers: number }; readonly wouldBeRefused: number }

export const CAMPAIGN_SIZE = { practices: PRACTICES, agreements: AGREEMENTS, viewers: VIEWERS, pairs: PAIRS, requests: REQUESTS } as const;

/** The running product with a campaign that every one of its practices has confirmed, its officer signed in, and the superuser beside it. */
export class CampaignWorld {
  private readonly clock = new SystemClock();

  private constructor(private readonly product: RunningProduct, private readonly officer: SignedIn, private readonly client: Client, private readonly campaignId: string) {}

  static async open(say: (line: string) => void): Promise<CampaignWorld> {
    say('starting the product');
    const product = await RunningProduct.start();
    const client = new Client({ connectionString: product.superuserUrl });
    const now = new SystemClock().now();
    try {
      await client.connect();
      const officer = await SignedIn.as(OFFICER, product.origin);
      say(`laying down ${PRACTICES} practices that share with ${VIEWERS} viewers, and ${REQUESTS} requests`);
      await layDownPractices(client, now);
      const id = await askedCampaign(officer, new Date(now.getTime() + 30 * 86_400_000).toISOString().slice(0, 10));
      await confirmAll(client, id, now);
      return new CampaignWorld(product, officer, client, id);
    } catch (error) {
      await client.end();
      await product.stop();
      throw error;
    }
  }

  async preview(): Promise<Impact> {
    return (await this.officer.ask<{ campaignImpact: Impact }>(IMPACT, { id: this.campaignId })).campaignImpact;
  }

  countBare(): Promise<Sums> {
    return countBare(this.client, this.campaignId, this.clock.now());
  }

  async execute(impactHash: string): Promise<void> {
    const { executeCampaign: done } = await this.officer.ask<{ executeCampaign: { withdrawn: number; practices: number; others: number; impactMoved: boolean } }>(EXECUTE, { input: { id: this.campaignId, impactHash } });
    if (done.withdrawn !== PRACTICES || done.others !== 0 || done.impactMoved) throw new BenchFault(`Carried out otherwise than previewed: ${JSON.stringify(done)}`);
  }

  async withdrawBare(): Promise<void> {
    const withdrawn = await withdrawBare(this.client, this.campaignId, this.clock.now());
    if (withdrawn !== PRACTICES) throw new BenchFault(`The peer withdrew ${withdrawn} of ${PRACTICES}.`);
  }

  liveAgain(): Promise<void> {
    return liveAgain(this.client);
  }

  /** Both sides see the same world, or one of them is fast at being wrong. */
  async demandSameSums(): Promise<void> {
    const [impact, bare] = [await this.preview(), await this.countBare()];
    const ours: Sums = { practices: impact.loses.providers, pairs: impact.loses.pairs, views: impact.loses.views, requests: impact.wouldBeRefused };
    if (JSON.stringify(ours) !== JSON.stringify(bare) || ours.pairs !== PAIRS) throw new BenchFault(`Accord would stop ${JSON.stringify(ours)}, and the peer counts ${JSON.stringify(bare)}.`);
  }

  async close(): Promise<void> {
    await this.client.end();
    await this.product.stop();
  }
}

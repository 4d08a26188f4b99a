import type { Bench } from '../bench.js';
import { interleavedRounds } from '../interleaved-rounds.js';
import { secondsOf } from '../stopwatch.js';
import { CAMPAIGN_SIZE, CampaignWorld } from './campaigns/campaign-world.js';

const ROUNDS = 7;

/**
 * What a campaign would take, asked as its page asks it: pairs, views and requests, in sum and for each practice, with the hash to confirm by.
 * Nothing else does this, so there is no peer. The size gives, from the same rounds, the seconds of one SQL statement of the superuser that
 * counts the same pairs, views and requests, without gates, stops, row-level security and hash.
 */
export const campaignPreview: Bench = {
  name: 'agreements.campaign-preview',
  unit: 'seconds',
  peer: null,
  async run(say) {
    const world = await CampaignWorld.open(say);
    try {
      say('comparing the sums');
      await world.demandSameSums();
      say(`measuring ${ROUNDS} rounds`);
      const { peerValue: bareSeconds, ...measured } = await interleavedRounds(ROUNDS, () => secondsOf(() => world.preview()), () => secondsOf(() => world.countBare()));
      return { ...measured, peerValue: null, size: { ...CAMPAIGN_SIZE, bareSeconds } };
    } finally {
      await world.close();
    }
  },
};

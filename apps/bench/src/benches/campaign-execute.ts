import type { Bench } from '../bench.js';
import { interleavedRounds } from '../interleaved-rounds.js';
import { secondsOf } from '../stopwatch.js';
import { CAMPAIGN_SIZE, CampaignWorld } from './campaigns/campaign-world.js';

const ROUNDS = 5;

/**
 * Every practice of a campaign withdrawn in one transaction, from the press of the button to the answer, bound to what was previewed. Nothing
 * else does this, so there is no peer. The size gives, from the same rounds, the seconds in which a handful of statements of the superuser write
 * the same rows in one transaction, under the same triggers, without preview, judging and row-level security.
 */
export const campaignExecute: Bench = {
  name: 'agreements.campaign-execute',
  unit: 'seconds',
  peer: null,
  async run(say) {
    const world = await CampaignWorld.open(say);
    try {
      const { hash } = await world.preview();
      say(`measuring ${ROUNDS} rounds`);
      const { peerValue: bareSeconds, ...measured } = await interleavedRounds(ROUNDS, async () => {
        await world.liveAgain();
        return secondsOf(() => world.execute(hash));
      }, async () => {
        await world.liveAgain();
        return secondsOf(() => world.withdrawBare());
      });
      return { ...measured, peerValue: null, size: { ...CAMPAIGN_SIZE, bareSeconds } };
    } finally {
      await world.close();
    }
  },
};

import type { Bench } from '../bench.js';
import { interleavedRounds } from '../interleaved-rounds.js';
import { secondsOf } from '../stopwatch.js';
import { CAMPAIGN_SIZE, CampaignWorld } from './campaigns/campaign-world.js';

const ROUNDS = 5;

/** Every practice of a campaign withdrawn in one transaction, from the press of the button to the answer, bound to what was previewed. */
export const campaignExecute: Bench = {
  name: 'agreements.campaign-execute',
  unit: 'seconds',
  peer: 'the same rows written by a handful of statements of the superuser in one transaction, under the same triggers, without preview, judging and row-level security',
  async run(say) {
    const world = await CampaignWorld.open(say);
    try {
      const { hash } = await world.preview();
      say(`measuring ${ROUNDS} rounds`);
      const measured = await interleavedRounds(ROUNDS, async () => {
        await world.liveAgain();
        return secondsOf(() => world.execute(hash));
      }, async () => {
        await world.liveAgain();
        return secondsOf(() => world.withdrawBare());
      });
      return { ...measured, size: CAMPAIGN_SIZE };
    } finally {
      await world.close();
    }
  },
};

import type { Bench } from '../bench.js';
import { measureReach } from './reach/measure-reach.js';

/** X-Road rebuilds its configuration each minute, and servers fetch it each minute: 0 to 120 seconds. There is nothing to run beside this. */
export const publicationReach50: Bench = {
  name: 'publication.reach50',
  unit: 'ms (99 of 100)',
  peer: null,
  run: (say) => measureReach({ isBusy: false }, say),
};

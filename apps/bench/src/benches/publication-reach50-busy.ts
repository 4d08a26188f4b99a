import type { Bench } from '../bench.js';
import { measureReach } from './reach/measure-reach.js';

/** The same while access events arrive at 2,000 a second, at the same feed and in the same database. */
export const publicationReach50Busy: Bench = {
  name: 'publication.reach50-busy',
  unit: 'ms (99 of 100)',
  peer: null,
  run: (say) => measureReach({ isBusy: true }, say),
};

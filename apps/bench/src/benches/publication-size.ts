import { gzipSync } from 'node:zlib';

import type { Bench } from '../bench.js';
import { national } from './national.js';
import { verbosePairs } from './verbose.js';

/** What gateways fetch of the country, each file packed as it travels: every locality, and the callers once. */
export const publicationSize: Bench = {
  name: 'publication.size',
  unit: 'bytes/pair',
  peer: 'JSON with an object for each pair, in one file, without certificates',
  run(say) {
    const { world, summaries } = national(say);
    say('packing');
    const targets = [summaries.callersTarget, ...summaries.localityTargets];
    const bytes = targets.reduce((sum, target) => sum + gzipSync(target.bytes).length, 0);
    const raw = targets.reduce((sum, target) => sum + target.bytes.length, 0);
    const peer = Buffer.from(JSON.stringify(verbosePairs(world, summaries)));
    const peerBytes = gzipSync(peer).length;
    const { pairs } = world.size;
    return Promise.resolve({ value: bytes / pairs, peerValue: peerBytes / pairs, rounds: 1, statistic: 'bytes counted once: nothing in them varies', size: { ...world.size, files: targets.length, raw, peerRaw: peer.length } });
  },
};

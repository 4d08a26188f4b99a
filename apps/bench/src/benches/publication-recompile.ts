import { decide } from '@accord/enforcement';
import { type Facts, Summaries } from '@accord/publication/server';
import { PublishedWorld, type SeededWorld } from '@accord/tooling/server';

import { type Bench, BenchFault } from '../bench.js';
import { interleavedRounds } from '../interleaved-rounds.js';
import { secondsOf } from '../stopwatch.js';
import { loadedBook } from './loaded-book.js';
import { national } from './national.js';

const ROUNDS = 9;

/** What the publisher reads when one practice's participation in one agreement ended: the rows of that agreement, which the announcement names, without it. */
function withoutOne(world: SeededWorld, nth: number): { readonly facts: Facts; readonly gone: Facts['providers'][number] } {
  const gone = world.facts.providers[(nth * 7_919) % world.facts.providers.length] as Facts['providers'][number];
  const providers = world.facts.providers.filter((row) => row.locality === gone.locality && row.agreement === gone.agreement && row !== gone);
  return {
    gone, facts: {
      services: world.facts.services, localities: world.facts.localities.filter(({ code }) => code === gone.locality).map((row) => ({ ...row, agreements: [gone.agreement] })), providers,
      consumers: world.facts.consumers.filter((row) => row.agreement === gone.agreement), certificates: null,
    },
  };
}

/**
 * From the facts of the agreement where one participation ended, already read, to a signed publication: its versions compared and what
 * changed compiled, targets, digests, every list of targets, snapshot and timestamp, with Ed25519 in this process. Reading the facts from
 * PostgreSQL, the way to the signer process and COMMIT are not in it, on neither side: `publication.reach50` measures all of them.
 */
export const publicationRecompile: Bench = {
  name: 'publication.recompile',
  unit: 'ms',
  peer: 'the same code compiling, listing and signing all of it',
  async run(say) {
    const { world, at } = national(say);
    const published = await PublishedWorld.of(Summaries.of(world.facts), world.at);
    say('comparing what is compiled either way');
    const first = withoutOne(world, 0);
    await published.publish(first.facts, world.at);
    const all = Summaries.of({ ...world.facts, providers: world.facts.providers.filter((row) => row !== first.gone) });
    if (all.consumersDigest !== published.summaries.consumersDigest || JSON.stringify(all.localities) !== JSON.stringify(published.summaries.localities)) {
      throw new BenchFault('One change and everything compiled anew lead to different summaries.');
    }
    const asked = { certificate: world.certificateOf(first.gone.consumers[0] ?? ''), service: first.gone.service, provider: first.gone.provider, views: ['summary'] };
    if (decide(asked, loadedBook(published.summaries, at), at).decision !== 'refuse') throw new BenchFault('What was taken out is permitted still.');

    say(`measuring ${ROUNDS} rounds`);
    let nth = 0;
    const measured = await interleavedRounds(ROUNDS, async () => {
      const times: number[] = [];
      for (let turn = 0; turn < 10; turn += 1) {
        const { facts } = withoutOne(world, nth += 1);
        times.push(1_000 * await secondsOf(() => published.publish(facts, world.at)));
      }
      return times.sort((a, b) => a - b)[5] ?? NaN;
    }, async () => 1_000 * await secondsOf(() => PublishedWorld.of(Summaries.of(world.facts), world.at)));
    return { ...measured, size: { ...world.size, changes: nth } };
  },
};

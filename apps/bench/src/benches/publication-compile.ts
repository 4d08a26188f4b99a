import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

import { canonicalBytes, LocalityIndex, parseLocality } from '@accord/enforcement';
import { type Facts, Summaries } from '@accord/publication/server';
import type { SeededWorld } from '@accord/tooling/server';

import { type Bench, BenchFault } from '../bench.js';
import { interleavedRounds } from '../interleaved-rounds.js';
import { secondsOf } from '../stopwatch.js';
import { national } from './national.js';

const ROUNDS = 5;

/** Every summary and every consumer's configuration, hashed, listed and the lists signed, as a first publication is. */
function compileAndSign(facts: Facts, key: KeyObject): { summaries: Summaries; bytes: number } {
  const summaries = Summaries.of(facts);
  let bytes = 0;
  for (const targets of [[summaries.callersTarget, ...summaries.localityTargets], summaries.consumerTargets]) {
    const listed = canonicalBytes(Object.fromEntries(targets.map((target) => [target.path, { length: target.bytes.length, hashes: { sha256: target.sha256 } }])));
    bytes += listed.length + sign(null, listed, key).length + targets.reduce((sum, target) => sum + target.bytes.length, 0);
  }
  return { summaries, bytes };
}

/** The plain way: an object for each pair, one document, one signature. */
function writeEveryPair(facts: Facts, key: KeyObject): number {
  const parts = new Map(facts.consumers.map((part) => [`${part.agreement} ${part.consumer}`, part]));
  const pairs = facts.providers.flatMap((row) => row.consumers.map((consumer) => {
    const part = parts.get(`${row.agreement} ${consumer}`);
    return {
      agreement: row.agreement, service: row.service, version: row.version, provider: row.provider, consumer, views: part?.views,
      from: part !== undefined && part.from > row.from ? part.from : row.from, until: row.until, evidence: row.evidence, consumerEvidence: part?.evidence,
    };
  }));
  const document = Buffer.from(JSON.stringify(pairs));
  return document.length + sign(null, document, key).length;
}

/** What was compiled has to hold every pair of the world, or its speed means nothing. */
function holdsEveryPair(world: SeededWorld, summaries: Summaries): void {
  const pairs = summaries.localityTargets.reduce((sum, target) => sum + new LocalityIndex(parseLocality(target.bytes)).pairs, 0);
  if (pairs !== world.size.pairs) throw new BenchFault(`The compiled summaries hold ${pairs} pairs, and the world has ${world.size.pairs}.`);
}

export const publicationCompile: Bench = {
  name: 'publication.compile',
  unit: 'seconds',
  peer: 'JSON.stringify of an object per pair, signed with Ed25519',
  async run(say) {
    const { world } = national(say);
    const key = generateKeyPairSync('ed25519').privateKey;
    say('checking that the summaries hold every pair');
    const { summaries, bytes } = compileAndSign(world.facts, key);
    holdsEveryPair(world, summaries);
    const peerBytes = writeEveryPair(world.facts, key);
    say(`measuring ${ROUNDS} rounds`);
    const measured = await interleavedRounds(
      ROUNDS,
      () => secondsOf(() => compileAndSign(world.facts, key)),
      () => secondsOf(() => writeEveryPair(world.facts, key)),
    );
    return { ...measured, size: { ...world.size, targets: summaries.localityTargets.length + summaries.consumerTargets.length, bytes, peerBytes } };
  },
};

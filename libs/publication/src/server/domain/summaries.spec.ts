import { describe, expect, it } from '@jest/globals';
import { parseLocality, summaryIn, type ConsumerTarget, type LocalitySummary, type LocalityTarget } from '@accord/enforcement';
import { nationalFacts } from '../../testing/index.js';
import { Summaries } from './summaries.js';
import type { Facts } from './facts.js';
import type { Target } from './target.js';

const small = () => nationalFacts({ localities: 3, providers: 12, consumers: 7 });
const read = <T>(target: Target) => JSON.parse(target.bytes.toString()) as T;
const summary = (of: Summaries): LocalitySummary => summaryIn(parseLocality(targetOf(of.localityTargets, 'localities/TSTL00000.json').bytes));
const targetOf = (targets: readonly Target[], path: string) => targets.find((target) => target.path === path)!;
const only = (facts: Facts, locality: string): Facts => ({
  ...facts,
  localities: facts.localities.filter((row) => row.code === locality),
  providers: facts.providers.filter((row) => row.locality === locality),
});
const withdrawn = (facts: Facts, provider: string): Facts => ({ ...facts, providers: facts.providers.filter((row) => row.provider !== provider) });

describe('compiled summaries', () => {
  it('name providers, consumers and views once and cite them by position', () => {
    const locality = read<LocalityTarget>(targetOf(Summaries.of(small()).localityTargets, 'localities/TSTL00000.json'));
    expect(locality.providers).toEqual(['TSTP00000', 'TSTP00003', 'TSTP00006', 'TSTP00009']);
    expect(locality.consumers).toEqual({ codes: ['TSTV00000', 'TSTV00003', 'TSTV00006'], views: [1, 112, 223] });
    expect(locality.agreements).toMatchObject({ references: ['DCR-TSTL00000-0001'], versions: [1], blocks: [1] });
    expect(locality.blocks).toMatchObject({ providers: [[0, 1, 1, 1]], consumers: [[0, 1, 1]] });
  });

  it('do not depend on the order in which rows are read', () => {
    const facts = small();
    const reversed: Facts = { ...facts, providers: [...facts.providers].reverse(), consumers: [...facts.consumers].reverse(), certificates: [...facts.certificates!].reverse() };
    expect(Summaries.of(reversed).localities).toEqual(Summaries.of(facts).localities);
    expect(Summaries.of(reversed).consumersDigest).toBe(Summaries.of(facts).consumersDigest);
  });

  it('change one locality and its consumers only when one provider withdraws', () => {
    const before = Summaries.of(small());
    const after = Summaries.of(small());
    const changed = after.take(only(withdrawn(small(), 'TSTP00003'), 'TSTL00000'));
    expect(changed.map((target) => target.path)).toEqual([
      'localities/TSTL00000.json', 'consumers/TSTV00000.json', 'consumers/TSTV00003.json', 'consumers/TSTV00006.json',
    ]);
    expect(after.localities.TSTL00001).toBe(before.localities.TSTL00001);
    expect(read<ConsumerTarget>(targetOf(after.consumerTargets, 'consumers/TSTV00000.json')).services[0]!.shares.flatMap(({ providers }) => providers)).not.toContain('TSTP00003');
  });

  it('are the same after many small changes as compiled at once', () => {
    const leaving = ['TSTP00001', 'TSTP00004', 'TSTP00011', 'TSTP00008'];
    const stepwise = Summaries.of(small());
    let facts = small();
    for (const provider of leaving) {
      const locality = facts.providers.find((row) => row.provider === provider)!.locality;
      facts = withdrawn(facts, provider);
      stepwise.take(only(facts, locality));
    }
    expect(stepwise.localities).toEqual(Summaries.of(facts).localities);
    expect(stepwise.consumersDigest).toBe(Summaries.of(facts).consumersDigest);
  });

  it('drop the configuration of a consumer that nobody shares with any more', () => {
    const facts: Facts = { ...small(), providers: [] };
    expect(Summaries.of(facts).consumerTargets).toEqual([]);
    const summaries = Summaries.of(small());
    summaries.take(facts);
    expect(summaries.consumerTargets).toEqual([]);
  });

  it('leave out a pair that does not share, and keep the rest of both', () => {
    const facts: Facts = {
      ...small(),
      providers: small().providers.map((row) => (row.provider === 'TSTP00003' ? { ...row, consumers: row.consumers.filter((code) => code !== 'TSTV00006') } : row)),
    };
    const summaries = Summaries.of(facts);
    expect(summary(summaries).agreements[0]!.blocks.map(({ providers, consumers }) => [providers, consumers.map(({ consumer }) => consumer)])).toEqual([
      [['TSTP00000', 'TSTP00006', 'TSTP00009'], ['TSTV00000', 'TSTV00003', 'TSTV00006']], [['TSTP00003'], ['TSTV00000', 'TSTV00003']],
    ]);
    expect(read<ConsumerTarget>(targetOf(summaries.consumerTargets, 'consumers/TSTV00006.json')).services[0]!.shares.flatMap(({ providers }) => providers)).not.toContain('TSTP00003');
    expect(read<ConsumerTarget>(targetOf(summaries.consumerTargets, 'consumers/TSTV00000.json')).services[0]!.shares.flatMap(({ providers }) => providers)).toContain('TSTP00003');
  });

  it('compile the country, a target for each locality and each consumer', () => {
    const summaries = Summaries.of(nationalFacts());
    expect(summaries.localityTargets).toHaveLength(104);
    expect(summaries.consumerTargets).toHaveLength(1_209);
  });
});

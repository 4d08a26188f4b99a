import { beforeAll, describe, expect, it } from '@jest/globals';
import { LocalityIndex, parseLocality } from '@accord/enforcement';
import { Summaries } from '@accord/publication/server';

import { seededWorld, type SeededWorld } from './seeded-world.js';

const SMALL = { regions: 3, localities: 7, providers: 90, consumers: 150, pairs: 5_000 };

describe('a seeded world', () => {
  let world: SeededWorld;
  beforeAll(() => {
    world = seededWorld(SMALL);
  });

  it('is the same every time, and another with another seed', () => {
    expect(JSON.stringify(seededWorld(SMALL).facts)).toBe(JSON.stringify(world.facts));
    expect(JSON.stringify(seededWorld(SMALL, 1).facts)).not.toBe(JSON.stringify(world.facts));
  });

  it('has exactly the pairs that were asked for, each once', () => {
    const pairs = world.facts.providers.flatMap((row) => row.consumers.map((consumer) => `${row.provider} ${consumer}`));
    expect(pairs).toHaveLength(SMALL.pairs);
    expect(new Set(pairs).size).toBe(SMALL.pairs);
  });

  it('puts every provider into one locality, and none is left empty', () => {
    const localityOf = new Map(world.facts.providers.map((row) => [row.provider, row.locality]));
    expect(localityOf.size).toBe(SMALL.providers);
    expect(new Set(localityOf.values()).size).toBe(SMALL.localities);
    for (const row of world.facts.providers) expect(localityOf.get(row.provider)).toBe(row.locality);
  });

  it('shows each consumer one view set', () => {
    const viewsOf = new Map(world.facts.consumers.map((row) => [row.consumer, row.views.join()]));
    for (const row of world.facts.consumers) expect(viewsOf.get(row.consumer)).toBe(row.views.join());
  });

  it('has everything in force at its instant', () => {
    const at = world.at.toISOString();
    for (const row of [...world.facts.providers, ...world.facts.consumers, ...(world.facts.certificates ?? [])]) expect(row.from <= at && at < row.until).toBe(true);
  });

  it('compiles into summaries that a gateway can read, pair for pair', () => {
    const compiled = Summaries.of(world.facts).localityTargets.map((target) => new LocalityIndex(parseLocality(target.bytes)));
    expect(compiled.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(SMALL.pairs);
  });
});

import type { Ask } from '@accord/enforcement';
import { SeededNumbers, type SeededWorld } from '@accord/tooling/server';

export interface Question extends Ask {
  /** Who the certificate belongs to: SQL is asked by code. */
  readonly consumer: string;
}

const SHARED = 0.7;

/** The same text in memory of its own. */
export function cutAnew(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/**
 * What gateways are asked: seven in ten about a pair that shares, the rest about any two; one to three views. Every text is made anew,
 * as it is when it was just cut from a request, so that nothing is found by having been looked for before.
 */
export function questions(world: SeededWorld, count: number, seed: number): Question[] {
  const numbers = new SeededNumbers(seed);
  const [service] = world.facts.services;
  const views = service?.views ?? [];
  return Array.from({ length: count }, () => {
    const row = numbers.oneOf(world.facts.providers);
    const consumer = numbers.chance(SHARED) ? numbers.oneOf(row.consumers) : numbers.oneOf(world.consumers);
    return {
      certificate: cutAnew(world.certificateOf(consumer)), consumer: cutAnew(consumer), service: cutAnew(service?.code ?? ''), provider: cutAnew(row.provider),
      views: numbers.someOf(views, numbers.between(1, 3)).map(cutAnew),
    };
  });
}

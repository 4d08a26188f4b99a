import type { Ask } from '@accord/enforcement';
import { SeededNumbers, type SeededWorld } from '@accord/tooling/server';

export interface Question extends Ask {
  /** Who the certificate belongs to: SQL is asked by code. */
  readonly consumer: string;
}

const SHARED = 0.7;

/**
 * What gateways are asked: seven in ten about a pair that shares, the rest about any two; one to three views. Every text is made anew,
 * as it is when it was just cut from a request, so that nothing is found by having been looked for before.
 */
export function questions(world: SeededWorld, count: number, seed: number): Question[] {
  const numbers = new SeededNumbers(seed);
  const [service] = world.facts.services;
  const views = service?.views ?? [];
  const fresh = (text: string): string => Buffer.from(text).toString('latin1');
  return Array.from({ length: count }, () => {
    const row = numbers.oneOf(world.facts.providers);
    const consumer = numbers.chance(SHARED) ? numbers.oneOf(row.consumers) : numbers.oneOf(world.consumers);
    return {
      certificate: fresh(world.certificateOf(consumer)), consumer: fresh(consumer), service: fresh(service?.code ?? ''), provider: fresh(row.provider),
      views: numbers.someOf(views, numbers.between(1, 3)).map(fresh),
    };
  });
}

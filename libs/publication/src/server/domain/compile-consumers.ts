import { CONSUMER_FORMAT, consumerPath, type ConsumerTarget } from '@accord/enforcement';
import type { CompiledLocality, ConsumerShare } from './compile-locality.js';
import { compare, sortedUnique } from './order.js';
import { targetOf, type Target } from './target.js';

/** Each consumer's own configuration, and nobody else's: the practices it may ask, and for which views. */
export function compileConsumer(consumer: string, shares: readonly ConsumerShare[], viewsOf: (service: string) => readonly string[]): Target {
  const services = sortedUnique(shares.map((share) => share.service)).map((service) => {
    const own = shares.filter((share) => share.service === service);
    const views = new Set(own.flatMap((share) => share.views));
    return {
      service,
      views: viewsOf(service).filter((view) => views.has(view)),
      providers: sortedUnique(own.map((share) => share.provider)),
    };
  });
  return targetOf<ConsumerTarget>(consumerPath(consumer), { format: CONSUMER_FORMAT, consumer, services });
}

/** The shares of every consumer across localities, kept so that one changed locality costs only the consumers it names. */
export class SharesByConsumer {
  private readonly byConsumer = new Map<string, Map<string, ConsumerShare[]>>();

  /** Replaces what a locality shares; gives the consumers whose shares differ from before. */
  replace(before: CompiledLocality | undefined, after: CompiledLocality): string[] {
    const touched = new Set<string>();
    for (const { consumer } of before?.shares ?? []) touched.add(consumer);
    for (const consumer of touched) this.byConsumer.get(consumer)?.delete(after.code);
    for (const share of after.shares) {
      touched.add(share.consumer);
      const localities = this.byConsumer.get(share.consumer) ?? new Map<string, ConsumerShare[]>();
      this.byConsumer.set(share.consumer, localities);
      const shares = localities.get(after.code);
      if (shares) shares.push(share);
      else localities.set(after.code, [share]);
    }
    return [...touched].sort(compare);
  }

  of(consumer: string): ConsumerShare[] {
    return [...(this.byConsumer.get(consumer)?.values() ?? [])].flat();
  }
}

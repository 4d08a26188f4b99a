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

/** The shares of every consumer across localities, kept so that one changed locality costs only the consumers it changes. */
export class SharesByConsumer {
  private readonly byConsumer = new Map<string, Map<string, readonly ConsumerShare[]>>();

  /** Replaces what a locality shares; gives the consumers whose shares differ from before. */
  replace(before: CompiledLocality | undefined, after: CompiledLocality): string[] {
    const touched: string[] = [];
    for (const consumer of before?.shares.keys() ?? []) {
      if (after.shares.has(consumer)) continue;
      this.byConsumer.get(consumer)?.delete(after.code);
      touched.push(consumer);
    }
    for (const [consumer, shares] of after.shares) {
      const localities = this.byConsumer.get(consumer) ?? new Map<string, readonly ConsumerShare[]>();
      this.byConsumer.set(consumer, localities);
      localities.set(after.code, shares);
      if (!same(before?.shares.get(consumer), shares)) touched.push(consumer);
    }
    return touched.sort(compare);
  }

  of(consumer: string): ConsumerShare[] {
    return [...(this.byConsumer.get(consumer)?.values() ?? [])].flat();
  }
}

function same(before: readonly ConsumerShare[] | undefined, after: readonly ConsumerShare[]): boolean {
  return before?.length === after.length && before.every(({ service, provider, views }, at) => {
    const other = after[at]!;
    return service === other.service && provider === other.provider && views.length === other.views.length && views.every((view, nth) => view === other.views[nth]);
  });
}

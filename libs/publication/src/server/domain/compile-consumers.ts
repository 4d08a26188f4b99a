import { CONSUMER_FORMAT, consumerPath, type AgreementSummary, type ConsumerShare, type ConsumerTarget } from '@accord/enforcement';
import type { CompiledLocality } from './compile-locality.js';
import { compare, sortedBy, sortedUnique } from './order.js';
import { targetOf, type Target } from './target.js';

/** Each consumer's own configuration, and nobody else's: the practices it may ask, for which views, and from and until when. */
export function compileConsumer(consumer: string, agreements: readonly AgreementSummary[], viewsOf: (service: string) => readonly string[]): Target {
  const shared = new Map<string, Map<string, Omit<ConsumerShare, 'providers'> & { readonly providers: Set<string> }>>();
  for (const { service, blocks } of agreements) {
    for (const { from, until, providers, consumers } of blocks) {
      for (const { views, consumer: seeing } of consumers) {
        if (seeing !== consumer || views.length === 0) continue;
        let own = shared.get(service);
        if (own === undefined) shared.set(service, own = new Map());
        const key = `${from}|${until}|${views.join()}`;
        let share = own.get(key);
        if (share === undefined) own.set(key, share = { from, until, views: viewsOf(service).filter((view) => views.includes(view)), providers: new Set() });
        for (const provider of providers) share.providers.add(provider);
      }
    }
  }
  const services = [...shared.keys()].sort(compare).map((service) => ({
    service, shares: sortedBy([...shared.get(service)!], ([key]) => key).map(([, { providers, ...share }]) => ({ ...share, providers: sortedUnique(providers) })),
  }));
  return targetOf<ConsumerTarget>(consumerPath(consumer), { format: CONSUMER_FORMAT, consumer, services });
}

/** The agreements of every consumer across localities, kept so that one changed version costs only the consumers it names. */
export class AgreementsByConsumer {
  private readonly byConsumer = new Map<string, Map<string, AgreementSummary>>();

  /** Replaces what a locality shares; gives the consumers of every version that differs from before. */
  replace(before: CompiledLocality | undefined, after: CompiledLocality): readonly string[] {
    const touched = new Set<string>();
    for (const [key, { summary }] of before?.versions ?? []) {
      if (after.versions.get(key)?.summary === summary) continue;
      for (const consumer of consumersOf(summary)) {
        this.byConsumer.get(consumer)?.delete(`${after.code}|${key}`);
        touched.add(consumer);
      }
    }
    for (const [key, { summary }] of after.versions) {
      if (before?.versions.get(key)?.summary === summary) continue;
      for (const consumer of consumersOf(summary)) {
        let own = this.byConsumer.get(consumer);
        if (own === undefined) this.byConsumer.set(consumer, own = new Map());
        own.set(`${after.code}|${key}`, summary);
        touched.add(consumer);
      }
    }
    return [...touched];
  }

  of(consumer: string): readonly AgreementSummary[] {
    return [...this.byConsumer.get(consumer)?.values() ?? []];
  }
}

function consumersOf({ blocks }: AgreementSummary): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const { consumers } of blocks) for (const { consumer } of consumers) codes.add(consumer);
  return codes;
}

import type { LocalitySummary, StopEntry } from '@accord/enforcement';

/** What a gateway may answer for one practice and one viewing organisation, as the summaries it holds say. */
export interface HeldPair {
  readonly locality: string;
  readonly agreement: string;
  readonly version: number;
  readonly service: string;
  readonly consumer: string;
  readonly views: readonly string[];
  readonly from: string;
  readonly until: string;
  /** Views that the stop list it holds takes away, all of them where sharing is stopped altogether. */
  readonly stoppedViews: readonly string[];
}

/** Everything a gateway holds of one practice, and of no other, from a summary and a stop list as it has them. */
export function heldPairsOf(provider: string, summary: LocalitySummary, stops: readonly StopEntry[]): readonly HeldPair[] {
  const { locality } = summary;
  return summary.agreements.flatMap(({ reference: agreement, version, service, blocks }) => blocks.filter(({ providers }) => providers.includes(provider)).flatMap(({ from, until, consumers }) =>
    consumers.map(({ consumer, views }) => {
      return { locality, agreement, version, service, consumer, views, from, until, stoppedViews: stoppedOf(views, { agreement, provider, consumer, service, locality }, stops) };
    })));
}

/** Whether anything of a pair is shown at an instant: it has begun, has not ended, and a view is left that no stop takes away. */
export const isShown = ({ from, until, views, stoppedViews }: HeldPair, at: Date): boolean => new Date(from) <= at && at < new Date(until) && stoppedViews.length < views.length;

type PairAt = Readonly<Record<'agreement' | 'provider' | 'consumer' | 'service' | 'locality', string>>;

/** Which of a pair's views a stop list takes away. */
export function stoppedOf(views: readonly string[], pair: PairAt, stops: readonly StopEntry[]): readonly string[] {
  const stopping = stops.filter(({ scope }) => covers(scope, pair));
  return views.filter((view) => stopping.some(({ scope }) => scope.views === undefined || scope.views.includes(view)));
}

/** One system that is stopped leaves the others: the pair goes on. */
function covers(scope: StopEntry['scope'], pair: PairAt): boolean {
  return scope.system === undefined && (['agreement', 'provider', 'consumer', 'service', 'locality'] as const).every((field) => scope[field] === undefined || scope[field] === pair[field]);
}

/** What is the same on several gateways is said once. */
export const heldKey = ({ locality, agreement, version, consumer, views, from, until, stoppedViews }: HeldPair): string =>
  [consumer, agreement, String(version).padStart(9, '0'), from, until, locality, views.join(), stoppedViews.join()].join('|');

import { parseLocality } from '@accord/enforcement';
import type { Summaries } from '@accord/publication/server';
import type { SeededWorld } from '@accord/tooling/server';

/** An object for each pair, saying what a locality's summary says of it. */
export interface VerbosePair {
  readonly agreement: string;
  readonly service: string;
  readonly version: number;
  readonly provider: string;
  readonly consumer: string;
  readonly views: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly evidence: string;
}

/** The plain way to write the country down, with the same digest of evidence; agreement by agreement, which packs best. Without certificates. */
export function verbosePairs({ facts }: SeededWorld, summaries: Summaries): VerbosePair[] {
  const evidence = new Map(summaries.localityTargets.flatMap(({ bytes }) => {
    const { references, evidence: digests } = parseLocality(bytes).agreements;
    return references.map((reference, at) => [reference, digests[at] ?? ''] as const);
  }));
  const parts = new Map(facts.consumers.map((part) => [`${part.agreement} ${part.consumer}`, part.views]));
  return facts.providers.flatMap(({ agreement, service, version, provider, from, until, consumers }) => consumers.map((consumer) => (
    { agreement, service, version, provider, consumer, views: parts.get(`${agreement} ${consumer}`) ?? [], from, until, evidence: evidence.get(agreement) ?? '' })));
}

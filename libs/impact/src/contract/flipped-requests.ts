import type { ActOnAccess } from '@accord/agreements';
import type { PairImpact } from './impact-of-act.js';

/** Requests alike in everything that decides: who asked whom for which views, and what was answered. */
export interface AskedAlike {
  readonly service: string;
  readonly provider: string;
  readonly consumer: string;
  readonly views: readonly string[];
  readonly decision: 'permit' | 'refuse';
  readonly reason: string;
  readonly requests: number;
  /** The newest of them. */
  readonly newest: readonly Date[];
}

export interface FlippedSample {
  readonly at: Date;
  readonly service: string;
  readonly provider: string;
  readonly consumer: string;
  readonly views: readonly string[];
  readonly was: 'permit' | 'refuse';
}

export interface FlipCount {
  readonly wouldBeRefused: number;
  readonly wouldBePermitted: number;
}

/** Requests that would have been decided the other way, had the act been done before them. */
export interface FlippedRequests extends FlipCount {
  readonly byConsumer: readonly (FlipCount & { readonly odsCode: string })[];
  readonly sample: readonly FlippedSample[];
}

/** Refused because of what was agreed. No act on sharing mends a gateway out of date or a question that could not be read. */
const FOR_WANT_OF_SHARING: readonly string[] = ['NOT_AGREED', 'VIEW_NOT_AGREED', 'STOPPED', 'OUTSIDE_DATES'];
const FOR_WANT_OF_A_CERTIFICATE: readonly string[] = ['CERTIFICATE_NOT_CURRENT'];

/** Why a gateway refused what it would have permitted had this act been done before: a certificate mends no agreement, nor anything else a certificate. */
export const mendedBy = ({ kind }: ActOnAccess): readonly string[] => (kind === 'confirm' ? FOR_WANT_OF_A_CERTIFICATE : FOR_WANT_OF_SHARING);
const SAMPLE = 10;

/** A gateway permits where every view asked for is seen; so one view lost turns a permit, and only the last one missing turns a refusal. */
export function flippedBy(pairs: readonly PairImpact[], asked: readonly AskedAlike[], mended = FOR_WANT_OF_SHARING): FlippedRequests {
  const impacts = new Map<string, PairImpact[]>();
  for (const pair of pairs) impacts.set(keyOf(pair), [...impacts.get(keyOf(pair)) ?? [], pair]);
  // Where it turns more than once, whichever of the turns would have decided otherwise.
  const flipped = asked.filter((each) => (impacts.get(keyOf(each)) ?? []).some((pair) => (each.decision === 'permit' ? each.views.some((view) => pair.lost.includes(view))
    : mended.includes(each.reason) && each.views.length > 0 && each.views.some((view) => pair.gained.includes(view)) && each.views.every((view) => pair.seen.includes(view)))));
  const counted = (some: readonly AskedAlike[], decision: 'permit' | 'refuse'): number => some.reduce((sum, each) => sum + (each.decision === decision ? each.requests : 0), 0);
  const countsOf = (some: readonly AskedAlike[]): FlipCount => ({ wouldBeRefused: counted(some, 'permit'), wouldBePermitted: counted(some, 'refuse') });
  const consumers = [...new Set(flipped.map(({ consumer }) => consumer))].sort();
  const byConsumer = consumers.map((odsCode) => ({ odsCode, ...countsOf(flipped.filter(({ consumer }) => consumer === odsCode)) }))
    .sort((one, other) => other.wouldBeRefused + other.wouldBePermitted - one.wouldBeRefused - one.wouldBePermitted);
  const sample = flipped.flatMap(({ newest, service, provider, consumer, views, decision }) => newest.map((at): FlippedSample => ({ at, service, provider, consumer, views, was: decision })))
    .sort((one, other) => other.at.getTime() - one.at.getTime()).slice(0, SAMPLE);
  return { ...countsOf(flipped), byConsumer, sample };
}

const keyOf = ({ service, provider, consumer }: Pick<PairImpact, 'service' | 'provider' | 'consumer'>): string => `${service} ${provider} ${consumer}`;

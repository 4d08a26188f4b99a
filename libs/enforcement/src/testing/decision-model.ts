import type { Suspicion } from '../clock-watch.js';
import type { Ask, Decision } from '../decide.js';
import type { DecisionReason, Freshness, StopScope } from '../format.js';
import type { AgreementSummary, ConsumerViews, LocalitySummary, SharedBlock } from '../locality-summary.js';
import type { Verified } from '../verified.js';

interface Candidate {
  readonly locality: LocalitySummary;
  readonly agreement: AgreementSummary;
  readonly block: SharedBlock;
  readonly part: ConsumerViews;
}

const BEST_FIRST = ['PERMITTED', 'STOPPED', 'CLOCK_SUSPECT', 'OUT_OF_DATE', 'OUTSIDE_DATES'] as const;

/** The rules of a decision said a second time, with no index and no haste: what the real one must agree with. */
export function modelDecision(ask: Ask, verified: Verified, localities: readonly LocalitySummary[], suspicion: Suspicion | undefined, local: number): Decision {
  const now = Math.max(local, verified.signedAt);
  const at = (instant: string): number => new Date(instant).getTime();
  const freshUntil = Math.min(verified.timestampExpires, verified.stopsExpires);
  const endsBy = suspicion === undefined ? -Infinity : Math.max(suspicion.endsBy, verified.signedAt);
  const beginsBefore = suspicion?.beginsBefore ?? Infinity;
  const tooOld = (seconds: number): boolean => now >= verified.signedAt + seconds * 1000;
  const freshness = (locality: LocalitySummary | undefined): Freshness => {
    const limit = locality?.refuseAfterSeconds ?? Math.min(86_400, ...localities.map((each) => each.refuseAfterSeconds));
    return tooOld(limit) ? 'refuse' : now < freshUntil ? 'fresh' : 'stale';
  };
  const homes = localities.filter(({ agreements }) => agreements.some(({ blocks }) => blocks.some(({ providers }) => providers.includes(ask.provider))));
  const answer = (reason: DecisionReason, views: readonly string[] = [], found?: Candidate): Decision => ({
    decision: reason === 'PERMITTED' ? 'permit' : 'refuse', reason, views, agreement: found?.agreement.reference ?? null,
    publication: verified.publication.number, stopList: verified.stops.number, freshness: freshness(found?.locality ?? homes[0]), decidedAt: local,
  });

  if (homes.length < 2 && freshness(homes[0]) === 'refuse') return answer('OUT_OF_DATE');
  const cards = verified.callers.consumers.flatMap(({ code, systems }) => systems.flatMap(({ id, certificates }) => certificates.map((each) => ({ code, id, ...each }))))
    .filter(({ sha256 }) => sha256 === ask.certificate);
  const consumer = cards[0]?.code;
  const isSure = cards.every(({ code }) => code === consumer);
  const isCurrent = cards.some(({ from, until }) => now >= at(from) && now < at(until) && at(from) < freshUntil && at(from) < beginsBefore && endsBy < at(until));
  if (consumer === undefined || !isSure || !isCurrent) return answer('CERTIFICATE_NOT_CURRENT');
  if (!localities.some(({ services }) => ask.service in services)) return answer('UNKNOWN_SERVICE');

  const stopNow = Math.max(now, at(verified.stops.publishedAt), endsBy);
  const isStopped = (found: Candidate, view: string): boolean => verified.stops.entries.some(({ from, scope }) => stopNow >= at(from) && covers(scope, found, view));
  const covers = (scope: StopScope, { agreement, locality }: Candidate, view: string): boolean => (scope.agreement ?? agreement.reference) === agreement.reference
    && (scope.provider ?? ask.provider) === ask.provider && (scope.consumer ?? consumer) === consumer && (scope.service ?? ask.service) === ask.service
    && (scope.locality ?? locality.locality) === locality.locality && (scope.system === undefined || cards.some(({ id }) => id === scope.system))
    && (scope.views ?? [view]).includes(view);
  const agreed = ({ part }: Candidate): readonly string[] => part.views;
  const isAllStopped = (found: Candidate): boolean => {
    const stopped = [...(found.locality.services[ask.service] ?? []), 'some other view'].filter((view) => isStopped(found, view));
    return stopped.length > 0 && agreed(found).every((view) => isStopped(found, view));
  };
  const stateOf = (found: Candidate): (typeof BEST_FIRST)[number] => {
    const [from, until] = [at(found.block.from), at(found.block.until)];
    if (now < from || now >= until || endsBy >= until || from >= freshUntil) return 'OUTSIDE_DATES';
    if (from >= beginsBefore) return 'CLOCK_SUSPECT';
    if (freshness(found.locality) === 'refuse') return 'OUT_OF_DATE';
    return isAllStopped(found) ? 'STOPPED' : 'PERMITTED';
  };

  const candidates = homes.flatMap((locality) => candidatesIn(locality, ask, consumer));
  let best: { found: Candidate; state: (typeof BEST_FIRST)[number] } | undefined;
  for (const found of candidates) {
    const state = stateOf(found);
    if (best === undefined || BEST_FIRST.indexOf(state) < BEST_FIRST.indexOf(best.state)) best = { found, state };
  }
  const order = (best?.found.locality ?? localities.find(({ services }) => ask.service in services))?.services[ask.service] ?? [];
  const isUnknown = ask.views.length === 0 || ask.views.some((view) => !order.includes(view));
  if (best === undefined) return answer(isUnknown ? 'UNKNOWN_VIEW' : 'NOT_AGREED');
  const { found, state } = best;
  if (state !== 'PERMITTED') return answer(isUnknown && state !== 'OUT_OF_DATE' ? 'UNKNOWN_VIEW' : state, [], found);
  const asked = order.filter((view) => ask.views.includes(view));
  const permitted = asked.filter((view) => agreed(found).includes(view) && !isStopped(found, view));
  if (isUnknown) return answer('UNKNOWN_VIEW', permitted, found);
  if (asked.some((view) => !agreed(found).includes(view))) return answer('VIEW_NOT_AGREED', permitted, found);
  return answer(permitted.length === asked.length ? 'PERMITTED' : 'STOPPED', permitted, found);
}

/** Those with the same set of views stand together, in the order in which sets are numbered. */
function candidatesIn(locality: LocalitySummary, ask: Ask, consumer: string): Candidate[] {
  const numberOf = ({ part }: Candidate): number => part.views.reduce((sum, view) => sum + 2 ** (locality.services[ask.service]?.indexOf(view) ?? 0), 0);
  return locality.agreements.filter(({ service }) => service === ask.service).flatMap((agreement) => agreement.blocks
    .filter(({ providers }) => providers.includes(ask.provider))
    .flatMap((block) => block.consumers.filter((each) => each.consumer === consumer).map((part) => ({ locality, agreement, block, part }))))
    .sort((one, other) => numberOf(one) - numberOf(other));
}

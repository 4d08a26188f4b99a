import type { Suspicion } from '../clock-watch.js';
import type { Ask, Decision } from '../decide.js';
import type { AgreementSummary, DecisionReason, Freshness, LocalityTarget, StopScope, SummaryPart, SummaryParticipation } from '../format.js';
import type { Verified } from '../verified.js';

interface Candidate {
  readonly locality: LocalityTarget;
  readonly agreement: AgreementSummary;
  readonly participation: SummaryParticipation;
  readonly part: SummaryPart;
}

const BEST_FIRST = ['PERMITTED', 'STOPPED', 'CLOCK_SUSPECT', 'OUT_OF_DATE', 'OUTSIDE_DATES'] as const;

/** The rules of a decision said a second time, with no index and no haste: what the real one must agree with. */
export function modelDecision(ask: Ask, verified: Verified, suspicion: Suspicion | undefined, now: number): Decision {
  const at = (instant: string): number => new Date(instant).getTime();
  const localities = [...verified.localities.values()].map(({ target }) => target);
  const freshUntil = Math.min(verified.timestampExpires, verified.stopsExpires);
  const endsBy = suspicion === undefined ? -Infinity : Math.max(suspicion.endsBy, verified.signedAt);
  const beginsBefore = suspicion?.beginsBefore ?? Infinity;
  const tooOld = (seconds: number): boolean => now >= verified.signedAt + seconds * 1000;
  const freshness = (locality: LocalityTarget | undefined): Freshness => {
    const limit = locality?.refuseAfterSeconds ?? Math.min(86_400, ...localities.map((each) => each.refuseAfterSeconds));
    return tooOld(limit) ? 'refuse' : now < freshUntil ? 'fresh' : 'stale';
  };
  const homes = localities.filter(({ providers }) => providers.includes(ask.provider)).reverse();
  const answer = (reason: DecisionReason, views: readonly string[] = [], found?: Candidate): Decision => ({
    decision: reason === 'PERMITTED' ? 'permit' : 'refuse', reason, views, agreement: found?.agreement.reference ?? null,
    publication: verified.publication.number, stopList: verified.stops.number, freshness: freshness(found?.locality ?? homes[0]), decidedAt: now,
  });

  if (homes.length < 2 && freshness(homes[0]) === 'refuse') return answer('OUT_OF_DATE');
  const cards = localities.flatMap(({ consumers }) => consumers.flatMap(({ code, systems }) => systems.flatMap(({ id, certificates }) => certificates.map((each) => ({ code, id, ...each })))))
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
  const agreed = ({ locality, part }: Candidate): string[] => part.views.map((view) => locality.services[ask.service]?.[view] as string);
  const isAllStopped = (found: Candidate): boolean => {
    const stopped = [...(found.locality.services[ask.service] ?? []), 'some other view'].filter((view) => isStopped(found, view));
    return stopped.length > 0 && agreed(found).every((view) => isStopped(found, view));
  };
  const stateOf = (found: Candidate): (typeof BEST_FIRST)[number] => {
    const from = Math.max(at(found.participation.from), at(found.part.from));
    const until = Math.min(at(found.participation.until), at(found.part.until));
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

function candidatesIn(locality: LocalityTarget, ask: Ask, consumer: string): Candidate[] {
  const p = locality.providers.indexOf(ask.provider);
  const c = locality.consumers.findIndex(({ code }) => code === consumer);
  return locality.agreements.filter(({ service }) => service === ask.service).flatMap((agreement) => agreement.versions
    .filter(({ without }) => !without.some(([one, other]) => one === p && other === c))
    .flatMap((version) => version.providers.filter((each) => each.p === p)
      .flatMap((participation) => version.consumers.filter((each) => each.c === c).map((part) => ({ locality, agreement, participation, part })))));
}

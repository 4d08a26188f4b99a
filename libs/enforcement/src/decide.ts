import type { Book, CallerEntry, ProviderEntry } from './book.js';
import type { DecisionReason, Freshness } from './format.js';
import type { LocalityIndex, ServiceIndex } from './locality-index.js';
import { type StopQuestion, stoppedViews } from './stop-index.js';

export interface Ask {
  /** SHA-256 of the caller's DER certificate, lower-case hex: it says who the consumer is. */
  readonly certificate: string;
  readonly service: string;
  readonly provider: string;
  readonly views: readonly string[];
}

export interface Decision {
  readonly decision: 'permit' | 'refuse';
  readonly reason: DecisionReason;
  /** Those of the asked views that may be shown, in the order of the service. */
  readonly views: readonly string[];
  /** The agreement that decided, where one was found. */
  readonly agreement: string | null;
  readonly publication: number;
  readonly stopList: number;
  readonly freshness: Freshness;
  /** Milliseconds since 1970. */
  readonly decidedAt: number;
}

const NONE: readonly string[] = Object.freeze([]);

/**
 * May this caller see these views of this provider's records now? Permits only if every asked view is permitted. Touches
 * neither network nor disk, and allocates its answer only.
 */
export function decide(ask: Ask, book: Book | undefined, now: number): Decision {
  if (book === undefined) return nothingLoaded(now);
  const found = locate(ask.certificate, ask.service, ask.provider, book, now);
  const { provider, service } = book.finding;
  const known = service ?? book.services.get(ask.service);
  let asked = 0;
  let unknown = ask.views.length === 0;
  if (known !== undefined) {
    for (const view of ask.views) {
      const bit = known.views.get(view);
      if (bit === undefined) unknown = true;
      else asked |= 1 << bit;
    }
  }
  return conclude(found, asked, unknown, provider, service, book, now);
}

/** The same for one view, without a list to make or read. */
export function decideView(certificate: string, service: string, provider: string, view: string, book: Book | undefined, now: number): Decision {
  if (book === undefined) return nothingLoaded(now);
  const found = locate(certificate, service, provider, book, now);
  const bit = (book.finding.service ?? book.services.get(service))?.views.get(view);
  return conclude(found, bit === undefined ? 0 : 1 << bit, bit === undefined, book.finding.provider, book.finding.service, book, now);
}

/** The answer before anything was verified. */
function nothingLoaded(now: number): Decision {
  return { decision: 'refuse', reason: 'NOTHING_LOADED', views: NONE, agreement: null, publication: 0, stopList: 0, freshness: 'refuse', decidedAt: now };
}

function conclude(
  found: DecisionReason, asked: number, unknown: boolean, provider: ProviderEntry | undefined, service: ServiceIndex | undefined, book: Book, now: number,
): Decision {
  const { pair, stopped } = book.finding;
  const locality = provider?.locality;
  let reason = found;
  let permitted = 0;
  if (found === 'PERMITTED' && locality !== undefined) {
    const agreed = locality.partViews[locality.pairPart[pair] as number] as number;
    permitted = asked & agreed & ~stopped;
    if ((asked & ~agreed) !== 0) reason = 'VIEW_NOT_AGREED';
    else if (permitted !== asked) reason = 'STOPPED';
  }
  if (unknown && found !== 'OUT_OF_DATE' && found !== 'CERTIFICATE_NOT_CURRENT' && found !== 'UNKNOWN_SERVICE') reason = 'UNKNOWN_VIEW';
  return {
    decision: reason === 'PERMITTED' ? 'permit' : 'refuse',
    reason,
    views: service === undefined ? NONE : viewsOf(permitted, service),
    agreement: locality === undefined || pair < 0 ? null : agreementOf(locality, pair),
    publication: book.publication,
    stopList: book.stopList,
    freshness: book.freshnessAt(now, locality),
    decidedAt: now,
  };
}

function viewsOf(mask: number, service: ServiceIndex): readonly string[] {
  if (mask === 0) return NONE;
  if ((mask & (mask - 1)) === 0) return service.single[31 - Math.clz32(mask)] ?? NONE;
  const views: string[] = [];
  for (let bit = 0; bit < service.codes.length; bit += 1) if ((mask & (1 << bit)) !== 0) views.push(service.codes[bit] as string);
  return views;
}

function agreementOf(locality: LocalityIndex, pair: number): string {
  return locality.references[locality.participationAgreement[locality.pairParticipation[pair] as number] as number] as string;
}

/**
 * Looks for the pair and leaves it in `book.finding`. PERMITTED means that a pair is in force, whatever its views. Of
 * several candidates the one in force wins, then a stopped one, then one that only doubt about the clock holds back.
 */
function locate(certificate: string, service: string, provider: string, book: Book, now: number): DecisionReason {
  const { finding } = book;
  const first = book.provider(provider);
  finding.provider = first;
  finding.service = undefined;
  finding.pair = -1;
  finding.stopped = 0;
  if (book.freshnessAt(now, first?.locality) === 'refuse' && first?.next === undefined) return 'OUT_OF_DATE';
  const caller = book.callerEntry(certificate);
  if (caller === undefined || !isCurrent(caller, book, now)) return 'CERTIFICATE_NOT_CURRENT';

  let best: DecisionReason = 'NOT_AGREED';
  for (let entry = first; entry !== undefined; entry = entry.next) {
    const index = entry.locality.services.get(service);
    const consumer = caller.positions[entry.ordinal] as number;
    if (index === undefined || consumer < 0) continue;
    const end = entry.locality.rowEnd(entry.row);
    for (let pair = entry.locality.firstPair(entry.row, consumer); pair >= 0 && pair < end; pair += 1) {
      if (entry.locality.pairConsumer[pair] !== consumer) break;
      const agreement = entry.locality.participationAgreement[entry.locality.pairParticipation[pair] as number] as number;
      if (entry.locality.agreementService[agreement] !== index.ordinal) continue;
      let reason = datesOf(entry.locality, pair, book, now);
      let stopped = 0;
      if (reason === 'PERMITTED' && book.freshnessAt(now, entry.locality) === 'refuse') reason = 'OUT_OF_DATE';
      if (reason === 'PERMITTED') {
        stopped = stopsOn(entry, agreement, index, caller, service, book, now);
        if (((entry.locality.partViews[entry.locality.pairPart[pair] as number] as number) & ~stopped) === 0 && stopped !== 0) reason = 'STOPPED';
      }
      if (RANK[reason] > RANK[best]) {
        best = reason;
        finding.provider = entry;
        finding.service = index;
        finding.pair = pair;
        finding.stopped = stopped;
        if (reason === 'PERMITTED') return reason;
      }
    }
  }
  return best === 'NOT_AGREED' && !book.services.has(service) ? 'UNKNOWN_SERVICE' : best;
}

const RANK: Readonly<Record<DecisionReason, number>> = {
  PERMITTED: 5, STOPPED: 4, CLOCK_SUSPECT: 3, OUT_OF_DATE: 2, OUTSIDE_DATES: 1,
  NOT_AGREED: 0, VIEW_NOT_AGREED: 0, NOTHING_LOADED: 0, UNKNOWN_SERVICE: 0, UNKNOWN_VIEW: 0, CERTIFICATE_NOT_CURRENT: 0,
  INCOMPLETE_REQUEST: 0, BUFFER_FULL: 0, WRONG_CALLER: 0, MALFORMED: 0,
};

function datesOf(locality: LocalityIndex, pair: number, book: Book, now: number): DecisionReason {
  const participation = locality.pairParticipation[pair] as number;
  const part = locality.pairPart[pair] as number;
  const from = Math.max(locality.participationFrom[participation] as number, locality.partFrom[part] as number);
  const until = Math.min(locality.participationUntil[participation] as number, locality.partUntil[part] as number);
  // What would begin after freshness was lost has not begun: a stop that this gateway never heard of may have come first.
  if (now < from || from >= book.freshUntil || now >= until || book.endsBy >= until) return 'OUTSIDE_DATES';
  return from >= book.beginsBefore ? 'CLOCK_SUSPECT' : 'PERMITTED';
}

function isCurrent(caller: CallerEntry, book: Book, now: number): boolean {
  for (let at = 0; at < caller.from.length; at += 1) {
    const from = caller.from[at] as number;
    const until = caller.until[at] as number;
    if (now >= from && now < until && from < book.freshUntil && from < book.beginsBefore && book.endsBy < until) return true;
  }
  return false;
}

// Filled anew for each question and read at once, so that stops cost no allocation.
const question: StopQuestion = { agreement: '', provider: '', consumer: '', service: '', systems: NONE, locality: '', views: new Map(), at: 0 };

function stopsOn(entry: ProviderEntry, agreement: number, index: ServiceIndex, caller: CallerEntry, service: string, book: Book, now: number): number {
  const ofAgreement = entry.agreementStops?.[agreement];
  if (entry.stops === undefined && ofAgreement === undefined && caller.stops === undefined && book.stops.everywhere.length === 0) return 0;
  question.agreement = entry.locality.references[agreement] as string;
  question.provider = entry.code;
  question.consumer = caller.consumer;
  question.service = service;
  question.systems = caller.systems;
  question.locality = entry.locality.code;
  question.views = index.views;
  question.at = Math.max(now, book.stops.madeAt, book.endsBy);
  return stoppedViews(entry.stops, question) | stoppedViews(ofAgreement, question)
    | stoppedViews(caller.stops, question) | stoppedViews(book.stops.everywhere, question);
}

import type { Book } from './book.js';
import type { CallerIndex } from './caller-index.js';
import type { DecisionReason, Freshness } from './format.js';
import type { LocalityIndex } from './locality-index.js';
import type { ServicePage } from './pages.js';
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

/** What became of a pair, the better the higher. */
const [NOT_AGREED, OUTSIDE_DATES, OUT_OF_DATE, CLOCK_SUSPECT, STOPPED, IN_FORCE] = [0, 1, 2, 3, 4, 5] as const;
/** Found out before any pair is looked at, or where there is none. */
const [ALL_OUT_OF_DATE, CERTIFICATE_NOT_CURRENT, UNKNOWN_SERVICE] = [6, 7, 8] as const;
const REASONS: readonly DecisionReason[] = [
  'NOT_AGREED', 'OUTSIDE_DATES', 'OUT_OF_DATE', 'CLOCK_SUSPECT', 'STOPPED', 'PERMITTED', 'OUT_OF_DATE', 'CERTIFICATE_NOT_CURRENT', 'UNKNOWN_SERVICE',
];

/**
 * May this caller see these views of this provider's records now? Permits only if every asked view is permitted. Touches
 * neither network nor disk, and allocates its answer only.
 */
export function decide(ask: Ask, book: Book | undefined, now: number): Decision {
  if (book === undefined) return nothingLoaded(now);
  const found = locate(ask.certificate, ask.service, ask.provider, book, now);
  const { service } = book.finding;
  const { views } = ask;
  let asked = 0;
  let unknown = views.length === 0;
  if (service !== undefined) {
    for (let at = 0; at < views.length; at += 1) {
      const bit = service.views.find(views[at] as string);
      if (bit < 0) unknown = true;
      else asked |= 1 << bit;
    }
  }
  return conclude(found, asked, unknown, book, now);
}

/** The same for one view, without a list to make or read. */
export function decideView(certificate: string, service: string, provider: string, view: string, book: Book | undefined, now: number): Decision {
  if (book === undefined) return nothingLoaded(now);
  const found = locate(certificate, service, provider, book, now);
  const bit = book.finding.service?.views.find(view) ?? -1;
  return conclude(found, bit < 0 ? 0 : 1 << bit, bit < 0, book, now);
}

/** The answer before anything was verified. */
function nothingLoaded(now: number): Decision {
  return { decision: 'refuse', reason: 'NOTHING_LOADED', views: NONE, agreement: null, publication: 0, stopList: 0, freshness: 'refuse', decidedAt: now };
}

function conclude(found: number, asked: number, unknown: boolean, book: Book, now: number): Decision {
  const { locality, service, block, agreed, stopped } = book.finding;
  let reason = REASONS[found] as DecisionReason;
  let permitted = 0;
  if (found === IN_FORCE) {
    permitted = asked & agreed & ~stopped;
    if ((asked & ~agreed) !== 0) reason = 'VIEW_NOT_AGREED';
    else if (permitted !== asked) reason = 'STOPPED';
  }
  if (unknown && found !== OUT_OF_DATE && found < ALL_OUT_OF_DATE) reason = 'UNKNOWN_VIEW';
  return {
    decision: reason === 'PERMITTED' ? 'permit' : 'refuse',
    reason,
    views: permitted === 0 || service === undefined ? NONE : viewsOf(permitted, service),
    agreement: block < 0 ? null : book.pages.references[block] as string,
    publication: book.publication,
    stopList: book.stopList,
    freshness: book.freshnessAt(now, locality < 0 ? undefined : locality),
    decidedAt: now,
  };
}

function viewsOf(mask: number, service: ServicePage): readonly string[] {
  return service.lists[mask] ?? listOf(mask, service);
}

function listOf(mask: number, { views: { texts }, lists }: ServicePage): readonly string[] {
  const list = Object.freeze(texts.filter((_view, bit) => (mask & (1 << bit)) !== 0));
  if (mask < lists.length) lists[mask] = list;
  return list;
}

function serviceIn(services: readonly ServicePage[], code: string): ServicePage | undefined {
  for (let at = 0; at < services.length; at += 1) if ((services[at] as ServicePage).code === code) return services[at];
  return undefined;
}

/**
 * Looks for the pair and leaves it in `book.finding`. IN_FORCE means that a pair is in force, whatever its views. Of
 * several candidates the one in force wins, then a stopped one, then one that only doubt about the clock holds back.
 */
function locate(certificate: string, service: string, provider: string, book: Book, now: number): number {
  const { callers, finding, pages } = book;
  const providerSlot = pages.providers.slotOf(provider);
  const callerSlot = callers.fingerprints.slotOf(certificate);
  const first = pages.providers.findFrom(providerSlot, provider);
  const caller = callers.fingerprints.findFrom(callerSlot, certificate);
  const home = first < 0 ? -1 : pages.rows[4 * first + 2] as number;
  finding.locality = home;
  const asked = serviceIn(pages.services, service);
  finding.service = asked;
  finding.block = -1;
  finding.agreed = 0;
  finding.stopped = 0;
  if (book.freshnessAt(now, home < 0 ? undefined : home) === 'refuse' && (first < 0 || (pages.rows[4 * first + 3] as number) < 0)) return ALL_OUT_OF_DATE;
  if (caller < 0 || !isCurrent(caller, callers, book, now)) return CERTIFICATE_NOT_CURRENT;

  const consumer = pages.consumerOf[callers.consumerOf[caller] as number] as number;
  let best: number = NOT_AGREED;
  for (let entry = first; entry >= 0; entry = pages.rows[4 * entry + 3] as number) {
    const locality = pages.rows[4 * entry + 2] as number;
    const end = pages.rows[4 * entry + 1] as number;
    for (let at = pages.firstPair(entry, consumer); at < end && pages.consumers[at] === consumer; at += 1) {
      const block = pages.pairs[2 * at] as number;
      const index = pages.services[pages.blocks[3 * block + 2] as number] as ServicePage;
      if (index !== asked && index.code !== service) continue;
      const agreed = pages.pairs[2 * at + 1] as number;
      let state = stateOf(block, locality, book, now);
      let stopped = 0;
      if (state === IN_FORCE && !book.stops.isEmpty) {
        stopped = stopsOn(entry, locality, block, index, caller, book, now);
        if (stopped !== 0 && (agreed & ~stopped) === 0) state = STOPPED;
      }
      if (state > best) {
        best = state;
        finding.locality = locality;
        finding.service = index;
        finding.block = block;
        finding.agreed = agreed;
        finding.stopped = stopped;
        if (state === IN_FORCE) return IN_FORCE;
      }
    }
  }
  return best === NOT_AGREED && asked === undefined ? UNKNOWN_SERVICE : best;
}

function stateOf(block: number, locality: number, book: Book, now: number): number {
  const from = book.pages.blocks[3 * block] as number;
  const until = book.pages.blocks[3 * block + 1] as number;
  // What would begin after freshness was lost has not begun: a stop that this gateway never heard of may have come first.
  if (now < from || from >= book.freshUntil || now >= until || book.endsBy >= until) return OUTSIDE_DATES;
  if (from >= book.beginsBefore) return CLOCK_SUSPECT;
  return book.freshnessAt(now, locality) === 'refuse' ? OUT_OF_DATE : IN_FORCE;
}

function isCurrent(caller: number, { dates, datesStart }: CallerIndex, book: Book, now: number): boolean {
  const end = datesStart[caller + 1] as number;
  for (let at = datesStart[caller] as number; at < end; at += 2) {
    const from = dates[at] as number;
    const until = dates[at + 1] as number;
    if (now >= from && now < until && from < book.freshUntil && from < book.beginsBefore && book.endsBy < until) return true;
  }
  return false;
}

// Filled anew for each question and read at once, so that stops cost no allocation.
const question: StopQuestion = { agreement: '', provider: '', consumer: '', service: '', systems: NONE, locality: '', views: undefined, at: 0 };

function stopsOn(entry: number, locality: number, block: number, index: ServicePage, caller: number, book: Book, now: number): number {
  const { pages, stops } = book;
  const { consumer, systems } = book.callers.callerAt(caller);
  const agreement = pages.references[block] as string;
  const provider = pages.providers.texts[entry] as string;
  const ofProvider = stops.byProvider.get(provider);
  const ofAgreement = stops.byAgreement.get(agreement);
  const ofConsumer = stops.byConsumer.get(consumer);
  if (ofProvider === undefined && ofAgreement === undefined && ofConsumer === undefined && stops.everywhere.length === 0) return 0;
  question.agreement = agreement;
  question.provider = provider;
  question.consumer = consumer;
  question.service = index.code;
  question.systems = systems;
  question.locality = (book.localities[locality] as LocalityIndex).code;
  question.views = index.views;
  question.at = Math.max(now, stops.madeAt, book.endsBy);
  return stoppedViews(ofProvider, question) | stoppedViews(ofAgreement, question) | stoppedViews(ofConsumer, question) | stoppedViews(stops.everywhere, question);
}

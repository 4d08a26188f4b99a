import type { Book } from './book.js';
import { type DecisionReason, type Freshness, MOST_VIEWS } from './format.js';
import type { LocalityIndex } from './locality-index.js';
import type { ServicePage } from './pages.js';
import { type StopQuestion, stoppedViews } from './stop-index.js';
import { IN_FORCE, NOT_AGREED, OUT_OF_DATE, STATE, STATE_BITS, STOPPED } from './stretch.js';

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

/** Found out before any pair is looked at, or where there is none. */
const [ALL_OUT_OF_DATE, CERTIFICATE_NOT_CURRENT, UNKNOWN_SERVICE] = [6, 7, 8] as const;
const REASONS: readonly DecisionReason[] = [
  'NOT_AGREED', 'OUTSIDE_DATES', 'OUT_OF_DATE', 'CLOCK_SUSPECT', 'STOPPED', 'PERMITTED', 'OUT_OF_DATE', 'CERTIFICATE_NOT_CURRENT', 'UNKNOWN_SERVICE',
];

/** Above the bits of all views: one was asked for that the service does not have, or none at all. */
const UNKNOWN_VIEW = 2 ** MOST_VIEWS;

/**
 * May this caller see these views of this provider's records now? Permits only if every asked view is permitted. Touches
 * neither network nor disk, and allocates its answer only.
 */
export function decide(ask: Ask, book: Book | undefined, now: number): Decision {
  if (book === undefined) return nothingLoaded(now);
  const { finding, pages: { pairs, services } } = book;
  const first = locate(ask.certificate, ask.provider, book, now);
  // Read before the texts of service and views are, so that the processor waits for this memory meanwhile.
  const held = pairs.slots[first] as number;
  const service = serviceIn(services, ask.service);
  const asked = bitsOf(ask.views, service);
  finding.service = service;
  const found = weigh(first, held, ask.service, book, now);
  return conclude(found, finding.service === service ? asked : bitsOf(ask.views, finding.service), book, now);
}

/** The answer before anything was verified. */
function nothingLoaded(now: number): Decision {
  return { decision: 'refuse', reason: 'NOTHING_LOADED', views: NONE, agreement: null, publication: 0, stopList: 0, freshness: 'refuse', decidedAt: now };
}

function serviceIn(services: readonly ServicePage[], code: string): ServicePage | undefined {
  for (let at = 0; at < services.length; at += 1) if ((services[at] as ServicePage).code === code) return services[at];
  return undefined;
}

function bitsOf(views: readonly string[], service: ServicePage | undefined): number {
  if (service === undefined || views.length === 0) return UNKNOWN_VIEW;
  let bits = 0;
  for (let at = 0; at < views.length; at += 1) {
    const bit = service.views.find(views[at] as string);
    bits |= bit < 0 ? UNKNOWN_VIEW : 1 << bit;
  }
  return bits;
}

function conclude(found: number, asked: number, book: Book, now: number): Decision {
  const { provider, service, block, agreed, stopped } = book.finding;
  let reason = REASONS[found] as DecisionReason;
  let permitted = 0;
  if (found === IN_FORCE) {
    permitted = asked & agreed & ~stopped;
    if ((asked & ~agreed) !== 0) reason = 'VIEW_NOT_AGREED';
    else if (permitted !== asked) reason = 'STOPPED';
  }
  if (asked >= UNKNOWN_VIEW && found !== OUT_OF_DATE && found < ALL_OUT_OF_DATE) reason = 'UNKNOWN_VIEW';
  return {
    decision: reason === 'PERMITTED' ? 'permit' : 'refuse',
    reason,
    views: permitted === 0 || service === undefined ? NONE : viewsOf(permitted, service),
    agreement: block < 0 ? null : book.pages.references[block] as string,
    publication: book.publication,
    stopList: book.stopList,
    freshness: book.stretch.common ?? freshnessOf(provider, block, book),
    decidedAt: now,
  };
}

/** Of the locality whose agreement decided, else of the one that the provider is in, else of all. */
function freshnessOf(provider: number, block: number, { pages: { blockLocality, homeOf }, stretch: { freshness } }: Book): Freshness {
  const locality = block >= 0 ? blockLocality[block] : provider >= 0 ? homeOf[provider] : freshness.length - 1;
  return freshness[locality as number] as Freshness;
}

function viewsOf(mask: number, service: ServicePage): readonly string[] {
  return service.lists[mask] ?? listOf(mask, service);
}

function listOf(mask: number, { views: { texts }, lists }: ServicePage): readonly string[] {
  const list = Object.freeze(texts.filter((_view, bit) => (mask & (1 << bit)) !== 0));
  if (mask < lists.length) lists[mask] = list;
  return list;
}

/** Finds who asks and who is asked about, and leaves both in `book.finding`. Gives where to look for the pair of the two, if both are known. */
function locate(certificate: string, code: string, book: Book, now: number): number {
  const { callers: { consumerOf, fingerprints }, finding, pages, stretch } = book;
  const { pairs, providers } = pages;
  if (!stretch.holds(now)) stretch.enter(book, now);
  const providerSlot = providers.slotOf(code);
  const callerSlot = fingerprints.slotOf(certificate);
  const provider = providers.findFrom(providerSlot, code);
  const caller = fingerprints.findFrom(callerSlot, certificate);
  finding.provider = provider;
  finding.caller = caller;
  finding.block = -1;
  finding.agreed = 0;
  finding.stopped = 0;
  if (provider < 0 || caller < 0) return 0;
  finding.consumer = consumerOf[caller] as number;
  return pairs.firstOf(provider, finding.consumer);
}

/**
 * Looks at the pair from where it would stand first, and leaves it in `book.finding`. IN_FORCE means that a pair is in force,
 * whatever its views. Of several candidates the one in force wins, then a stopped one, then one that only doubt about the clock holds back.
 */
function weigh(first: number, firstHeld: number, service: string, book: Book, now: number): number {
  const { finding, pages, stretch } = book;
  const { pairs, services } = pages;
  const { provider, caller, consumer, service: asked } = finding;
  if (stretch.isAnyRefused && isRefused(provider, book)) return ALL_OUT_OF_DATE;
  if (caller < 0 || stretch.isCurrent[caller] === 0) return CERTIFICATE_NOT_CURRENT;

  let best: number = NOT_AGREED;
  for (let at = first, held = firstHeld; provider >= 0 && held !== 0; at = pairs.after(at, provider), held = pairs.slots[at] as number) {
    if (held !== consumer + 1) continue;
    const value = pairs.slots[at + 1] as number;
    const block = pairs.blockOf(value);
    const known = stretch.blocks[block] as number;
    const index = services[known >> STATE_BITS] as ServicePage;
    if (index !== asked && index.code !== service) continue;
    const agreed = pages.sets[pairs.setOf(consumer, value)] as number;
    let state = known & STATE;
    let stopped = 0;
    if (state === IN_FORCE && !book.stops.isEmpty) {
      stopped = stopsOn(provider, block, index, caller, book, now);
      if (stopped !== 0 && (agreed & ~stopped) === 0) state = STOPPED;
    }
    if (state > best) {
      best = state;
      finding.service = index;
      finding.block = block;
      finding.agreed = agreed;
      finding.stopped = stopped;
      if (state === IN_FORCE) return IN_FORCE;
    }
  }
  return best === NOT_AGREED && asked === undefined ? UNKNOWN_SERVICE : best;
}

/** Whether whatever is known of a provider is too old to be answered from: of one that is in two localities, either may still be new enough. */
function isRefused(provider: number, book: Book): boolean {
  return freshnessOf(provider, -1, book) === 'refuse' && (provider < 0 || book.pages.isSplit[provider] === 0);
}

// Filled anew for each question and read at once, so that stops cost no allocation.
const question: StopQuestion = { agreement: '', provider: '', consumer: '', service: '', systems: NONE, locality: '', views: undefined, at: 0 };

function stopsOn(entry: number, block: number, index: ServicePage, caller: number, book: Book, now: number): number {
  const { pages, stops } = book;
  const provider = pages.providers.texts[entry] as string;
  const { consumer, systems } = book.callers.callerAt(caller);
  const agreement = pages.references[block] as string;
  const ofProvider = stops.byProvider.get(provider);
  const ofAgreement = stops.byAgreement.get(agreement);
  const ofConsumer = stops.byConsumer.get(consumer);
  if (ofProvider === undefined && ofAgreement === undefined && ofConsumer === undefined && stops.everywhere.length === 0) return 0;
  question.agreement = agreement;
  question.provider = provider;
  question.consumer = consumer;
  question.service = index.code;
  question.systems = systems;
  question.locality = (book.localities[pages.blockLocality[block] as number] as LocalityIndex).code;
  question.views = index.views;
  question.at = Math.max(now, stops.madeAt, book.signedAt, book.endsBy);
  return stoppedViews(ofProvider, question) | stoppedViews(ofAgreement, question) | stoppedViews(ofConsumer, question) | stoppedViews(stops.everywhere, question);
}

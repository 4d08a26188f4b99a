import { askedFrom, askedUntil, InvalidInput, odsCode, type Actor } from '@accord/kernel';
import { ACCESS_EVENT_FLAGS, DECISION_REASONS, DECISIONS, MOST_EVENTS_ON_A_PAGE, type AccessEventFilter, type AccessLogReach } from '../../contract/index.js';
import { holdsNhsNumber, maskNhsNumbers } from './nhs-number.js';
import { NhsNumberMisplaced } from './refusals.js';

type Given<Value> = Value | null | undefined;

/** What a reader typed. Days are London's, and an end day is inclusive; instants are taken as they are. */
export interface FilterAsked {
  readonly userId?: Given<string>;
  readonly messageId?: Given<string>;
  readonly prescriptionId?: Given<string>;
  readonly from?: Given<string>;
  readonly until?: Given<string>;
  readonly consumerOdsCode?: Given<string>;
  readonly providerOdsCode?: Given<string>;
  readonly decision?: Given<string>;
  readonly reason?: Given<string>;
  readonly view?: Given<string>;
  readonly flag?: Given<string>;
  readonly gateway?: Given<string>;
}

const MOST_TEXT = 256;

export function readFilter(asked: FilterAsked): AccessEventFilter {
  const filter: AccessEventFilter = {
    userId: identifier(asked.userId, 'userId'),
    messageId: identifier(asked.messageId, 'messageId'),
    prescriptionId: identifier(asked.prescriptionId, 'prescriptionId'),
    from: given(asked.from, (text) => askedFrom(text)),
    until: given(asked.until, (text) => askedUntil(text)),
    consumerOdsCode: given(asked.consumerOdsCode, (text) => odsCode(text, 'consumerOdsCode')),
    providerOdsCode: given(asked.providerOdsCode, (text) => odsCode(text, 'providerOdsCode')),
    decision: given(asked.decision, (text) => oneOf(text, 'decision', DECISIONS)),
    reason: given(asked.reason, (text) => oneOf(text, 'reason', DECISION_REASONS)),
    view: identifier(asked.view, 'view'),
    flag: given(asked.flag, (text) => oneOf(text, 'flag', ACCESS_EVENT_FLAGS)),
    gateway: identifier(asked.gateway, 'gateway'),
  };
  if (filter.from !== undefined && filter.until !== undefined && filter.until <= filter.from) throw new InvalidInput('until', 'it must lie after "from"');
  return filter;
}

export function readPageSize(first: Given<number>): number {
  const size = first ?? 25;
  if (!Number.isInteger(size) || size < 1 || size > MOST_EVENTS_ON_A_PAGE) throw new InvalidInput('first', `ask for 1 to ${MOST_EVENTS_ON_A_PAGE}`);
  return size;
}

/** A purpose goes into the record of the search, so no patient's number stays in it. */
export function readPurpose(reason: Given<string>): string | null {
  const text = maskNhsNumbers((reason ?? '').normalize('NFC').trim());
  if (text.length > 1_000) throw new InvalidInput('reason', 'use at most 1,000 characters');
  if (/\p{Cc}|\p{Surrogate}/u.test(text.replaceAll('\n', ' '))) throw new InvalidInput('reason', 'use characters that can be printed');
  return text === '' ? null : text;
}

/** Whose events this duty sees; said here and again by row-level security (R9). */
export function reachOf(actor: Actor): AccessLogReach {
  switch (actor.duty) {
    case 'auditor-national': return 'nation';
    case 'viewer-governance-lead': return 'consumer';
    default: return 'either';
  }
}

function given<Value>(text: Given<string>, read: (text: string) => Value): Value | undefined {
  return text === undefined || text === null || text.trim() === '' ? undefined : read(text);
}

function identifier(asked: Given<string>, field: string): string | undefined {
  return given(asked, (typed) => {
    const text = typed.normalize('NFC').trim();
    if (text.length > MOST_TEXT) throw new InvalidInput(field, `use at most ${MOST_TEXT} characters`);
    if (/\p{Cc}|\p{Surrogate}/u.test(text)) throw new InvalidInput(field, 'use characters that can be printed');
    // The filter is recorded, and in the log no such field holds one: it would be found nowhere and kept for ever.
    if (holdsNhsNumber(text)) throw new NhsNumberMisplaced(field);
    return text;
  });
}

function oneOf<One extends string>(text: string, field: string, all: readonly One[]): One {
  const found = all.find((each) => each === text);
  if (found === undefined) throw new InvalidInput(field, `it is one of ${all.join(', ')}`);
  return found;
}

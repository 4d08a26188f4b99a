import type { DecisionReason, Freshness } from '@accord/enforcement';
import { isId, isOdsCode } from '@accord/kernel';
import { DECISION_REASONS, DECISIONS, FRESHNESS, type AccessDecision, type DeadLetterCode } from '../../contract/index.js';
import { NhsNumber } from './nhs-number.js';
import { printableText } from './printable-text.js';

/** What was sent is no access event. Not a refusal: the sender is told, and what it sent is kept. */
export class NotAnAccessEvent extends Error {
  constructor(readonly code: DeadLetterCode, readonly member: string) {
    super(`${code} ${member}`);
  }
}

/** An event as sent, readable. Nothing is decided about it yet, and the patient is still in clear. */
export interface ParsedEvent {
  readonly occurredAt: Date;
  readonly serviceCode: string | null;
  readonly providerOdsCode: string | null;
  readonly consumerOdsCode: string | null;
  readonly systemId: string | null;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly userJobRole: string | null;
  readonly views: readonly string[];
  readonly permittedViews: readonly string[];
  readonly decision: AccessDecision;
  readonly reason: DecisionReason;
  readonly agreementReference: string | null;
  readonly publicationNumber: number | null;
  readonly stopListNumber: number | null;
  readonly freshness: Freshness;
  readonly patient: NhsNumber | string | null;
  readonly messageId: string | null;
  readonly prescriptionId: string | null;
  readonly relationship: string | null;
  readonly emergencyReason: string | null;
  readonly consentGiven: boolean | null;
  readonly consentRecordedAt: Date | null;
  readonly consentTimeUnreadable: boolean;
  readonly mended: boolean;
  readonly misplaced: boolean;
}

const MEMBERS = ['occurredAt', 'service', 'provider', 'views', 'user', 'consumer', 'system', 'patient', 'messageId', 'decision', 'reason', 'permittedViews',
  'agreement', 'publication', 'stopList', 'freshness'] as const;
const OPTIONAL = ['prescriptionId', 'relationship', 'emergencyReason', 'consent'] as const;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const AGREEMENT = /^[A-Z0-9][A-Z0-9-]{3,63}$/;
const MOST_VIEWS_KEPT = 64;
const MOST_INTEGER = 2_147_483_647;
const SHORT = 64;
const NAMED = 256;
const PROSE = 1_000;

/**
 * Reads what a gateway sealed. What the gateway itself wrote must be exact. What its caller wrote must be of the right type, and is
 * mended where it cannot be kept as it is: were it refused, a caller could hide a look behind one odd character.
 */
export function parseEvent(sent: unknown): ParsedEvent {
  const event = members(sent, 'event', MEMBERS, OPTIONAL);
  const user = members(event['user'], 'user', ['id', 'name', 'jobRole'], []);
  const caller = new CallerText();
  const reason = oneOf(event['reason'], 'reason', DECISION_REASONS);
  const asked = (value: unknown, member: string): string | null => (value === null && reason === 'MALFORMED' ? null : caller.text(value, member, SHORT));
  const consent = parseConsent(event['consent']);
  return {
    occurredAt: instant(event['occurredAt'], 'occurredAt'),
    serviceCode: asked(event['service'], 'service'),
    providerOdsCode: asked(event['provider'], 'provider'),
    consumerOdsCode: named(event['consumer'], 'consumer', isOdsCode),
    systemId: named(event['system'], 'system', isId),
    userId: caller.textOrNull(user['id'], 'user.id', NAMED),
    userName: caller.textOrNull(user['name'], 'user.name', NAMED),
    userJobRole: caller.textOrNull(user['jobRole'], 'user.jobRole', NAMED),
    views: caller.texts(event['views'], 'views'),
    permittedViews: caller.texts(event['permittedViews'], 'permittedViews'),
    decision: oneOf(event['decision'], 'decision', DECISIONS),
    reason,
    agreementReference: named(event['agreement'], 'agreement', (text) => AGREEMENT.test(text)),
    publicationNumber: count(event['publication'], 'publication'),
    stopListNumber: count(event['stopList'], 'stopList'),
    freshness: oneOf(event['freshness'], 'freshness', FRESHNESS),
    patient: caller.patient(event['patient']),
    messageId: caller.textOrNull(event['messageId'], 'messageId', NAMED),
    prescriptionId: caller.textOrNull(event['prescriptionId'], 'prescriptionId', NAMED),
    relationship: caller.textOrNull(event['relationship'], 'relationship', PROSE),
    emergencyReason: caller.textOrNull(event['emergencyReason'], 'emergencyReason', PROSE),
    ...consent,
    mended: caller.mended,
    misplaced: caller.misplaced,
  };
}

/** Reads what a caller wrote, and remembers whether any of it had to be mended. */
class CallerText {
  mended = false;
  misplaced = false;

  text(value: unknown, member: string, most: number): string {
    if (typeof value !== 'string') throw new NotAnAccessEvent('MEMBER_MALFORMED', member);
    const printable = printableText(value, most);
    this.mended ||= printable.mended;
    this.misplaced ||= printable.misplaced;
    return printable.text;
  }

  /** Left out, null and empty all say the same: nothing was given. */
  textOrNull(value: unknown, member: string, most: number): string | null {
    if (value === undefined || value === null) return null;
    const text = this.text(value, member, most).trim();
    return text === '' ? null : text;
  }

  texts(value: unknown, member: string): string[] {
    if (!Array.isArray(value)) throw new NotAnAccessEvent('MEMBER_MALFORMED', member);
    if (value.length > MOST_VIEWS_KEPT) this.mended = true;
    return value.slice(0, MOST_VIEWS_KEPT).map((each) => this.text(each, member, SHORT));
  }

  /** Sealed and never kept in clear, so nothing in it is masked. */
  patient(value: unknown): NhsNumber | string | null {
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string') throw new NotAnAccessEvent('MEMBER_MALFORMED', 'patient');
    if (NhsNumber.isValid(value)) return NhsNumber.read(value);
    const text = value.normalize('NFC').trim();
    if (text.length > NAMED) this.mended = true;
    return text === '' ? null : text.slice(0, NAMED);
  }
}

function members(value: unknown, name: string, required: readonly string[], optional: readonly string[]): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new NotAnAccessEvent(name === 'event' ? 'NOT_AN_OBJECT' : 'MEMBER_MALFORMED', name);
  for (const member of required) if (!Object.hasOwn(value, member)) throw new NotAnAccessEvent('MEMBER_MISSING', member);
  for (const member of Object.keys(value)) if (!required.includes(member) && !optional.includes(member)) throw new NotAnAccessEvent('MEMBER_UNKNOWN', member);
  return value as Readonly<Record<string, unknown>>;
}

function instant(value: unknown, member: string): Date {
  const read = typeof value === 'string' ? instantOrNull(value) : null;
  if (read === null) throw new NotAnAccessEvent('TIME_MALFORMED', member);
  return read;
}

/** An ISO 8601 instant that exists: 30 February does not become 2 March. */
function instantOrNull(text: string): Date | null {
  const read = new Date(INSTANT.test(text) ? text : Number.NaN);
  if (Number.isNaN(read.getTime())) return null;
  const day = Number(text.slice(8, 10));
  const daysInMonth = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  return day <= daysInMonth ? read : null;
}

function named(value: unknown, member: string, isOne: (text: string) => boolean): string | null {
  if (value === null || value === '') return null;
  if (typeof value !== 'string' || !isOne(value)) throw new NotAnAccessEvent('MEMBER_MALFORMED', member);
  return value;
}

function oneOf<One extends string>(value: unknown, member: string, all: readonly One[]): One {
  const found = all.find((each) => each === value);
  if (found === undefined) throw new NotAnAccessEvent('MEMBER_MALFORMED', member);
  return found;
}

/** Zero stands for nothing loaded yet. */
function count(value: unknown, member: string): number | null {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MOST_INTEGER) throw new NotAnAccessEvent('MEMBER_MALFORMED', member);
  return value === 0 ? null : value;
}

function parseConsent(value: unknown): { consentGiven: boolean | null; consentRecordedAt: Date | null; consentTimeUnreadable: boolean } {
  if (value === undefined || value === null) return { consentGiven: null, consentRecordedAt: null, consentTimeUnreadable: false };
  const { given, recordedAt } = members(value, 'consent', ['given'], ['recordedAt']);
  if (typeof given !== 'boolean') throw new NotAnAccessEvent('MEMBER_MALFORMED', 'consent.given');
  const at = typeof recordedAt === 'string' ? instantOrNull(recordedAt) : null;
  return { consentGiven: given, consentRecordedAt: at, consentTimeUnreadable: at === null };
}

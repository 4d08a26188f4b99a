import type { FieldFault } from '@accord/kernel/admin';
import { say } from './messages.js';
import { mayBeNhsNumber, type Criteria, type Criterion } from './search-criteria.js';
import { FLAG_CODES, REASON_CODES } from './words.js';

export const TEXTS: readonly Extract<Criterion, 'userId' | 'messageId' | 'prescriptionId' | 'consumer' | 'provider' | 'gateway'>[] = ['userId', 'messageId', 'prescriptionId', 'consumer', 'provider', 'gateway'];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const ODS_CODE = /^[A-Z0-9]{3,12}$/;

/** A day of the calendar, or an instant with its zone. */
export function isTime(text: string): boolean {
  if (!DAY.test(text) && !INSTANT.test(text)) return false;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text.slice(0, 10) && !Number.isNaN(Date.parse(text));
}

/** What cannot be searched for, whether typed or come with an address: told at its field, before anything is asked or shown. */
export function faultsOf(criteria: Criteria): FieldFault[] {
  const { from, until, decision, reason, flag } = criteria;
  const faults: FieldFault[] = TEXTS.filter((name) => mayBeNhsNumber(criteria[name] ?? '')).map((name) => ({ field: `search-${name}`, says: say('misplaced', { field: say(name) }) }));
  const tell = (name: 'from' | 'until' | 'consumer' | 'provider' | 'decision' | 'reason' | 'flag', sentence: 'notATime' | 'notACode' | 'notADecision' | 'notAReason' | 'notAFlag'): void => {
    faults.push({ field: `search-${name}`, says: say(sentence, { field: say(name), value: criteria[name]! }) });
  };
  for (const name of ['from', 'until'] as const) if (isAsked(criteria[name]) && !isTime(criteria[name])) tell(name, 'notATime');
  for (const name of ['consumer', 'provider'] as const) if (isAsked(criteria[name]) && !mayBeNhsNumber(criteria[name]) && !ODS_CODE.test(criteria[name])) tell(name, 'notACode');
  if (isAsked(decision) && decision !== 'permit' && decision !== 'refuse') tell('decision', 'notADecision');
  if (isAsked(reason) && !REASON_CODES.includes(reason)) tell('reason', 'notAReason');
  if (isAsked(flag) && !FLAG_CODES.includes(flag)) tell('flag', 'notAFlag');
  if (isAsked(from) && isAsked(until) && isTime(from) && isTime(until) && isBefore(until, from)) faults.push({ field: 'search-until', says: say('order') });
  return faults;
}

const isAsked = (text: string | undefined): text is string => text !== undefined && text !== '';

/** A day as the end is inclusive; an instant is not, so that nothing lies between two that are the same. */
function isBefore(until: string, from: string): boolean {
  if (DAY.test(until) || DAY.test(from)) return until.slice(0, 10) < from.slice(0, 10);
  return Date.parse(until) <= Date.parse(from);
}

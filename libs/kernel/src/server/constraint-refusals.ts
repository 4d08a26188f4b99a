import { QueryFailedError } from 'typeorm';
import { defineMessages, Refusal, type MessageParams } from '../contract/index.js';

defineMessages({
  KEPT_BY_DATABASE: 'The rule "{constraint}" forbids this. Nothing was changed.',
});

/** A rule the database kept, when no use-case saw it coming (two requests at once, usually). */
export class KeptByDatabase extends Refusal {
  readonly kind = 'conflict';
  constructor(readonly code: string, messageKey: string, params: MessageParams = {}) { super(messageKey, params); }
}

const codes = new Map<string, string>();
const sentenceOf = (constraint: string): string => `KEPT_${constraint}`;

/** Names the refusal code for a constraint, so that a race answers as the use-case would have, and says it in the capability's own words. */
export function nameConstraints(rules: Readonly<Record<string, readonly [code: string, sentence: string]>>): void {
  for (const [constraint, [code, sentence]] of Object.entries(rules)) {
    codes.set(constraint, code);
    defineMessages({ [sentenceOf(constraint)]: sentence });
  }
}

/** Every constraint that has words of its own. */
export const namedConstraints = (): readonly string[] => [...codes.keys()];

/** Unique, foreign key, check, exclusion, not null, and the triggers' own P0001 (which carry the rule's name as constraint). */
const RULES = new Set(['23505', '23503', '23514', '23P01', '23001', 'P0001']);

export function refusalOfConstraint(error: unknown): Refusal | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const driver = error.driverError as { code?: string; constraint?: string };
  if (driver.code === undefined || !RULES.has(driver.code) || driver.constraint === undefined) return undefined;
  const code = codes.get(driver.constraint);
  return code === undefined ? new KeptByDatabase('KEPT_BY_DATABASE', 'KEPT_BY_DATABASE', { constraint: driver.constraint.replaceAll('_', ' ') }) : new KeptByDatabase(code, sentenceOf(driver.constraint));
}

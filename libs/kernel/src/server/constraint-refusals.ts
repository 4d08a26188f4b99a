import { QueryFailedError } from 'typeorm';
import { defineMessages, Refusal, type RefusalKind } from '../contract/index.js';

defineMessages({
  KEPT_BY_DATABASE: 'The rule "{constraint}" forbids this. Nothing was changed.',
});

/** A rule the database kept, when no use-case saw it coming (two requests at once, usually). */
export class KeptByDatabase extends Refusal {
  readonly kind = 'conflict';
  constructor(readonly code: string, constraint: string) {
    super('KEPT_BY_DATABASE', { constraint: constraint.replaceAll('_', ' ') });
  }
}

const known = new Map<string, { code: string; kind: RefusalKind }>();

/** Names the refusal code for a constraint, so that a race answers as the use-case would have. */
export function nameConstraints(codes: Readonly<Record<string, string>>): void {
  for (const [constraint, code] of Object.entries(codes)) known.set(constraint, { code, kind: 'conflict' });
}

/** Unique, foreign key, check, exclusion, not null, and the triggers' own P0001 (which carry the rule's name as constraint). */
const RULES = new Set(['23505', '23503', '23514', '23P01', '23001', 'P0001']);

export function refusalOfConstraint(error: unknown): Refusal | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const driver = error.driverError as { code?: string; constraint?: string };
  if (driver.code === undefined || !RULES.has(driver.code) || driver.constraint === undefined) return undefined;
  return new KeptByDatabase(known.get(driver.constraint)?.code ?? 'KEPT_BY_DATABASE', driver.constraint);
}

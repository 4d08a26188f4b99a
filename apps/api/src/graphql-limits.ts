import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import type { ValidationRule } from 'graphql';

/** What one request may ask for. Refused before any resolver runs. */
export const GRAPHQL_LIMITS = { depth: 8, aliases: 15, directives: 20, tokens: 1_000, cost: 5_000, bodyBytes: 1_048_576 } as const;

export const limitRules = [
  maxAliasesRule({ n: GRAPHQL_LIMITS.aliases }),
  maxDirectivesRule({ n: GRAPHQL_LIMITS.directives }),
  costLimitRule({ maxCost: GRAPHQL_LIMITS.cost }),
] as unknown as ValidationRule[];

import { Kind, visit, type DocumentNode } from 'graphql';
import { defineMessages, InvalidInput, Refusal, SignInNeeded } from '@accord/kernel';
import type { RequestScope } from '@accord/kernel/server';
import { demandWithinLimits, GRAPHQL_LIMITS, OverLimit } from './graphql-limits.js';

defineMessages({ GRAPHQL_PARSE_FAILED: 'This is no GraphQL document: {because}' });

export class NoGraphql extends Refusal {
  readonly code = 'GRAPHQL_PARSE_FAILED';
  readonly kind = 'invalid';
  constructor(because: string) { super('GRAPHQL_PARSE_FAILED', { because }); }
}

/** NUL, and half of a surrogate pair: no text, and nothing PostgreSQL could keep. */
const NO_TEXT = /\p{Surrogate}|\0/u;

interface Asked {
  readonly scope: RequestScope;
}

/** What every GraphQL request passes before a resolver runs. Each of these refuses by throwing. */
export const graphqlDoor = {
  /** The text, before it is parsed; also a text that was accepted before. */
  preParsing(_schema: unknown, source: string): Promise<void> {
    if (source.length > GRAPHQL_LIMITS.characters) return Promise.reject(new OverLimit('QUERY_TOO_LONG', `${GRAPHQL_LIMITS.characters} characters`));
    // A syntax tree written as JSON would pass by the limit on tokens.
    return isJson(source) ? Promise.reject(new NoGraphql('it is JSON.')) : Promise.resolve();
  },

  async preValidation(_schema: unknown, document: DocumentNode): Promise<void> {
    demandWithinLimits(document);
    visit(document, { StringValue: (node) => demandText(node.value, 'query') });
    await Promise.resolve();
  },

  /** Asked of every request: who is not signed in learns nothing of the schema, and no variable holds what is no text. */
  async preExecution(_schema: unknown, document: DocumentNode, { scope }: Asked, variables: unknown): Promise<void> {
    if (scope.actor === null && asksForSchema(document)) throw new SignInNeeded();
    demandTexts(variables, 'variables');
    await Promise.resolve();
  },
};

/** How every JSON text begins: most documents need not be tried. */
const MAY_BE_JSON = /^[ \t\n\r]*[{["\d\-tfn]/;

function isJson(source: string): boolean {
  if (!MAY_BE_JSON.test(source)) return false;
  try {
    JSON.parse(source);
    return true;
  } catch {
    return false;
  }
}

function asksForSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, { [Kind.FIELD]: (node) => { asks ||= node.name.value === '__schema' || node.name.value === '__type'; } });
  return asks;
}

function demandTexts(value: unknown, name: string): void {
  if (typeof value === 'string') return demandText(value, name);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) demandTexts(inner, Array.isArray(value) ? name : key);
}

function demandText(value: string, field: string): void {
  if (NO_TEXT.test(value)) throw new InvalidInput(NO_TEXT.test(field) ? 'variables' : field, 'it holds a character that is no text');
}

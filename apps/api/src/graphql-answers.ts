import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { defineMessages, messageFor, Refusal, type RefusalKind } from '@accord/kernel';
import { causeOf, isOutOfReach, NoTransaction, OUT_OF_REACH, refusalOfConstraint, RETRY_AFTER_SECONDS } from '@accord/kernel/server';
import { GRAPHQL_LIMITS, OverLimit } from './graphql-limits.js';
import { RequestOver, scopeIsOver } from './request-scope.js';

defineMessages({
  INTERNAL: 'Something went wrong on our side. If you were changing something, look whether it was done before you repeat it. Quote {id}.',
  BAD_REQUEST: 'This request is not valid.',
  BODY_TOO_LARGE: 'This request is larger than {limit} bytes.',
  UNSUPPORTED_MEDIA_TYPE: 'Send JSON, as application/json.',
  METHOD_NOT_ALLOWED: 'Send this with POST.',
  NO_SUCH_ADDRESS: 'There is nothing at this address.',
});

/** A new kind does not compile until it is named here. */
const CATEGORY: Record<RefusalKind, string> = { 'invalid': 'BAD_USER_INPUT', 'not-found': 'NOT_FOUND', 'forbidden': 'FORBIDDEN', 'conflict': 'CONFLICT' };
export const STATUS: Record<RefusalKind, number> = { 'invalid': 400, 'not-found': 404, 'forbidden': 403, 'conflict': 409 };

/** Where GraphQL is asked. */
export const GRAPHQL_PATH = '/graphql';

const log = new Logger('api');

/**
 * What is no refusal is masked, and logged under an id that can be quoted. It never says that nothing was changed: a connection may break
 * at the commit, or behind it.
 */
export function masked(fault: unknown): { readonly code: 'INTERNAL'; readonly message: string; readonly id: string } {
  const id = randomUUID();
  log.error(`${id} ${fault instanceof Error ? `${fault.name}: ${fault.message}\n${fault.stack ?? ''}` : 'fault'}`);
  return { code: 'INTERNAL', message: messageFor('INTERNAL', { id }), id };
}

/** What could not be asked at all is logged with its cause, in one line: while a database is away every request says it. */
export function outOfReach(fault: unknown): { readonly code: string; readonly message: string } | undefined {
  if (!isOutOfReach(fault)) return undefined;
  log.error(`out of reach: ${causeOf(fault)}`);
  return { code: OUT_OF_REACH, message: messageFor(OUT_OF_REACH) };
}

export function refusalOf(error: unknown): Refusal | undefined {
  return error instanceof Refusal ? error : refusalOfConstraint(error);
}

/**
 * One shape for every error of GraphQL: `message` for people, `extensions.code` for programs and `extensions.category`.
 *
 * @param scope the request in which it came up, where there was one
 */
export function graphqlErrorOf(error: unknown, scope?: unknown): GraphQLError {
  // Nobody waits for this answer any more, and nothing went wrong.
  if (error instanceof RequestOver || (error instanceof NoTransaction && scopeIsOver(scope))) return new GraphQLError(new RequestOver().message, { extensions: { code: 'REQUEST_OVER', category: 'CONFLICT' } });
  const refusal = refusalOf(error);
  if (refusal !== undefined) {
    return new GraphQLError(refusal.message, { extensions: { code: refusal.code, category: CATEGORY[refusal.kind], ...('field' in refusal ? { fields: [refusal.field] } : {}) } });
  }
  const away = outOfReach(error);
  if (away !== undefined) return new GraphQLError(away.message, { extensions: { code: away.code, category: 'UNAVAILABLE' } });
  const { code, message, id } = masked(error);
  return new GraphQLError(message, { extensions: { code, category: 'INTERNAL', id } });
}

/** A fault of the request itself: found before anything ran. */
export interface RequestFault {
  readonly status: number;
  readonly errors: readonly GraphQLError[];
}

type Thrown = { readonly code?: unknown; readonly statusCode?: unknown; readonly errors?: readonly unknown[]; readonly message?: unknown };

/** Reads what the server threw before execution: a limit, a syntax, a validation, a body it could not take. */
export function requestFaultOf(thrown: unknown): RequestFault {
  const refusal = refusalOf(thrown);
  if (refusal !== undefined) return { status: refusal.code === 'SIGN_IN_NEEDED' ? 401 : STATUS[refusal.kind], errors: [graphqlErrorOf(refusal)] };
  const { code, statusCode, errors } = thrown as Thrown;
  const listed = (errors ?? []).filter((each) => each instanceof GraphQLError);
  if (code === 'MER_ERR_GQL_VALIDATION' && listed.length > 0) return { status: 400, errors: listed.map(documentError) };
  if (code === 'MER_ERR_GQL_VALIDATION' || code === 'MER_ERR_GQL_PERSISTED_QUERY_NOT_FOUND') return simple(400, 'BAD_REQUEST');
  if (statusCode === 413) return simple(413, 'BODY_TOO_LARGE');
  if (statusCode === 415) return simple(415, 'UNSUPPORTED_MEDIA_TYPE');
  if (statusCode === 405) return simple(405, 'METHOD_NOT_ALLOWED');
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return simple(400, 'BAD_REQUEST');
  return { status: isOutOfReach(thrown) ? 503 : 500, errors: [graphqlErrorOf(thrown)] };
}

export function simple(status: number, code: 'BAD_REQUEST' | 'BODY_TOO_LARGE' | 'UNSUPPORTED_MEDIA_TYPE' | 'METHOD_NOT_ALLOWED'): RequestFault {
  return { status, errors: [new GraphQLError(messageFor(code, { limit: GRAPHQL_LIMITS.bodyBytes }), { extensions: { code, category: 'BAD_USER_INPUT' } })] };
}

/** Errors of execution. What a resolver threw has its code already; a variable of the wrong kind gets one here, and a fault of ours is masked. */
export function executionErrors({ data, errors = [] }: ExecutionResult, asked?: { readonly scope?: unknown; readonly reply?: FastifyReply }): { statusCode: number; response: ExecutionResult } {
  const told = errors.map((error) => {
    if (error.extensions?.['code'] !== undefined) return error;
    if (error.path === undefined && error.originalError === undefined) return documentError(error);
    const { message, extensions } = graphqlErrorOf(error.originalError ?? error, asked?.scope);
    // Without the place in the document: only the first run of a document knows it.
    return new GraphQLError(message, { path: error.path, extensions });
  });
  // Where nothing could be answered at all, programs that look no further than the status are told too.
  const isAway = told.some(({ extensions }) => extensions['code'] === OUT_OF_REACH) && Object.values(data ?? {}).every((each) => each === null);
  if (isAway) asked?.reply?.header('retry-after', RETRY_AFTER_SECONDS);
  const onlyTheDocument = data == null && told.every(({ extensions }) => extensions['code'] === 'GRAPHQL_VALIDATION_FAILED');
  return { statusCode: isAway ? 503 : onlyTheDocument ? 400 : 200, response: { data: data ?? null, errors: told.map((error) => error.toJSON()) as unknown as GraphQLError[] } };
}

function documentError(error: GraphQLError): GraphQLError {
  if (/^Syntax Error: Document contains more that \d+ tokens/.test(error.message)) return graphqlErrorOf(new OverLimit('QUERY_TOO_LONG', `${GRAPHQL_LIMITS.tokens} tokens`));
  const code = error.message.startsWith('Syntax Error') ? 'GRAPHQL_PARSE_FAILED' : 'GRAPHQL_VALIDATION_FAILED';
  return new GraphQLError(withoutNumbers(error.message), { nodes: error.nodes, source: error.source, positions: error.positions, extensions: { code, category: 'BAD_USER_INPUT' } });
}

/** graphql repeats what was sent; a number shaped like an NHS number is not repeated (R12). */
function withoutNumbers(message: string): string {
  return message.replace(/(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)/g, '…');
}

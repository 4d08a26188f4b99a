import type { FastifyReply } from 'fastify';
import { messageFor, type Refusal } from '@accord/kernel';
import { RETRY_AFTER_SECONDS } from '@accord/kernel/server';
import { graphqlErrorOf, GRAPHQL_PATH, masked, outOfReach, refusalOf, requestFaultOf, STATUS, type RequestFault } from '../graphql-answers.js';

const BY_CODE: Readonly<Record<string, number>> = { SIGN_IN_NEEDED: 401, RATE_LIMITED: 429 };

/** Outside GraphQL a refusal is answered as `{ "code", "message" }`; at the GraphQL address as GraphQL answers. */
export function answerRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const status = BY_CODE[refusal.code] ?? STATUS[refusal.kind];
  reply.code(status).header('cache-control', 'no-store');
  if (pathOf(reply) === GRAPHQL_PATH) return reply.send({ data: null, errors: [graphqlErrorOf(refusal).toJSON()] });
  return reply.send({ code: refusal.code, message: refusal.message });
}

const WORDS: Readonly<Record<number, string>> = { 404: 'NO_SUCH_ADDRESS', 405: 'METHOD_NOT_ALLOWED', 413: 'BODY_TOO_LARGE', 415: 'UNSUPPORTED_MEDIA_TYPE' };

/** Anything a route threw. Faults of ours are masked and logged under an id. */
export function answerFault(reply: FastifyReply, thrown: unknown): FastifyReply {
  const refusal = refusalOf(thrown);
  if (refusal !== undefined) return answerRefusal(reply, refusal);
  reply.header('cache-control', 'no-store');
  if (pathOf(reply) === GRAPHQL_PATH) {
    return answerRequestFault(reply, requestFaultOf(thrown));
  }
  const away = outOfReach(thrown);
  if (away !== undefined) return reply.code(503).header('retry-after', RETRY_AFTER_SECONDS).send(away);
  const status = statusOf(thrown);
  if (status < 400 || status >= 500) {
    const { code, message, id } = masked(thrown);
    return reply.code(500).send({ code, message, id });
  }
  const code = WORDS[status] ?? 'BAD_REQUEST';
  return reply.code(status).send({ code, message: messageFor(code, { limit: reply.request.routeOptions.bodyLimit ?? 0 }) });
}

/** As GraphQL answers where nothing ran. */
export function answerRequestFault(reply: FastifyReply, { status, errors }: RequestFault): FastifyReply {
  if (status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
  return reply.code(status).header('cache-control', 'no-store').send({ data: null, errors: errors.map((error) => error.toJSON()) });
}

function statusOf(thrown: unknown): number {
  const { statusCode, status } = (thrown ?? {}) as { statusCode?: unknown; status?: unknown };
  return typeof statusCode === 'number' ? statusCode : typeof status === 'number' ? status : 500;
}

function pathOf(reply: FastifyReply): string {
  return reply.request.url.split('?')[0] ?? '';
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal, type Actor } from '@accord/kernel';
import type { Transactions } from '@accord/kernel/server';
import { requestFaultOf } from './graphql-answers.js';
import { answerFault, answerRequestFault } from './routes/answer-refusal.js';

/** A request refused as a whole. The record keeps its code, never its text: a query may hold what a person typed. */
class RequestRefused extends Refusal {
  readonly kind = 'invalid';
  constructor(readonly code: string) { super(code); }
}

/** Answers a GraphQL request that was refused before any resolver ran, and keeps the attempt where somebody is signed in (R8). */
export function refuseRequest(transactions: Transactions, actorOf: (request: FastifyRequest) => Promise<Actor | null>) {
  return async (thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { status, errors } = requestFaultOf(thrown);
    if (status >= 500) return answerRequestFault(reply, { status, errors });
    let actor: Actor | null;
    try {
      actor = await actorOf(request);
      if (actor !== null) await transactions.keepRefusal(actor, { act: 'graphql.ask' }, new RequestRefused(String(errors[0]?.extensions['code'] ?? 'BAD_REQUEST')));
    } catch (fault) {
      return answerFault(reply, fault);
    }
    const told = errors.map((error) => error.toJSON());
    // Who is not signed in is not helped to guess names of the schema.
    const answers = actor === null ? told.map((error) => ({ ...error, message: error.message.replace(/ ?Did you mean .*$/s, '') })) : told;
    return reply.code(status).header('cache-control', 'no-store').send({ data: null, errors: answers });
  };
}

import type { FastifyReply } from 'fastify';
import type { Refusal } from '@accord/kernel';

const STATUS = { 'invalid': 400, 'not-found': 404, 'forbidden': 403, 'conflict': 409 } as const;

/** Outside GraphQL a refusal is answered as `{ "code", "message" }`. */
export function answerRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const status = refusal.code === 'SIGN_IN_NEEDED' ? 401 : STATUS[refusal.kind];
  return reply.code(status).header('cache-control', 'no-store').send({ code: refusal.code, message: refusal.message });
}

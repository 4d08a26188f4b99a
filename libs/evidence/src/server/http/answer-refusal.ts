import { Refusal } from '@accord/kernel';
import type { FastifyReply } from 'fastify';

const BY_CODE: Readonly<Record<string, number>> = { SIGN_IN_NEEDED: 401, CHECKER_BUSY: 503, INVALID_INPUT: 400 };
const BY_KIND = { 'invalid': 422, 'not-found': 404, 'forbidden': 403, 'conflict': 409 } as const;

/** A refusal as `{ "code", "message" }`; anything else is a fault of ours and thrown on. */
export function answerRefusal(reply: FastifyReply, thrown: unknown): FastifyReply {
  if (!(thrown instanceof Refusal)) throw thrown;
  return reply.code(BY_CODE[thrown.code] ?? BY_KIND[thrown.kind]).header('cache-control', 'no-store').send({ code: thrown.code, message: thrown.message });
}

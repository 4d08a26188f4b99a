import { InvalidInput, SignInNeeded, type Actor } from '@accord/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LookAtEvidence } from '../use-cases/look-at-evidence.js';
import { answerRefusal } from './answer-refusal.js';

export interface ReadingRoute {
  actorOf(request: FastifyRequest): Promise<Actor | null>;
  readonly looking: Pick<LookAtEvidence, 'begin'>;
}

/** NUL, and halves of characters: nothing the record could keep. */
const UNKEEPABLE = /[\0\p{Cs}]/u;
const BODY_BYTES = 16 * 1024;

/**
 * POST /evidence/ID/readings {"reason"}: records why somebody looks, and answers a token for the addresses of the pages, the words and the
 * file. What people write never stands in an address: those are kept by browsers and proxies.
 */
export function evidenceReadings(server: FastifyInstance, route: ReadingRoute): void {
  server.post<{ Params: { id: string } }>('/evidence/:id/readings', { bodyLimit: BODY_BYTES }, async (request, reply) => {
    try {
      const actor = await route.actorOf(request);
      if (actor === null) throw new SignInNeeded();
      const reading = await route.looking.begin(actor, { id: request.params.id, reason: reasonIn(request.body) });
      return await reply.code(201).header('cache-control', 'no-store').send({ token: reading.token, endsAt: reading.endsAt.toISOString() });
    } catch (error) {
      return answerRefusal(reply, error);
    }
  });
}

function reasonIn(body: unknown): string | null {
  const reason = (body as { readonly reason?: unknown } | null | undefined)?.reason ?? null;
  if (reason === null) return null;
  if (typeof reason !== 'string' || UNKEEPABLE.test(reason)) throw new InvalidInput('reason', 'write it as plain text');
  return reason.trim();
}

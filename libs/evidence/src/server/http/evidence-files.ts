import { SignInNeeded, type Actor } from '@accord/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ReadEvidenceFile } from '../use-cases/read-evidence-file.js';
import { answerRefusal } from './answer-refusal.js';

export interface FileRoute {
  actorOf(request: FastifyRequest): Promise<Actor | null>;
  readonly files: ReadEvidenceFile;
}

/**
 * GET /evidence/ID/file[?reason=…]: the signed document as kept. Always a download, never shown in this origin: what is inside was
 * written by others.
 */
export function evidenceFiles(server: FastifyInstance, route: FileRoute): void {
  server.get<{ Params: { id: string }; Querystring: { reason?: string } }>('/evidence/:id/file', async (request, reply) => {
    try {
      const actor = await route.actorOf(request);
      if (actor === null) throw new SignInNeeded();
      const file = await route.files.execute(actor, { id: request.params.id, reason: request.query.reason ?? null });
      return await reply.headers({
        'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${file.name}"`, 'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'private, no-store', 'cross-origin-resource-policy': 'same-origin',
      }).send(file.bytes);
    } catch (error) {
      return answerRefusal(reply, error);
    }
  });
}

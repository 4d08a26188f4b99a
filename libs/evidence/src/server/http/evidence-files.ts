import { SignInNeeded, type Actor } from '@accord/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LookAtEvidence } from '../use-cases/look-at-evidence.js';
import { answerRefusal } from './answer-refusal.js';

export interface FileRoute {
  actorOf(request: FastifyRequest): Promise<Actor | null>;
  readonly looking: LookAtEvidence;
}

/**
 * GET /evidence/ID/file[?reading=TOKEN]: the signed document as kept. Always a download, never shown in this origin: what is inside was
 * written by others.
 */
export function evidenceFiles(server: FastifyInstance, route: FileRoute): void {
  server.get<{ Params: { id: string }; Querystring: { reading?: string } }>('/evidence/:id/file', async (request, reply) => {
    try {
      const actor = await route.actorOf(request);
      if (actor === null) throw new SignInNeeded();
      const file = await route.looking.execute(actor, { id: request.params.id, token: tokenOf(request.query), wants: 'file' });
      const bytes = await file.bytes();
      return await reply.headers({
        'content-type': 'application/pdf', 'content-disposition': `attachment; filename="evidence-${file.odsCode}-${file.sha256.slice(0, 12)}.pdf"`, 'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'private, no-store', 'cross-origin-resource-policy': 'same-origin',
      }).send(bytes);
    } catch (error) {
      return answerRefusal(reply, error);
    }
  });
}

/** A parameter sent twice arrives as a list, which is no token. */
export function tokenOf({ reading }: { readonly reading?: unknown }): string | null {
  return reading === undefined ? null : String(reading);
}

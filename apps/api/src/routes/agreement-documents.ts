import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isId, NotFound, Refusal, SignInNeeded, type Actor } from '@accord/kernel';
import { mayEver, type Transactions } from '@accord/kernel/server';
import type { AgreementTermsReader } from '@accord/agreements/server';
import type { AgreementDocuments } from '@accord/evidence';
import { answerRefusal } from './answer-refusal.js';

export interface DocumentRoute {
  actorOf(request: FastifyRequest): Promise<Actor | null>;
  readonly transactions: Transactions;
  readonly terms: AgreementTermsReader;
  readonly documents: AgreementDocuments;
}

/** GET /agreements/ID/document.pdf: the document generated from the newest version, byte for byte what signing in Accord seals. */
export function agreementDocuments(server: FastifyInstance, route: DocumentRoute): void {
  server.get<{ Params: { id: string } }>('/agreements/:id/document.pdf', async (request, reply) => {
    try {
      const actor = await route.actorOf(request);
      if (actor === null) throw new SignInNeeded();
      if (!isId(request.params.id) || !mayEver(actor, 'read', 'Agreement')) throw new NotFound('agreement');
      const { document, terms } = await route.transactions.read(actor, async (tx) => {
        const newest = await route.terms.newest(tx, request.params.id);
        return { terms: newest, document: await route.terms.document(tx, newest) };
      });
      const { bytes, sha256 } = await route.documents.pdf(document);
      return await reply.headers({
        'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${terms.reference}-v${terms.number}.pdf"`, 'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'private, no-store', 'x-document-sha256': sha256, 'x-terms-digest': terms.digest,
      }).send(Buffer.from(bytes));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      return answerRefusal(reply, refusal);
    }
  });
}

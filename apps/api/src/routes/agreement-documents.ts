import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isId, NotFound, Refusal, SignInNeeded, type Actor, type Tx } from '@accord/kernel';
import { mayEver, type Transactions } from '@accord/kernel/server';
import type { AgreementTerms, AgreementTermsReader } from '@accord/agreements/server';
import type { AgreementDocuments } from '@accord/evidence';
import { documentPictures, type DocumentRasters } from '@accord/evidence/server';
import { answerRefusal } from './answer-refusal.js';

export interface DocumentRoute {
  actorOf(request: FastifyRequest): Promise<Actor | null>;
  readonly transactions: Transactions;
  readonly terms: AgreementTermsReader;
  readonly documents: AgreementDocuments;
  readonly rasters: DocumentRasters;
}

/** Of which version of an agreement a document is generated. */
type Which = (tx: Tx, agreementId: string) => Promise<AgreementTerms | null>;

/**
 * GET /agreements/ID/document.pdf: the document generated from the newest version, or with the id of a version from that one, byte for byte
 * what signing in Accord seals; below /agreements/ID/document the same as pictures and words. GET /agreements/ID/amendment.pdf and below
 * /agreements/ID/amendment: of the version that is being drafted, for those who may see it before anybody is asked to sign it.
 */
export function agreementDocuments(server: FastifyInstance, route: DocumentRoute): void {
  documentsOf(server, route, 'document', (tx, id) => route.terms.called(tx, id));
  documentsOf(server, route, 'amendment', (tx, id) => route.terms.draftOf(tx, id));
}

function documentsOf(server: FastifyInstance, route: DocumentRoute, name: 'document' | 'amendment', which: Which): void {
  const generated = async (actor: Actor, id: string) => {
    if (!isId(id) || !mayEver(actor, 'read', 'Agreement')) throw new NotFound('agreement');
    const { document, terms } = await route.transactions.read(actor, async (tx) => {
      const version = await which(tx, id);
      if (version === null) throw new NotFound('agreement');
      return { terms: version, document: await route.terms.document(tx, version) };
    });
    return { terms, ...await route.documents.pdf(document) };
  };
  documentPictures(server, {
    address: `/agreements/:id/${name}`, actorOf: route.actorOf, rasters: route.rasters,
    async open(actor, { id }) {
      const { sha256, bytes } = await generated(actor, id);
      return { sha256, bytes: () => Promise.resolve(bytes) };
    },
  });
  server.get<{ Params: { id: string } }>(`/agreements/:id/${name}.pdf`, async (request, reply) => {
    try {
      const actor = await route.actorOf(request);
      if (actor === null) throw new SignInNeeded();
      const { terms, bytes, sha256 } = await generated(actor, request.params.id);
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

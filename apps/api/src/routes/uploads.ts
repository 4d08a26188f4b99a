import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidInput, NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { demand, mayEver, Transactions } from '@accord/kernel/server';
import { AgreementsReader, SubmitUploadedEvidence } from '@accord/agreements/server';
import { DocumentRasters, documentPictures, evidenceFiles, evidenceReadings, evidenceUploads, LookAtEvidence, TakeInUpload, type DeclaredUpload } from '@accord/evidence/server';

/** Signed documents in and out. What an upload proves is recorded by agreements, in one transaction with the part it proves. */
export async function uploads(server: FastifyInstance, app: Pick<NestFastifyApplication, 'get'>, actorOf: (request: FastifyRequest) => Promise<Actor | null>): Promise<void> {
  const transactions = app.get(Transactions);
  const agreements = app.get(AgreementsReader);
  const submitting = app.get(SubmitUploadedEvidence);
  await evidenceUploads(server, {
    actorOf,
    uploads: app.get(TakeInUpload),
    async admit(actor: Actor, declared: DeclaredUpload): Promise<void> {
      if (!mayEver(actor, 'upload', 'Evidence')) throw new NotPermitted('upload');
      versionOf(declared);
      await transactions.read(actor, async (tx) => {
        const party = await agreements.party(tx, partyOf(declared));
        const agreement = party === null ? null : await agreements.byId(tx, party.agreementId);
        if (party === null || agreement === null) throw new NotFound('part');
        demand(tx, 'upload', 'Evidence', { odsCode: party.odsCode, localityId: agreement.localityId });
      });
    },
    async submit(actor, declared, takenIn) {
      return submitting.execute(actor, {
        side: declared.participationId === null ? 'consumer' : 'provider', id: partyOf(declared), expectedVersion: versionOf(declared),
        idempotencyKey: declared.idempotencyKey ?? undefined, authorityId: declared.authorityId, signedOn: declared.signedOn, signedPage: declared.signedPage, takenIn,
      });
    },
    keepRefusal: (actor, declared, refusal) => transactions.keepRefusal(actor, { act: 'evidence.upload', subject: declared === null ? undefined : partyOf(declared) }, refusal),
  });
  const looking = app.get(LookAtEvidence);
  evidenceFiles(server, { actorOf, looking });
  evidenceReadings(server, { actorOf, looking });
  documentPictures(server, { address: '/evidence/:id', actorOf, rasters: app.get(DocumentRasters), open: (actor, asked) => looking.execute(actor, asked) });
}

function partyOf(declared: DeclaredUpload): string {
  return declared.participationId ?? declared.consumerPartId ?? '';
}

function versionOf(declared: DeclaredUpload): number {
  if (declared.expectedVersion === null) throw new InvalidInput('expectedVersion', 'send the version of the part you saw');
  return declared.expectedVersion;
}

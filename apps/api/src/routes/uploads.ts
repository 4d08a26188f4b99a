import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidInput, NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { demand, mayEver, Transactions } from '@accord/kernel/server';
import { AgreementsReader, CampaignsReader, declaredInstruction, INSTRUCTION_FIELD_BYTES, INSTRUCTION_UPLOADS, RecordInstruction, SubmitUploadedEvidence, type DeclaredInstruction } from '@accord/agreements/server';
import {
  declaredSignature, DocumentRasters, documentPictures, evidenceFiles, evidenceReadings, evidenceUploads, LookAtEvidence, signedUploads, TakeInUpload, type DeclaredUpload,
} from '@accord/evidence/server';

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
  await instructions(server, app, actorOf);
  const looking = app.get(LookAtEvidence);
  evidenceFiles(server, { actorOf, looking });
  evidenceReadings(server, { actorOf, looking });
  documentPictures(server, { address: '/evidence/:id', actorOf, rasters: app.get(DocumentRasters), open: (actor, asked) => looking.execute(actor, asked) });
}

/** POST /campaigns/ID/practices/CODE/instructions: the letter of a controller who does not use Accord, with what it says of each agreement. */
async function instructions(server: FastifyInstance, app: Pick<NestFastifyApplication, 'get'>, actorOf: (request: FastifyRequest) => Promise<Actor | null>): Promise<void> {
  const [transactions, campaigns, recording] = [app.get(Transactions), app.get(CampaignsReader), app.get(RecordInstruction)];
  await signedUploads(server, {
    address: INSTRUCTION_UPLOADS, fieldSize: INSTRUCTION_FIELD_BYTES, actorOf, uploads: app.get(TakeInUpload),
    declaredIn: (fields) => ({ ...declaredInstruction(fields), ...declaredSignature(fields) }),
    async admit(actor, { campaignId }): Promise<void> {
      if (!mayEver(actor, 'record', 'WrittenInstruction')) throw new NotPermitted('record');
      if (await transactions.read(actor, (tx) => campaigns.byId(tx, campaignId)) === null) throw new NotFound('campaign');
    },
    submit: (actor, { idempotencyKey, ...declared }, takenIn) => recording.execute(actor, { ...declared, idempotencyKey: idempotencyKey ?? undefined, takenIn }),
    keepRefusal: (actor, declared: DeclaredInstruction | null, refusal) => transactions.keepRefusal(actor, { act: 'instruction.record', subject: declared?.campaignId }, refusal),
  });
}

function partyOf(declared: DeclaredUpload): string {
  return declared.participationId ?? declared.consumerPartId ?? '';
}

function versionOf(declared: DeclaredUpload): number {
  if (declared.expectedVersion === null) throw new InvalidInput('expectedVersion', 'send the version of the part you saw');
  return declared.expectedVersion;
}

import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { civilDay, InvalidInput, NotPermitted, Refusal, SignInNeeded, type Actor } from '@accord/kernel';
import { mayEver, type Transactions } from '@accord/kernel/server';
import { BadDirectoryUpload, UploadTooLarge } from '../../contract/index.js';
import type { HandedInFile, HandInDirectoryFile } from '../use-cases/hand-in-directory-file.js';

/** About seven times the national file. */
export const MOST_UPLOAD_BYTES = 32 * 1024 * 1024;

export interface DirectoryFileRoute {
  /** Who asks; null when nobody is signed in. */
  actorOf(request: FastifyRequest): Promise<Actor | null>;
  readonly transactions: Transactions;
  readonly handingIn: HandInDirectoryFile;
  readonly maxBytes?: number;
}

const STATUS: Readonly<Record<string, number>> = { TOO_LARGE: 413, SIGN_IN_NEEDED: 401, BAD_UPLOAD: 400, INVALID_INPUT: 400 };
const KIND_STATUS = { 'invalid': 422, 'not-found': 404, 'forbidden': 403, 'conflict': 409 } as const;

/**
 * POST /directory/files: multipart with the fields editionOn, isOlder, isExtract and idempotencyKey, then the file, last. Whoever may not
 * import is refused before the file is read; what is read is compressed as it comes, so memory grows with a fraction of it.
 */
export async function directoryFileUploads(server: FastifyInstance, route: DirectoryFileRoute): Promise<void> {
  const maxBytes = route.maxBytes ?? MOST_UPLOAD_BYTES;
  await server.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: maxBytes, files: 1, fields: 8, fieldSize: 256, fieldNameSize: 64, parts: 9, headerPairs: 32 } });
    scope.post('/directory/files', async (request, reply) => {
      const actor = await route.actorOf(request);
      const attempt = { isHandedIn: false };
      try {
        if (actor === null) throw new SignInNeeded();
        if (!mayEver(actor, 'import', 'Directory')) throw new NotPermitted('import');
        return await take(route, actor, request, reply, attempt, maxBytes);
      } catch (error) {
        const refusal = error instanceof Refusal ? error : damaged(error);
        if (refusal === undefined) throw error;
        // A refusal from inside the transaction is on record already.
        if (actor !== null && !attempt.isHandedIn) await route.transactions.keepRefusal(actor, { act: 'directory.hand-in' }, refusal);
        return reply.code(STATUS[refusal.code] ?? KIND_STATUS[refusal.kind]).header('cache-control', 'no-store').send({ code: refusal.code, message: refusal.message });
      }
    });
  });
}

async function take(route: DirectoryFileRoute, actor: Actor, request: FastifyRequest, reply: FastifyReply, attempt: { isHandedIn: boolean }, maxBytes: number): Promise<FastifyReply> {
  const fields = new Map<string, string>();
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.valueTruncated || part.fieldnameTruncated) throw new BadDirectoryUpload('too many or too large fields');
      fields.set(part.fieldname, String(part.value));
      continue;
    }
    try {
      const file = await kept(part, declaredIn(fields), maxBytes);
      attempt.isHandedIn = true;
      const { id } = await route.handingIn.execute(actor, file);
      return await reply.code(201).header('cache-control', 'no-store').send({ id, fileSha256: file.fileSha256, fileBytes: file.fileBytes });
    } finally {
      part.file.resume(); // a client that is still sending hears the answer only when it has been listened to
    }
  }
  throw new BadDirectoryUpload('it holds no file');
}

type Declared = Pick<HandedInFile, 'editionOn' | 'isOlder' | 'isExtract' | 'idempotencyKey'>;

function declaredIn(fields: ReadonlyMap<string, string>): Declared {
  const stated = (name: string): string | null => (fields.get(name) ?? '') || null;
  const yes = (name: string): boolean => {
    const said = stated(name);
    if (said !== null && said !== 'yes' && said !== 'no') throw new InvalidInput(name, 'write yes or no');
    return said === 'yes';
  };
  const edition = stated('editionOn');
  return {
    editionOn: edition === null ? null : civilDay(edition, 'editionOn'), isOlder: yes('isOlder'), isExtract: yes('isExtract'), idempotencyKey: stated('idempotencyKey') ?? undefined,
  };
}

async function kept(part: MultipartFile, declared: Declared, maxBytes: number): Promise<HandedInFile> {
  const digest = createHash('sha256');
  const chunks: Buffer[] = [];
  let fileBytes = 0;
  await pipeline(
    part.file as Readable,
    async function* measure(source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        fileBytes += chunk.length;
        digest.update(chunk);
        yield chunk;
      }
    },
    createGzip({ level: 4 }),
    async (source: AsyncIterable<Buffer>) => { for await (const chunk of source) chunks.push(chunk); },
  );
  if (part.file.truncated) throw new UploadTooLarge(maxBytes);
  return { ...declared, fileName: part.filename, fileSha256: digest.digest('hex'), fileBytes, content: Buffer.concat(chunks) };
}

function damaged(error: unknown): Refusal | undefined {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (code === 'FST_INVALID_MULTIPART_CONTENT_TYPE') return new BadDirectoryUpload('send it as multipart/form-data');
  if (code.endsWith('_LIMIT')) return new BadDirectoryUpload('too many or too large fields');
  if (code === 'FST_NO_FORM_DATA' || /multipart|unexpected end of form|boundary|premature/i.test((error as Error | null)?.message ?? '')) return new BadDirectoryUpload('the form is damaged or incomplete');
  return undefined;
}

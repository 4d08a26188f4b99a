import multipart, { type MultipartFile } from '@fastify/multipart';
import { messageFor, Refusal, SignInNeeded, type Actor } from '@accord/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BadUpload, sentenceOf, worstOf, type Finding, type TakenIn } from '../../contract/index.js';
import { MAX_UPLOAD_BYTES, type TakeInUpload } from '../use-cases/take-in-upload.js';

export interface SignedUploadRoute<Declared> {
  /** Where such a file is sent; what stands in the address, in the query and in the form before the file is one set of fields. */
  readonly address: string;
  /** Reads what came with the file, or refuses it before the file is read. */
  declaredIn(fields: ReadonlyMap<string, string>): Declared;
  /** Who asks; null when nobody is signed in. */
  actorOf(request: FastifyRequest): Promise<Actor | null>;
  /** Refuses early what this person may not do, before the file is read; what it refuses is recorded here. */
  admit?(actor: Actor, declared: Declared): Promise<void>;
  /** Records the document, in one transaction with what it proves; that transaction records what it refuses. */
  submit(actor: Actor, declared: Declared, takenIn: TakenIn): Promise<{ readonly evidenceId: string; readonly state: string; readonly findings: readonly Finding[] }>;
  /** Records an attempt refused before any transaction began. */
  keepRefusal(actor: Actor, declared: Declared | null, refusal: Refusal): Promise<void>;
  readonly uploads: TakeInUpload;
  readonly maxBytes?: number;
  /** The longest field, in bytes. */
  readonly fieldSize?: number;
}

const STATUS: Readonly<Record<string, number>> = { TOO_LARGE: 413, SIGN_IN_NEEDED: 401, CHECKER_BUSY: 503, BAD_UPLOAD: 400, INVALID_INPUT: 400 };
const KIND_STATUS = { 'invalid': 422, 'not-found': 404, 'forbidden': 403, 'conflict': 409 } as const;

/** Takes signed documents in: fields first, then the file, last. The file streams into the encrypted store; memory does not grow with it. */
export async function signedUploads<Declared>(server: FastifyInstance, route: SignedUploadRoute<Declared>): Promise<void> {
  const maxBytes = route.maxBytes ?? MAX_UPLOAD_BYTES;
  await server.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: maxBytes, files: 1, fields: 12, fieldSize: route.fieldSize ?? 512, fieldNameSize: 64, parts: 13, headerPairs: 32 } });
    scope.post(route.address, async (request, reply) => {
      const actor = await route.actorOf(request);
      const attempt: Attempt<Declared> = { declared: null };
      try {
        if (actor === null) throw new SignInNeeded();
        return await take(route, actor, request, reply, attempt, maxBytes);
      } catch (error) {
        const refusal = error instanceof Refusal ? error : multipartRefusal(error);
        if (refusal === undefined) throw error;
        // Refusals from inside a transaction are on record already.
        if (actor !== null && !attempt.submitting) await route.keepRefusal(actor, attempt.declared, refusal);
        return reply.code(statusOf(refusal)).send({ code: refusal.code, message: refusal.message });
      }
    });
  });
}

interface Attempt<Declared> {
  declared: Declared | null;
  submitting?: boolean;
}

async function take<Declared>(route: SignedUploadRoute<Declared>, actor: Actor, request: FastifyRequest, reply: FastifyReply, attempt: Attempt<Declared>, maxBytes: number): Promise<FastifyReply> {
  if (isFromElsewhere(request)) throw new BadUpload('it came from another site');
  const fields = new Map<string, string>(Object.entries(request.query as Record<string, string>).map(([name, value]) => [name, String(value)]));
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.valueTruncated || part.fieldnameTruncated) throw new BadUpload('too many or too large fields');
      fields.set(part.fieldname, String(part.value));
      continue;
    }
    try {
      // The address says what it is about, whatever the form says.
      for (const [name, value] of Object.entries(request.params as Record<string, string>)) fields.set(name, value);
      attempt.declared = route.declaredIn(fields);
      await route.admit?.(actor, attempt.declared);
      return await submit(route, actor, part, reply, attempt, maxBytes);
    } finally {
      part.file.resume(); // a client that is still sending hears the answer only when it has been listened to
    }
  }
  throw new BadUpload('it holds no file');
}

async function submit<Declared>(route: SignedUploadRoute<Declared>, actor: Actor, part: MultipartFile, reply: FastifyReply, attempt: Attempt<Declared>, maxBytes: number): Promise<FastifyReply> {
  const takenIn = await route.uploads.execute(part.file, { maxBytes, wasCutShort: () => part.file.truncated });
  try {
    attempt.submitting = true;
    const kept = await route.submit(actor, attempt.declared!, takenIn);
    const findings = kept.findings.map((each) => ({ ...each, message: sentenceOf(each) }));
    const about = { evidenceId: kept.evidenceId, state: kept.state, sha256: takenIn.sha256, pages: takenIn.report.pages, findings };
    if (kept.state !== 'quarantined') return await reply.code(201).send(about);
    const because = findings.filter((each) => each.severity === worstOf(kept.findings)).map((each) => each.message).join(' ');
    return await reply.code(422).send({ code: 'QUARANTINED', message: messageFor('QUARANTINED', { because }), ...about });
  } finally {
    await route.uploads.release(takenIn);
  }
}

/** Browsers say where a request comes from; a form on another site could post a file with this person's cookie. */
function isFromElsewhere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function multipartRefusal(error: unknown): Refusal | undefined {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (code === 'FST_INVALID_MULTIPART_CONTENT_TYPE') return new BadUpload('send it as multipart/form-data');
  if (code.endsWith('_LIMIT')) return new BadUpload('too many or too large fields');
  if (code === 'FST_NO_FORM_DATA' || /multipart|unexpected end of form|boundary|premature/i.test((error as Error | null)?.message ?? '')) return new BadUpload('the form is damaged or incomplete');
  return undefined;
}

function statusOf(refusal: Refusal): number {
  return STATUS[refusal.code] ?? KIND_STATUS[refusal.kind];
}

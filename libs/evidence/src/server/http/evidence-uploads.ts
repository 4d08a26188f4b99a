import { civilDay, InvalidInput, isId } from '@accord/kernel';
import type { FastifyInstance } from 'fastify';
import { BadUpload } from '../../contract/index.js';
import { signedUploads, type SignedUploadRoute } from './signed-uploads.js';

/** What came with the file: whose part it proves, who signed it and when. */
export interface DeclaredUpload {
  readonly participationId: string | null;
  readonly consumerPartId: string | null;
  /** The line of the register of authority under which the signatory signed. */
  readonly authorityId: string;
  readonly signedOn: string;
  readonly signedPage: number | null;
  readonly expectedVersion: number | null;
  readonly idempotencyKey: string | null;
}

export type UploadRoute = Omit<SignedUploadRoute<DeclaredUpload>, 'address' | 'declaredIn'>;

/**
 * POST /evidence/uploads?participation=ID (or ?part=ID): multipart with the fields authorityId, signedOn, signedPage, expectedVersion and
 * idempotencyKey, then the file, last.
 */
export async function evidenceUploads(server: FastifyInstance, route: UploadRoute): Promise<void> {
  await signedUploads(server, { ...route, address: '/evidence/uploads', declaredIn });
}

function declaredIn(fields: ReadonlyMap<string, string>): DeclaredUpload {
  const participationId = idIn(fields, ['participation', 'participationId']);
  const consumerPartId = idIn(fields, ['part', 'consumerPartId']);
  if ((participationId === null) === (consumerPartId === null)) throw new BadUpload('name one participation or one part');
  return { participationId, consumerPartId, ...declaredSignature(fields), expectedVersion: countIn(fields, 'expectedVersion') };
}

/** Who signed a document, when and on which page, as whoever sends it says. */
export function declaredSignature(fields: ReadonlyMap<string, string>): Pick<DeclaredUpload, 'authorityId' | 'signedOn' | 'signedPage' | 'idempotencyKey'> {
  const authorityId = idIn(fields, ['authorityId', 'signatoryId']);
  if (authorityId === null) throw new InvalidInput('authorityId', 'name the signatory by their line in the register of authority');
  return { authorityId, signedOn: civilDay(fields.get('signedOn') ?? '', 'signedOn'), signedPage: countIn(fields, 'signedPage'), idempotencyKey: fields.get('idempotencyKey') ?? null };
}

function idIn(fields: ReadonlyMap<string, string>, names: readonly string[]): string | null {
  const name = names.find((each) => (fields.get(each) ?? '') !== '');
  if (name === undefined) return null;
  const id = fields.get(name)!;
  if (!isId(id)) throw new InvalidInput(name, 'it is not an id');
  return id;
}

function countIn(fields: ReadonlyMap<string, string>, name: string): number | null {
  const text = fields.get(name) ?? '';
  if (text === '') return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidInput(name, 'write a whole number from 1');
  return Number(text);
}

import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { AgreementWorld } from '@accord/agreements/testing';
import { agreementDocuments, type DocumentRoute } from './agreement-documents.js';

let world: AgreementWorld;
let server: FastifyInstance;
let people: Readonly<Record<string, Actor>>;
let ids: Readonly<Record<'agreement' | 'first' | 'draft', string>>;

beforeAll(async () => {
  world = await AgreementWorld.open();
  const agreement = await world.anOpenAgreement();
  await world.amending.draft(world.officer, await world.anAmendment(agreement, { purpose: 'Care at night' }));
  const { rows } = await world.database.owner.query<{ id: string }>('SELECT id FROM agreement_version WHERE agreement_id = $1 ORDER BY number', [agreement]);
  ids = { agreement, first: rows[0]!.id, draft: rows[1]!.id };
  people = { 'an officer who serves it': world.officer, 'its practice': (await world.signatoryOf('TSTP01')).actor, 'an officer of another locality': world.farOfficer, 'another practice': (await world.signatoryOf('TSTP09')).actor };
  server = fastify();
  agreementDocuments(server, {
    actorOf: (request: FastifyRequest) => Promise.resolve(people[String(request.headers['x-who'])] ?? null), transactions: world.transactions, terms: world.terms,
    // How it is printed and drawn is evidence's; here it is whether.
    documents: { pdf: ({ version }: { readonly version: number }) => Promise.resolve({ bytes: Buffer.from(`version ${version}`), sha256: 'a'.repeat(64) }) },
    rasters: { pages: () => Promise.resolve(1), text: () => Promise.resolve(['one']), picture: () => Promise.resolve(Buffer.from('PNG')) },
  } as unknown as DocumentRoute);
  await server.ready();
});
afterAll(async () => {
  await server.close();
  await world.close();
});

const get = async (id: string, path: string, who: string): Promise<string> => {
  const { statusCode, body } = await server.inject({ url: `/agreements/${id}/${path}`, headers: { 'x-who': who } });
  return path === 'document.pdf' ? `${statusCode} ${statusCode === 200 ? body : (JSON.parse(body) as { code: string }).code}` : String(statusCode);
};

describe('the document of an agreement, asked for from outside', () => {
  it.each([
    ['agreement', 'an officer who serves it', '200 version 1'], ['agreement', 'its practice', '200 version 1'], ['agreement', 'an officer of another locality', '404 NOT_FOUND'], ['agreement', 'another practice', '404 NOT_FOUND'],
    ['first', 'an officer who serves it', '200 version 1'], ['first', 'its practice', '200 version 1'], ['first', 'an officer of another locality', '404 NOT_FOUND'], ['first', 'another practice', '404 NOT_FOUND'],
    ['draft', 'an officer who serves it', '200 version 2'], ['draft', 'its practice', '404 NOT_FOUND'], ['draft', 'an officer of another locality', '404 NOT_FOUND'], ['draft', 'another practice', '404 NOT_FOUND'],
    ['first', 'nobody', '401 SIGN_IN_NEEDED'],
  ] as const)('by the id of the %s, to %s: %s', async (which, who, answer) => {
    expect(await get(ids[which], 'document.pdf', who)).toBe(answer);
    for (const path of ['document/info', 'document/text', 'document/pages/1.png']) expect([path, await get(ids[which], path, who)]).toEqual([path, answer.slice(0, 3)]);
  });

  it('reads alike where there is none and where it is not theirs', async () => {
    const read = async (id: string) => (await server.inject({ url: `/agreements/${id}/document.pdf`, headers: { 'x-who': 'another practice' } })).body;
    expect(await read(ids.first)).toBe(await read('0190a000-0000-7000-8000-00000000abcd'));
  });
});

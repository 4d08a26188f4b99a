import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NotFound, type Actor } from '@accord/kernel';
import { CheckerBusy, DocumentCannotBeShown, PageOutOfRange } from '../../contract/index.js';
import type { Drawn, Rasters } from '../domain/rasters.js';
import { documentPictures } from './document-pictures.js';

let server: FastifyInstance;
let drawn: unknown[];
let fault: Error | null;
let isSignedIn: boolean;

beforeAll(async () => {
  server = fastify();
  const told = <T>(what: unknown, answer: T): Promise<T> => {
    drawn.push(what);
    return fault === null ? Promise.resolve(answer) : Promise.reject(fault);
  };
  documentPictures(server, {
    address: '/things/:id', actorOf: () => Promise.resolve(isSignedIn ? { personId: 'odile' } as Actor : null),
    open: (_actor, { id, token }) => (id === 'mine' ? Promise.resolve({ sha256: 'abc', bytes: () => Promise.resolve(Buffer.from(token ?? 'none')) }) : Promise.reject(new NotFound('thing'))),
    rasters: {
      pages: () => told('info', 3), text: async (document: Drawn) => told('text', ['one', document.who, Buffer.from(await document.bytes()).toString()]),
      picture: (_document: Drawn, page: number, scale: number) => told([page, scale], Buffer.from('PNG')),
    } satisfies Rasters,
  });
  await server.ready();
});
afterAll(() => server.close());
beforeEach(() => { drawn = []; fault = null; isSignedIn = true; });

const get = (path: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> => server.inject({ url: `/things/${path}`, headers });

describe('Documents as pictures over HTTP', () => {
  it('give a page that no browser takes for anything else, and no other site or cache gets', async () => {
    const { statusCode, headers, body } = await get('mine/pages/2.png?scale=3');
    expect([statusCode, headers['content-type'], headers['x-content-type-options'], headers['cache-control'], headers['cross-origin-resource-policy'], body])
      .toEqual([200, 'image/png', 'nosniff', 'private, no-cache', 'same-origin', 'PNG']);
    expect(drawn).toEqual([[2, 3]]);
  });

  it('give the number of pages, and the words with the token of the reading handed on', async () => {
    expect((await get('mine/info')).json()).toEqual({ pages: 3, sha256: 'abc' });
    expect((await get('mine/text?reading=A-token')).json()).toEqual({ pages: ['one', 'odile', 'A-token'] });
  });

  it('spare drawing what the browser holds, and still ask whether it may', async () => {
    const { headers } = await get('mine/pages/1.png');
    expect((await get('mine/pages/1.png', { 'if-none-match': String(headers.etag) })).statusCode).toBe(304);
    expect((await get('other/pages/1.png', { 'if-none-match': String(headers.etag) })).statusCode).toBe(404);
    expect((await get('mine/pages/1.png?scale=2', { 'if-none-match': String(headers.etag) })).statusCode).toBe(200);
    expect(drawn).toEqual([[1, 1], [1, 2]]);
  });

  it.each([
    ['pages/0.png', 400, 'INVALID_INPUT'], ['pages/x.png', 400, 'INVALID_INPUT'], ['pages/1.png?scale=4', 400, 'INVALID_INPUT'], ['pages/1.png?scale=1.5', 400, 'INVALID_INPUT'],
  ])('refuse %s', async (path, status, code) => {
    const answer = await get(`mine/${path}`);
    expect([answer.statusCode, (answer.json() as { code: string }).code, drawn]).toEqual([status, code, []]);
  });

  it.each<[number, Error]>([[404, new PageOutOfRange(9, 3)], [422, new DocumentCannotBeShown()], [503, new CheckerBusy()]])('answer %d with a code and a sentence', async (status, error) => {
    fault = error;
    const answer = await get('mine/pages/9.png');
    expect([answer.statusCode, answer.json(), answer.headers['content-type'], answer.headers['cache-control']])
      .toEqual([status, { code: (error as CheckerBusy).code, message: error.message }, 'application/json; charset=utf-8', 'no-store']);
  });

  it('are for those signed in', async () => {
    isSignedIn = false;
    for (const part of ['info', 'text', 'pages/1.png']) expect((await get(`mine/${part}`)).statusCode).toBe(401);
  });
});

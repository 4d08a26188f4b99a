import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ReasonNeeded, type Actor } from '@accord/kernel';
import { evidenceReadings } from './evidence-readings.js';

let server: FastifyInstance;
let begun: unknown[];
let isSignedIn: boolean;

beforeAll(async () => {
  server = fastify();
  evidenceReadings(server, {
    actorOf: () => Promise.resolve(isSignedIn ? {} as Actor : null),
    looking: { begin: (_actor, asked) => {
      begun.push(asked);
      return (asked.reason ?? '') === '' ? Promise.reject(new ReasonNeeded()) : Promise.resolve({ token: 'a-token', endsAt: new Date('2026-03-02T09:15:00Z') });
    } },
  });
  await server.ready();
});
afterAll(() => server.close());
beforeEach(() => { begun = []; isSignedIn = true; });

const post = (payload: string): Promise<LightMyRequestResponse> => server.inject({ method: 'POST', url: '/evidence/one/readings', payload, headers: { 'content-type': 'application/json' } });

describe('A reading begun over HTTP', () => {
  it('answers a token for the reason in its body, which no cache keeps', async () => {
    const { statusCode, headers, body } = await post('{"reason":" Yearly sample "}');
    expect([statusCode, headers['cache-control'], JSON.parse(body)]).toEqual([201, 'no-store', { token: 'a-token', endsAt: '2026-03-02T09:15:00.000Z' }]);
    expect(begun).toEqual([{ id: 'one', reason: 'Yearly sample' }]);
  });

  it.each<[string, number, string]>([
    ['{}', 422, 'REASON_NEEDED'], ['null', 422, 'REASON_NEEDED'], ['[]', 422, 'REASON_NEEDED'], ['{"reason":null}', 422, 'REASON_NEEDED'], ['{"reason":"  "}', 422, 'REASON_NEEDED'],
    ['{"reason":1}', 400, 'INVALID_INPUT'], ['{"reason":["x"]}', 400, 'INVALID_INPUT'], ['{"reason":"a\\u0000b"}', 400, 'INVALID_INPUT'], ['{"reason":"a\\ud800b"}', 400, 'INVALID_INPUT'],
  ])('refuses %s', async (body, status, code) => {
    const answer = await post(body);
    expect([answer.statusCode, (answer.json() as { code: string }).code]).toEqual([status, code]);
  });

  it('is for those signed in, whatever they send', async () => {
    isSignedIn = false;
    expect((await post('{"reason":"x"}')).statusCode).toBe(401);
    expect(begun).toEqual([]);
  });
});

import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '@accord/kernel';
import { Floors } from './floors.js';
import { maySign } from './may-sign.js';
import { OnlineKeys } from './online-keys.js';
import { SigningRefusal } from './signing-refusal.js';

/** Metadata of the whole country is under 200 kB; anything larger is no metadata of ours. */
const MAX_BODY = 2 * 1024 * 1024;

export interface SigningParts {
  readonly keys: OnlineKeys;
  readonly floors: Floors;
  readonly clock: Clock;
  readonly token: string;
}

class TooLarge extends Error {}

export function signingServer(parts: SigningParts): Server {
  const server = createServer((request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      if (error instanceof SigningRefusal) return reply(response, 422, { code: error.code, message: error.message, floor: error.floor });
      if (error instanceof TooLarge) return reply(response, 413, { code: 'TOO_LARGE', message: 'The request is too large.' });
      process.stderr.write(`signer: ${error instanceof Error ? error.message : 'fault'}\n`);
      reply(response, 500, { code: 'FAULT', message: 'The signer could not sign. Nothing was signed.' });
    });
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  return server;
}

async function answer(parts: SigningParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET' && request.url === '/health/live') return reply(response, 200, { live: true });
  if (!holdsToken(request.headers.authorization, parts.token)) {
    request.resume();
    return reply(response, 401, { code: 'NOT_THE_PUBLISHER', message: 'The token is missing or wrong.' });
  }
  if (request.method !== 'POST' || request.url !== '/sign') {
    request.resume();
    return reply(response, 404, { code: 'NOT_FOUND', message: 'There is only POST /sign.' });
  }
  const text = await bodyOf(request);
  // From here to the reply nothing waits, so two requests cannot both pass the same floor.
  const { keys, floors } = parts;
  const { role, keyid, bytes, floor } = maySign(text, parts.clock.now(), {
    holds: (asked, id) => keys.holds(asked, id),
    floorOf: (_role, id) => floors.of(id),
    highestOf: (asked) => Math.max(0, ...keys.idsOf(asked).map((id) => floors.of(id)?.version ?? 0)),
  });
  floors.raise(keyid, floor);
  reply(response, 200, { signatures: [keys.sign(role, keyid, bytes)] });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function holdsToken(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}

function reply(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

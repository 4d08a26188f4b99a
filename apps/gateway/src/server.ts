import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Server, createServer } from 'node:https';

import { CallerRefused, type Decision, PresentedCertificates } from '@accord/enforcement';

import type { Clock } from './clock.js';
import { Malformed, parseDecideRequest, readableParts } from './decide-request.js';
import { type Deciding, WrongCaller } from './deciding.js';
import type { GatewayConfig } from './config.js';
import type { Journal } from './journal.js';

const MOST_BODY = 65_536;

export interface Desk {
  readonly deciding: Deciding;
  health(): object;
}

/** The gateway's own door: mutual TLS, `POST /decide` and `GET /health`. `desk` is undefined while it starts. */
export function createGatewayServer(
  config: Pick<GatewayConfig, 'certificate' | 'key' | 'authority' | 'trustedProxies'>, desk: () => Desk | undefined, clock: Clock, journal: Journal,
): Server {
  const certificates = new PresentedCertificates(config.authority, config.trustedProxies);
  const server = createServer({
    cert: config.certificate, key: config.key, ca: config.authority, ...certificates.tls, minVersion: 'TLSv1.2',
    requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 2_000,
  }, (request, response) => {
    serve(request, response, desk(), () => certificates.fingerprintOf(request, clock.now())).catch((error: unknown) => {
      journal.write('alarm', `A request failed: ${error instanceof Error ? error.message : String(error)}`);
      if (!response.headersSent) send(response, 500, { code: 'FAULT', message: 'The gateway could not answer.' });
      else response.destroy();
    });
  });
  server.on('tlsClientError', (_error, socket) => { socket.destroy(); });
  server.prependListener('secureConnection', (socket) => { if (!certificates.maySpeak(socket)) socket.destroy(); });
  return server;
}

async function serve(request: IncomingMessage, response: ServerResponse, desk: Desk | undefined, presented: () => string): Promise<void> {
  const path = (request.url ?? '').split('?')[0];
  if (desk === undefined) return send(response, 503, { code: 'STARTING', message: 'The gateway is starting.' });
  let certificate;
  try {
    certificate = presented();
  } catch (error) {
    if (!(error instanceof CallerRefused)) throw error;
    desk.deciding.countRefused(error.code);
    return send(response, error.isMalformed ? 400 : 403, { code: error.code, message: error.message });
  }
  if (path === '/health') {
    if (request.method !== 'GET') return wrongMethod(response, 'GET');
    return send(response, 200, desk.health());
  }
  if (path !== '/decide') return send(response, 404, { code: 'NOT_FOUND', message: 'There is nothing here.' });
  if (request.method !== 'POST') return wrongMethod(response, 'POST');
  const body = await readBody(request);
  if (body === undefined) {
    await desk.deciding.keepMalformed(certificate, readableParts(undefined));
    response.setHeader('connection', 'close');
    return send(response, 413, { code: 'TOO_LARGE', message: `The body is larger than ${MOST_BODY} bytes.` });
  }
  try {
    send(response, 200, asAnswer(await desk.deciding.answer(certificate, parseDecideRequest(body))));
  } catch (error) {
    if (error instanceof Malformed) {
      await desk.deciding.keepMalformed(certificate, readableParts(body));
      send(response, 400, { code: 'MALFORMED', message: error.message });
    } else if (error instanceof WrongCaller) send(response, 403, { code: error.code, message: error.message });
    else throw error;
  }
}

function wrongMethod(response: ServerResponse, allowed: string): void {
  response.setHeader('allow', allowed);
  send(response, 405, { code: 'METHOD_NOT_ALLOWED', message: `Use ${allowed}.` });
}

function asAnswer(decision: Decision): object {
  return { ...decision, decidedAt: new Date(decision.decidedAt).toISOString() };
}

function send(response: ServerResponse, status: number, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length, 'cache-control': 'no-store' });
  response.end(bytes);
}

/** The body, or undefined when it is too large; the rest is not read. */
function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_BODY) {
        request.pause();
        resolve(undefined);
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => { resolve(Buffer.concat(chunks)); });
    request.on('error', reject);
  });
}

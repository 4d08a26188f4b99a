import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { Receipt } from '@accord/enforcement';

import type { TestCertificate } from './test-authority.js';

interface SentEvents {
  readonly boot: string;
  readonly events: readonly { readonly sequence: number; readonly sealed: string }[];
}

/** Behaves to a gateway as the feed does, and can be told to misbehave. */
export class ImitationFeed {
  readonly receipts: Receipt[] = [];
  readonly received: { boot: string; sequence: number; sealed: Uint8Array }[] = [];
  localities: readonly string[] | undefined = ['TST1'];
  /** Answers 500 to everything while true. */
  isBroken = false;
  /** Answers 403 with this to everything while there is one. */
  refuses: { readonly code: string; readonly message: string } | undefined;
  /** Answers nothing until this resolves. */
  holdsUntil: Promise<void> | undefined;
  /** Takes events but does not say so, as when the answer is lost. */
  losesAnswers = false;
  private readonly streams = new Set<ServerResponse>();
  private server: Server | undefined;

  constructor(
    readonly files: Map<string, Uint8Array>,
    private readonly certificate: TestCertificate,
    private readonly authority: string,
  ) {}

  async listen(port = 0): Promise<number> {
    const server = createServer({ cert: this.certificate.certificate, key: this.certificate.key, ca: this.authority, requestCert: true, rejectUnauthorized: true }, (request, response) => {
      this.serve(request, response).catch(() => response.destroy());
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
    return (server.address() as AddressInfo).port;
  }

  announce(): void {
    for (const stream of this.streams) stream.write('event: publication\ndata: {"number":1,"stopList":1}\n\n');
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    this.streams.clear();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    await this.holdsUntil;
    if (this.isBroken) return reply(response, 500, {});
    if (this.refuses !== undefined) return reply(response, 403, this.refuses);
    if (path === '/publication/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': hello\n\n');
      this.streams.add(response);
      response.on('close', () => this.streams.delete(response));
      return;
    }
    if (path === '/publication/localities') return reply(response, this.localities === undefined ? 500 : 200, { localities: this.localities });
    if (path === '/publication/receipts') {
      this.receipts.push(await bodyOf(request) as Receipt);
      return reply(response, 200, {});
    }
    if (path === '/access-events') {
      const { boot, events } = await bodyOf(request) as SentEvents;
      for (const { sequence, sealed } of events) this.received.push({ boot, sequence, sealed: Buffer.from(sealed, 'base64') });
      return reply(response, this.losesAnswers ? 500 : 200, { acknowledged: events.at(-1)?.sequence ?? 0, rejected: [] });
    }
    const bytes = this.files.get(path.replace('/publication/', ''));
    response.writeHead(bytes === undefined ? 404 : 200);
    response.end(bytes);
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

import { once } from 'node:events';
import { Agent, createServer, request as ask, type Server } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

export interface ProxyParts {
  /** What it presents to callers, and the authority on both sides, in PEM form. */
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
  /** The port behind it, on 127.0.0.1. */
  readonly behind: number;
  /** The address that it comes from. */
  readonly from: string;
  /** What it says of the caller; as RFC 9440 has it where nothing else is told. */
  readonly says?: (certificate: Buffer) => string | string[];
}

/** A reverse proxy that ends TLS: asks callers for their certificate and hands it on in `Client-Cert`, in the place of whatever they sent under that name. */
export class ReverseProxy {
  private readonly onward = new Agent({ keepAlive: true });

  private constructor(private readonly server: Server) {}

  static async start(parts: ProxyParts): Promise<ReverseProxy> {
    const server = createServer({ cert: parts.certificate, key: parts.key, ca: parts.authority, requestCert: true, rejectUnauthorized: true });
    const proxy = new ReverseProxy(server);
    server.on('request', (request: IncomingMessage, response) => {
      const { raw } = (request.socket as TLSSocket).getPeerCertificate();
      const passed = ask({
        host: '127.0.0.1', port: parts.behind, ca: parts.authority, localAddress: parts.from, agent: proxy.onward, method: request.method, path: request.url,
        headers: { ...without(request.headers), 'client-cert': parts.says?.(raw) ?? `:${raw.toString('base64')}:`, 'forwarded': [request.headers.forwarded, `for=${request.socket.remoteAddress!};proto=https`].filter(Boolean).join(', ') },
      }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
        answer.on('error', () => response.destroy()).on('close', () => { if (!answer.complete) response.destroy(); });
      });
      passed.on('error', () => response.destroy());
      response.on('close', () => passed.destroy());
      request.pipe(passed);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.onward.destroy();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

function without({ 'client-cert': _certificate, 'client-cert-chain': _chain, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}

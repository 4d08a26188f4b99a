import { Agent, request } from 'node:https';
import type { FeedSeen, PlaceSeen } from '@accord/publication/server';

const TIME_LIMIT_MS = 15_000;

export class FeedFault extends Error {}

interface FeedReading {
  readonly url: string;
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly authority: Buffer;
}

/** Fetches over mutual TLS, as a gateway does; what another would be served it is told where it names their certificate. Believes nothing of what it brings. */
export class FeedReader implements FeedSeen {
  private readonly agent: Agent;

  constructor(private readonly feed: FeedReading) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 16, cert: feed.certificate, key: feed.key, ca: feed.authority, minVersion: 'TLSv1.2' });
  }

  fetch(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    return this.ask('GET', path, maxBytes, {});
  }

  inPlaceOf(sha256: string): PlaceSeen {
    const headers = { 'accord-in-place-of': sha256 };
    return {
      fetch: (path, maxBytes) => this.ask('GET', path, maxBytes, headers),
      isServed: async (path) => (await this.ask('HEAD', path, 0, headers)) !== undefined,
    };
  }

  close(): void {
    this.agent.destroy();
  }

  private ask(method: 'GET' | 'HEAD', path: string, maxBytes: number, headers: Readonly<Record<string, string>>): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      const asked = request(new URL(`/publication/${path}`, this.feed.url), { agent: this.agent, method, headers, signal: AbortSignal.timeout(TIME_LIMIT_MS) }, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > maxBytes) asked.destroy(new FeedFault(`The feed sent more than ${maxBytes} bytes for ${path}.`));
          else chunks.push(chunk);
        }).on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(chunks));
          else if (response.statusCode === 404) resolve(undefined);
          else reject(new FeedFault(`The feed answered ${response.statusCode} for ${path}.`));
        }).on('error', reject);
      });
      asked.on('error', reject).end();
    });
  }
}

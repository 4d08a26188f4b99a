import { type RequestOptions, request } from 'node:https';
import type { Source } from '../index.js';

/** The feed answered with neither the file nor that there is none. */
export class FeedAnswered extends Error {}

/** Fetches with the certificate of this gateway. There is none: undefined. Whatever else goes wrong is a rejection, and what is held stays in force. */
export class FeedSource implements Source {
  constructor(private readonly feed: URL, private readonly tls: Pick<RequestOptions, 'cert' | 'key' | 'ca'>, private readonly ask: typeof request = request) {}

  fetch(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      const asked = this.ask(new URL(`/publication/${path}`, this.feed), { ...this.tls, timeout: 30_000 }, (response) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on('error', reject).on('data', (part: Buffer) => {
          bytes += part.length;
          parts.push(part);
          if (bytes <= maxBytes) return;
          reject(new FeedAnswered(`${path} has more than ${maxBytes} bytes`));
          asked.destroy();
        }).on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(parts));
          else if (response.statusCode === 404) resolve(undefined);
          else reject(new FeedAnswered(`${response.statusCode ?? 'nothing'} for ${path}`));
        });
      });
      asked.on('error', reject).on('timeout', () => asked.destroy(new FeedAnswered(`nothing for ${path} in time`))).end();
    });
  }
}

import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';

import { type EventBatch, type Receipt, type Source, UpdateRefused } from '@accord/enforcement';

import type { GatewayConfig } from './config.js';

const TIME_LIMIT = 30_000;
const SMALL = 1_048_576;

/** The feed could not be reached, or answered with something else than it should. */
export class FeedFault extends Error {
  override readonly name = 'FeedFault';

  /** @param code the feed's own, where it gave one */
  constructor(message: string, readonly code = 'FEED_UNREACHABLE') {
    super(message);
  }

  /** What the feed says of why it does not answer: a code and a sentence, of which nothing is believed but shown. */
  static answered(status: number | undefined, what: string, body: Uint8Array): FeedFault {
    const said: unknown = parsed(body);
    const { code, message } = (typeof said === 'object' && said !== null ? said : {}) as Readonly<Record<string, unknown>>;
    if (typeof code !== 'string' || !/^[A-Z_]{1,60}$/.test(code)) return new FeedFault(`The feed answered ${status} for ${what}.`);
    return new FeedFault(`The feed answered ${status} for ${what}: ${code}${typeof message === 'string' ? `, ${printable(message)}` : ''}`, code);
  }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function printable(text: string): string {
  return text.slice(0, 200).replaceAll(/\p{C}/gu, '');
}

export interface Acknowledged {
  readonly acknowledged: number;
  readonly rejected: readonly { readonly sequence: number; readonly code: string }[];
}

/** Talks to the feed over mutual TLS. Believes nothing of what it brings. */
export class FeedClient implements Source {
  private readonly agent: Agent;

  constructor(
    private readonly config: Pick<GatewayConfig, 'feedUrl' | 'certificate' | 'key' | 'authority'>,
    private readonly stop: AbortSignal,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 8, cert: config.certificate, key: config.key, ca: config.authority, minVersion: 'TLSv1.2' });
  }

  async fetch(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const { status, body } = await this.ask('GET', `/publication/${path}`, undefined, maxBytes);
    if (status === 404) return undefined;
    if (status !== 200) throw FeedFault.answered(status, path, body);
    return body;
  }

  /** The localities that this gateway is registered to serve. */
  async localities(): Promise<readonly string[]> {
    const answer = await this.askJson('GET', '/publication/localities', undefined) as { localities?: unknown };
    if (!Array.isArray(answer.localities) || !answer.localities.every((code) => typeof code === 'string')) {
      throw new FeedFault('The feed did not say which localities this gateway serves.');
    }
    return answer.localities as string[];
  }

  async sendReceipt(receipt: Receipt): Promise<void> {
    await this.askJson('POST', '/publication/receipts', receipt);
  }

  async sendEvents({ boot, events }: EventBatch): Promise<Acknowledged> {
    const answer = await this.askJson('POST', '/access-events', {
      boot, events: events.map(({ sequence, sealed }) => ({ sequence, sealed: Buffer.from(sealed).toString('base64') })),
    }) as Partial<Acknowledged>;
    if (!Number.isSafeInteger(answer.acknowledged)) throw new FeedFault('The feed did not say what it has stored.');
    return { acknowledged: answer.acknowledged as number, rejected: Array.isArray(answer.rejected) ? answer.rejected : [] };
  }

  /** Opens the event stream; the caller reads it and decides when it is dead. */
  openEvents(signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const asked = request(new URL('/publication/events', this.config.feedUrl), {
        agent: this.agent, headers: { accept: 'text/event-stream' }, signal,
      }, (response) => {
        if (response.statusCode === 200) {
          resolve(response);
        } else {
          response.resume();
          reject(new FeedFault(`The feed answered ${response.statusCode} for its event stream.`));
        }
      });
      asked.on('error', reject);
      asked.end();
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private async askJson(method: string, path: string, body: unknown): Promise<object> {
    const { status, body: bytes } = await this.ask(method, path, body === undefined ? undefined : Buffer.from(JSON.stringify(body)), SMALL);
    if (status < 200 || status > 299) throw FeedFault.answered(status, path, bytes);
    if (bytes.length === 0) return {};
    const answer = parsed(bytes);
    if (typeof answer === 'object' && answer !== null) return answer;
    throw new FeedFault(`The feed's answer for ${path} is not a JSON object.`);
  }

  private ask(method: string, path: string, body: Uint8Array | undefined, maxBytes: number): Promise<{ status: number; body: Uint8Array }> {
    return new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length };
      // One limit for the whole exchange: a peer that drips a byte a second must not hold the round for ever.
      const signal = AbortSignal.any([this.stop, AbortSignal.timeout(TIME_LIMIT)]);
      const asked = request(new URL(path, this.config.feedUrl), { method, agent: this.agent, headers, signal }, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > maxBytes) {
            asked.destroy();
            reject(new UpdateRefused('TOO_LARGE', path, `weighs more than ${maxBytes} bytes`));
          } else {
            chunks.push(chunk);
          }
        });
        response.on('end', () => { resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }); });
        response.on('error', reject);
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }
}

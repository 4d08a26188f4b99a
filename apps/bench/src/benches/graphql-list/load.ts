import { Agent, request } from 'node:http';

import { BenchFault } from '../../bench.js';

/** One POST of a page, written out beforehand. */
export interface Shot {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** So many connections that are kept open, each with one request on its way at a time. */
export class Load {
  private readonly agent: Agent;

  constructor(private readonly connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });
  }

  /** @returns requests answered in a second */
  async perSecond(milliseconds: number, shotOf: (number: number) => Shot): Promise<number> {
    const started = performance.now();
    let number = 0;
    let answered = 0;
    const worker = async (): Promise<void> => {
      while (performance.now() - started < milliseconds) {
        await this.text(shotOf(number++));
        answered += 1;
      }
    };
    await Promise.all(Array.from({ length: this.connections }, worker));
    return answered / ((performance.now() - started) / 1000);
  }

  text({ url, headers, body }: Shot): Promise<string> {
    return new Promise((done, failed) => {
      const asking = request(url, { method: 'POST', agent: this.agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', failed);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode === 200) done(text);
          else failed(new BenchFault(`${new URL(url).pathname} answered ${response.statusCode}: ${text.slice(0, 200)}`));
        });
      });
      asking.on('error', failed);
      asking.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

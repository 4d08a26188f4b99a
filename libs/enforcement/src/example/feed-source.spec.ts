import { readFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { FeedAnswered, FeedSource } from './feed-source.js';

let feed: Server;
let source: FeedSource;
const asked: string[] = [];
beforeAll(async () => {
  feed = createServer(({ url = '' }, response) => {
    asked.push(url);
    const status = url.endsWith('none.json') ? 404 : url.endsWith('down.json') ? 503 : 200;
    response.writeHead(status).end('ten bytes!');
  });
  await new Promise<void>((resolve) => { feed.listen(0, '127.0.0.1', resolve); });
  // Without TLS, which Node keeps and not the example.
  source = new FeedSource(new URL(`http://127.0.0.1:${(feed.address() as AddressInfo).port}`), {}, request);
});
afterAll(() => { feed.close(); });

describe('the source of the manual', () => {
  it('is the one that stands there', async () => {
    const [code, manual] = await Promise.all(['./feed-source.ts', '../../README.md'].map((path) => readFile(fileURLToPath(new URL(path, import.meta.url)), 'utf8')));
    expect(manual).toContain(code?.replace("'../index.js'", "'@accord/enforcement'"));
  });

  it('brings the file at its path under /publication/, up to as many bytes as are wanted', async () => {
    expect(Buffer.from((await source.fetch('metadata/timestamp.json', 10))!).toString()).toBe('ten bytes!');
    expect(asked).toEqual(['/publication/metadata/timestamp.json']);
    await expect(source.fetch('metadata/timestamp.json', 9)).rejects.toThrow(FeedAnswered);
  });

  it('says undefined of what is not there, and rejects whatever else goes wrong', async () => {
    expect(await source.fetch('metadata/none.json', 100)).toBeUndefined();
    await expect(source.fetch('metadata/down.json', 100)).rejects.toThrow(FeedAnswered);
    await expect(new FeedSource(new URL('http://127.0.0.1:1'), {}, request).fetch('metadata/timestamp.json', 100)).rejects.toThrow();
  });
});

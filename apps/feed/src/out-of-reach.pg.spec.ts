import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EmbeddedPostgres } from '@accord/kernel/server';
import { testDatabase } from '@accord/kernel/testing';
import { confirmedGateway, TestAuthority } from '@accord/publication/testing';
import { TestFeed } from './testing/test-feed.js';

jest.setTimeout(120_000);

describe('the feed, while PostgreSQL is away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-feed-away-'));
  const now = new Date();
  const feed = new TestFeed('north');
  let server: EmbeddedPostgres;

  const start = (preferredPort?: number): Promise<EmbeddedPostgres> => EmbeddedPostgres.start({ dataDir: join(folder, 'postgres'), user: 'accord', password: 'for-this-spec', throwAway: true, ...(preferredPort === undefined ? {} : { preferredPort }) });
  const send = async (name: 'north' | 'publisher', path: string, method = 'GET'): Promise<{ readonly status: number; readonly retryAfter: string | undefined; readonly json: unknown }> => {
    const { status, headers, json } = await feed.ask(feed.machines[name], path, method === 'POST' ? { body: '{}' } : {});
    return { status, retryAfter: headers['retry-after'], json };
  };

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    await feed.issue(await TestAuthority.make(now), now);
    server = await start();
    const database = await testDatabase(server.url());
    database.owner.on('error', () => undefined); // it is cut with the rest
    await database.owner.query(`SET session_replication_role = replica; ${confirmedGateway('north', feed.machines.north)}`);
    await feed.start(database.urlAs('feed'));
  });
  afterAll(async () => {
    await feed.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('says so by a code and when to ask again, whoever asks for what, and is back with it', async () => {
    const said: string[] = [];
    const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => { said.push(String(text)); return true; });
    expect(await send('north', '/publication/localities')).toEqual({ status: 200, retryAfter: undefined, json: { localities: [] } });
    await server.stop();
    for (const [machine, path, method] of [
      ['north', '/publication/localities', 'GET'], ['north', '/publication/metadata/timestamp.json', 'GET'], ['north', '/access-events', 'POST'], ['north', '/publication/receipts', 'POST'], ['north', '/publication/events', 'GET'],
      ['publisher', '/publication/metadata/timestamp.json', 'GET'],
    ] as const) {
      expect([machine, path, await send(machine, path, method)]).toEqual([machine, path, {
        status: 503, retryAfter: '5',
        json: { code: 'OUT_OF_REACH', message: 'A part of Accord is out of reach at the moment. Try again in a few seconds. If you were changing something, look whether it was done before you repeat it.' },
      }]);
    }
    expect(said.some((line) => /^feed: .*ECONNREFUSED/.test(line))).toBe(true);
    err.mockRestore();
    server = await start(server.port);
    expect(await send('north', '/publication/localities')).toEqual({ status: 200, retryAfter: undefined, json: { localities: [] } });
  });
});

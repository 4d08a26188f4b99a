import { request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemActor } from '@accord/kernel';
import { sql, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { beginScope, endScope, RequestOver } from './request-scope.js';

let database: TestDatabase;
let server: FastifyInstance;
let port: number;
let patience: { open(): void; readonly opened: Promise<void> };
const reached: string[] = [];
const late: unknown[] = [];

beforeEach(async () => {
  database = await testDatabase();
  const transactions = new Transactions(await database.dataSourceAs('api'), new FixedClock());
  reached.length = late.length = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => { open = resolve; });
  patience = { open, opened };
  server = fastify({ forceCloseConnections: true });
  server.addHook('onResponse', (request) => endScope(request));
  const somebody = systemActor('spec');
  const asks = async (path: string): Promise<void> => {
    reached.push(path);
    await opened;
  };
  server.get('/reads', async (request, reply) => {
    const scope = await beginScope(request, reply, transactions, () => Promise.resolve(somebody));
    const tx = await scope.reading();
    await asks(request.url);
    return sql(tx, 'SELECT 1 AS one').catch((error: unknown) => { late.push(error); throw error; });
  });
  server.get('/late', async (request, reply) => {
    const scope = await beginScope(request, reply, transactions, async () => { await asks(request.url); return somebody; });
    await scope.reading().catch((error: unknown) => { late.push(error); throw error; });
    return 'read';
  });
  server.get('/quick', async (request, reply) => sql(await (await beginScope(request, reply, transactions, () => Promise.resolve(somebody))).reading(), 'SELECT 1 AS one'));
  await server.listen({ port: 0, host: '127.0.0.1' });
  port = (server.server.address() as AddressInfo).port;
}, 60_000);
afterEach(async () => {
  patience.open();
  await server.close();
  await database.close();
});

/** More clients than the pool has connections, each gone before it was answered. */
async function goneBeforeTheAnswer(path: string, times: number): Promise<void> {
  for (let each = 1; each <= times; each += 1) {
    const asked = ask({ port, host: '127.0.0.1', path, agent: false });
    asked.on('error', () => undefined);
    asked.end();
    await until(() => reached.length >= each);
    const closed = new Promise((resolve) => { asked.once('close', resolve); });
    asked.destroy();
    await closed;
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 5_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new TypeError('did not happen within five seconds');
    await new Promise((resume) => { setTimeout(resume, 10); });
  }
}

const left = async (): Promise<number> => Number((await database.owner.query(
  `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'spec-api' AND state LIKE 'idle in transaction%'`)).rows[0].count);

describe('the reading of a request', () => {
  it('ends when its client goes away before it is answered, so that nobody else waits for its connection', async () => {
    await goneBeforeTheAnswer('/reads', 20);
    await until(async () => await left() === 0);
    const answer = await fetch(`http://127.0.0.1:${port}/quick`);
    expect(await answer.json()).toEqual([{ one: 1 }]);
    patience.open();
    await until(() => late.length === 20);
    await until(async () => await left() === 0);
  });

  it('does not begin any more when its client went away while it was asked who acts', async () => {
    await goneBeforeTheAnswer('/late', 3);
    patience.open();
    await until(() => late.length === 3);
    for (const error of late) expect(error).toBeInstanceOf(RequestOver);
    expect(await left()).toBe(0);
  });

  it('ends when it was answered', async () => {
    for (let times = 0; times < 20; times += 1) expect((await fetch(`http://127.0.0.1:${port}/quick`)).status).toBe(200);
    await until(async () => await left() === 0);
  });
});

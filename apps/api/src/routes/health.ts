import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, register } from 'prom-client';
import type { Transactions } from '@accord/kernel/server';
import type { DataSource } from 'typeorm';
import { publicationMetrics } from './publication-metrics.js';

/** /health/live: the process answers. /health/ready: so does its database. /metrics: Prometheus text, for who shows the token. */
export function health(server: FastifyInstance, dataSource: DataSource, transactions: Transactions, metricsToken: string): void {
  collectDefaultMetrics({ prefix: 'accord_api_' });
  const readPublication = publicationMetrics(register, transactions);
  server.get('/health/live', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      await dataSource.query('SELECT 1');
      return await reply.send({ status: 'ready' });
    } catch {
      return reply.code(503).send({ status: 'not ready', because: 'the database does not answer' });
    }
  });
  server.get('/metrics', async (request, reply) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${metricsToken}`);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return reply.code(401).send({ code: 'TOKEN_NEEDED', message: 'Show the metrics token.' });
    await readPublication().catch(() => undefined);
    return reply.type(register.contentType).send(await register.metrics());
  });
}

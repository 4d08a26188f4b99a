import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { dataSourceFor } from '@accord/kernel/server';
import { ApiModule, type Door } from './api.module.js';
import { MAPPINGS } from './bindings.js';
import type { ApiConfig } from './config.js';
import { GRAPHQL_PATH, simple } from './graphql-answers.js';
import { GRAPHQL_LIMITS } from './graphql-limits.js';
import { rateLimits } from './rate-limits.js';
import { endScope } from './request-scope.js';
import { addRoutes } from './routes/add-routes.js';
import { answerFault } from './routes/answer-refusal.js';

export interface RunningApi {
  readonly port: number;
  stop(): Promise<void>;
}

/** The GraphQL server and what stands beside it, on 127.0.0.1. */
export async function startApi(config: ApiConfig): Promise<RunningApi> {
  const dataSource = await dataSourceFor({ url: config.DATABASE_URL, mappings: MAPPINGS, poolSize: 16, applicationName: 'accord api', pipelined: true }).initialize();
  const door: Door = { actorOf: () => Promise.resolve(null) };
  const adapter = new FastifyAdapter({ forceCloseConnections: true, bodyLimit: GRAPHQL_LIMITS.bodyBytes, trustProxy: false });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(config, dataSource, door), adapter, { logger: ['error', 'warn'], abortOnError: false });
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  await server.register(helmet as never, HEADERS as never);
  oneOrigin(server, config.ACCORD_ORIGIN);
  oneErrorShape(server);
  await rateLimits(server, config);
  door.actorOf = (await addRoutes(server, app, dataSource, config)).actorOfRequest;
  graphqlByPostOnly(server);
  server.addHook('onResponse', (request) => endScope(request));

  app.enableShutdownHooks([]);
  await app.listen(config.ACCORD_WEB_PORT, '127.0.0.1');
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : config.ACCORD_WEB_PORT,
    stop: async () => {
      await app.close();
      await dataSource.destroy();
    },
  };
}

const HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], styleSrc: ["'unsafe-inline'"], formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
  },
  crossOriginEmbedderPolicy: true,
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: false,
};

/** One canonical origin: cookies and links belong to it, so every other name for this machine leads there. */
function oneOrigin(server: FastifyInstance, origin: string): void {
  const { host } = new URL(origin);
  server.addHook('onRequest', async (request, reply) => {
    const asked = request.headers.host;
    if (asked === host || asked === undefined || !asked.startsWith('localhost')) return;
    await reply.header('cache-control', 'no-store').redirect(`${origin}${request.url}`, 308);
  });
}

/** Whatever a route beside GraphQL throws is answered alike; the framework's own handler comes too late for routes added before it. */
function oneErrorShape(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    if (route.url !== GRAPHQL_PATH) route.errorHandler ??= (fault, _request, reply) => { answerFault(reply, fault); };
  });
}

/** A query in an address would stand in logs and histories, and only JSON is asked for twice by a browser of another site. */
function graphqlByPostOnly(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    if (request.url.split('?')[0] !== GRAPHQL_PATH) return;
    const fault = request.method !== 'POST' ? simple(405, 'METHOD_NOT_ALLOWED')
      : /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '') ? null : simple(415, 'UNSUPPORTED_MEDIA_TYPE');
    if (fault === null) return;
    if (fault.status === 405) reply.header('allow', 'POST');
    await reply.code(fault.status).header('cache-control', 'no-store').send({ data: null, errors: fault.errors.map((error) => error.toJSON()) });
  });
}

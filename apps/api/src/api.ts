import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AgreementDocuments } from '@accord/evidence';
import { AgreementTermsReader } from '@accord/agreements/server';
import { dataSourceFor, Transactions } from '@accord/kernel/server';
import { ActorOf, BeginSignIn, ChooseActing, FinishSignIn, SignOut } from '@accord/people/server';
import { ApiModule, type Door } from './api.module.js';
import { MAPPINGS } from './bindings.js';
import type { ApiConfig } from './config.js';
import { GRAPHQL_LIMITS } from './graphql-limits.js';
import { endScope } from './request-scope.js';
import { agreementDocuments } from './routes/agreement-documents.js';
import { frontPage } from './routes/front-page.js';
import { health } from './routes/health.js';
import { openapi } from './routes/openapi.js';
import { uploads } from './routes/uploads.js';
import { registerSignIn, USUAL_SIGN_IN } from './sign-in/index.js';

export interface RunningApi {
  readonly port: number;
  stop(): Promise<void>;
}

/** The GraphQL server and what stands beside it, on 127.0.0.1. */
export async function startApi(config: ApiConfig): Promise<RunningApi> {
  const dataSource = await dataSourceFor({ url: config.DATABASE_URL, mappings: MAPPINGS, poolSize: 16, applicationName: 'accord api' }).initialize();
  const door: Door = { actorOf: () => Promise.resolve(null) };
  const adapter = new FastifyAdapter({ forceCloseConnections: true, bodyLimit: GRAPHQL_LIMITS.bodyBytes, trustProxy: false });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(config, dataSource, door), adapter, { logger: ['error', 'warn'], abortOnError: false });
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  await server.register(helmet as never, HEADERS as never);
  oneOrigin(server, config.ACCORD_ORIGIN);
  const signIn = registerSignIn(server, {
    settings: {
      ...USUAL_SIGN_IN, origin: config.ACCORD_ORIGIN, issuer: config.ACCORD_OIDC_ISSUER, clientId: config.ACCORD_OIDC_CLIENT_ID, clientSecret: config.ACCORD_OIDC_CLIENT_SECRET,
    },
    beginning: app.get(BeginSignIn), finishing: app.get(FinishSignIn), choosing: app.get(ChooseActing), leaving: app.get(SignOut), actors: app.get(ActorOf),
  });
  door.actorOf = signIn.actorOfRequest;
  server.addHook('onResponse', (request) => endScope(request));

  frontPage(server, config);
  health(server, dataSource, config.ACCORD_METRICS_TOKEN);
  openapi(server);
  agreementDocuments(server, { actorOf: door.actorOf, transactions: app.get(Transactions), terms: app.get(AgreementTermsReader), documents: app.get(AgreementDocuments) });
  await uploads(server, app, door.actorOf);

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

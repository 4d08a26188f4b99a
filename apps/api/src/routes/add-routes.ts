import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { AgreementTermsReader, campaignStatements, CampaignsReader, SealCampaignStatement } from '@accord/agreements/server';
import { StopsOnRecord } from '@accord/agreements';
import { AgreementDocuments } from '@accord/evidence';
import { DocumentRasters } from '@accord/evidence/server';
import { Clock } from '@accord/kernel';
import { SealStatement, stopStatements } from '@accord/publication/server';
import { Transactions } from '@accord/kernel/server';
import { ActorOf, BeginSignIn, ChooseActing, FinishSignIn, SignOut } from '@accord/people/server';
import type { ApiConfig } from '../config.js';
import { registerSignIn, USUAL_SIGN_IN, type SignIn } from '../sign-in/index.js';
import { agreementDocuments } from './agreement-documents.js';
import { directoryFiles } from './directory-files.js';
import { health } from './health.js';
import { openapi } from './openapi.js';
import { uploads } from './uploads.js';
import { webApplication } from './web-application.js';

/** Every address beside /graphql. */
export async function addRoutes(server: FastifyInstance, app: Pick<NestFastifyApplication, 'get'>, dataSource: DataSource, config: ApiConfig): Promise<SignIn> {
  const signIn = registerSignIn(server, {
    settings: {
      ...USUAL_SIGN_IN, origin: config.ACCORD_ORIGIN, issuer: config.ACCORD_OIDC_ISSUER, clientId: config.ACCORD_OIDC_CLIENT_ID, clientSecret: config.ACCORD_OIDC_CLIENT_SECRET,
    },
    beginning: app.get(BeginSignIn), finishing: app.get(FinishSignIn), choosing: app.get(ChooseActing), leaving: app.get(SignOut), actors: app.get(ActorOf),
    transactions: app.get(Transactions),
  });
  health(server, dataSource, app.get(Transactions), config.ACCORD_METRICS_TOKEN);
  openapi(server);
  agreementDocuments(server, {
    actorOf: signIn.actorOfRequest, transactions: app.get(Transactions), terms: app.get(AgreementTermsReader), documents: app.get(AgreementDocuments), rasters: app.get(DocumentRasters),
  });
  stopStatements(server, { actorOf: signIn.actorOfRequest, transactions: app.get(Transactions), clock: app.get(Clock), stops: app.get(StopsOnRecord), sealing: app.get(SealStatement) });
  campaignStatements(server, { actorOf: signIn.actorOfRequest, transactions: app.get(Transactions), clock: app.get(Clock), campaigns: app.get(CampaignsReader), sealing: app.get(SealCampaignStatement) });
  await uploads(server, app, signIn.actorOfRequest);
  await directoryFiles(server, app, signIn.actorOfRequest);
  await webApplication(server);
  return signIn;
}

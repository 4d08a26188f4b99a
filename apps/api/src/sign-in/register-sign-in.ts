import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal, SignInNeeded, type Actor } from '@accord/kernel';
import { RETRY_AFTER_SECONDS, type Transactions } from '@accord/kernel/server';
import {
  ActingChanged, CrossSite, SignInExpired, SignInRefused, type ActorOf, type BeginSignIn, type ChooseActing, type FinishSignIn, type SignOut,
} from '@accord/people/server';
import { outOfReach, STATUS } from '../graphql-answers.js';
import { answerFault, answerRefusal } from '../routes/answer-refusal.js';
import { SignInCookies } from './cookies.js';
import { isCrossSite } from './cross-site.js';
import { OpenIdProvider, ProviderUnreachable } from './openid-provider.js';
import { showPage } from './sign-in-page.js';
import type { SignInSettings } from './settings.js';

export interface SignInDeps {
  readonly settings: SignInSettings;
  readonly beginning: BeginSignIn;
  readonly finishing: FinishSignIn;
  readonly choosing: ChooseActing;
  readonly leaving: SignOut;
  readonly actors: ActorOf;
  readonly transactions: Pick<Transactions, 'keepRefusal'>;
}

export interface SignIn {
  /** Who sends this request, read anew for each; null for nobody. Asking twice for one request asks once. */
  actorOfRequest(request: FastifyRequest): Promise<Actor | null>;
}

/** The routes under /auth, and the fence against other sites for every route that changes something. */
export function registerSignIn(app: FastifyInstance, deps: SignInDeps): SignIn {
  const { settings, beginning, finishing, choosing, leaving, actors, transactions } = deps;
  const cookies = new SignInCookies(settings.origin);
  const provider = new OpenIdProvider(settings);
  const asked = new WeakMap<FastifyRequest, Promise<Actor | null>>();

  const actorOfRequest = (request: FastifyRequest): Promise<Actor | null> => {
    const token = cookies.sessionOf(request);
    if (token === undefined) return Promise.resolve(null);
    const known = asked.get(request) ?? actors.session(token, request.ip, { isThere: request.headers['x-accord-background'] !== '1' });
    asked.set(request, known);
    return known;
  };

  app.addHook('onRequest', async (request, reply) => {
    if (!isCrossSite(request, settings.origin)) return;
    const refusal = new CrossSite();
    // A browser that is signed in was made to send this, and its person can be told (R8). Without a session there is nobody to keep it for: it
    // says no more than that some page somewhere posted here, and anybody could fill the records with it. Which route, never the address as
    // sent: another site chose that.
    const actor = await actorOfRequest(request);
    if (actor !== null) await transactions.keepRefusal(actor, { act: 'request.send', subject: `${request.method} ${request.routeOptions.url ?? 'nowhere'}` }, refusal);
    await answerRefusal(reply, refusal);
  });

  // One cookie serves every tab: a page that was opened as one person in one duty does not act as another.
  app.addHook('onRequest', async (request, reply) => {
    const opened = textOf(request.headers['x-accord-acting']);
    if (opened === undefined) return;
    const actor = await actorOfRequest(request);
    if (actor === null || opened === [actor.personId, actor.duty ?? '-', actor.odsCode ?? '-'].join(' ')) return;
    const refusal = new ActingChanged();
    // A page that only asks by itself attempted nothing.
    if (request.headers['x-accord-background'] !== '1') await transactions.keepRefusal(actor, { act: 'request.send', subject: `${request.method} ${request.routeOptions.url ?? 'nowhere'}` }, refusal);
    await answerRefusal(reply, refusal);
  });

  app.get('/auth/sign-in', { errorHandler: showFault }, async (request, reply) => {
    const query = request.query as { return_to?: unknown; acr?: unknown };
    const { token, attempt } = await beginning.execute({
      returnTo: textOf(query.return_to), isStepUp: textOf(query.acr)?.startsWith('AAL3') ?? false, sessionToken: cookies.sessionOf(request),
    });
    try {
      const address = await provider.authorisationAddress(attempt);
      cookies.setAttempt(reply, attempt.state, token);
      return reply.header('cache-control', 'no-store').redirect(address.href, 303);
    } catch (fault) {
      if (!(fault instanceof ProviderUnreachable)) throw fault;
      request.log.error(fault);
      return showPage(reply, 503, 'The sign-in service does not answer', 'Accord cannot reach the service that knows who you are. Try again in a minute.', 'SIGN_IN_UNREACHABLE');
    }
  });

  app.get('/auth/callback', { errorHandler: showFault }, async (request, reply) => {
    const state = textOf((request.query as { state?: unknown }).state) ?? '';
    try {
      const ticket = cookies.attemptOf(request, state);
      if (ticket === undefined) throw new SignInExpired();
      cookies.clearAttempt(reply, state);
      const attempt = await beginning.take(ticket) ?? await finishing.refuse(new SignInExpired(), request.ip);
      const identity = await provider.identityFrom(queryOf(request), attempt).catch((fault: unknown) => {
        request.log.warn({ code: (fault as { code?: string }).code, name: (fault as Error).name }, 'the provider\'s answer was not accepted');
        return finishing.refuse(new SignInRefused(), request.ip);
      });
      const { token } = await finishing.execute(identity, attempt, request.ip);
      cookies.setSession(reply, token);
      return await reply.header('cache-control', 'no-store').redirect(attempt.returnTo, 303);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      return showPage(reply, STATUS[refusal.kind], 'You are not signed in', refusal.message, refusal.code);
    }
  });

  app.post('/auth/sign-out', async (request, reply) => {
    const token = cookies.sessionOf(request);
    if (token !== undefined) await leaving.execute(token, request.ip);
    cookies.clearSession(reply);
    return reply.header('cache-control', 'no-store').send({ signedOut: true, providerSignOut: await provider.signOutAddress() });
  });

  app.post('/auth/act-as', { bodyLimit: 4_096 }, async (request, reply) => {
    try {
      const token = cookies.sessionOf(request);
      const actor = await actorOfRequest(request);
      if (token === undefined || actor === null) throw new SignInNeeded();
      const chosen = await choosing.execute(actor, token, textOf((request.body as { grantId?: unknown } | null)?.grantId) ?? '');
      return await reply.header('cache-control', 'no-store').send(chosen);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      return answerRefusal(reply, refusal);
    }
  });

  return { actorOfRequest };
}

/** These two are opened as pages: a person reads what is answered. */
function showFault(fault: unknown, _request: FastifyRequest, reply: FastifyReply): void {
  const away = outOfReach(fault);
  if (away === undefined) answerFault(reply, fault);
  else showPage(reply.header('retry-after', RETRY_AFTER_SECONDS), 503, 'Accord cannot answer now', away.message, away.code);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function queryOf(request: FastifyRequest): string {
  const at = request.url.indexOf('?');
  return at === -1 ? '' : request.url.slice(at);
}

import { createHash } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { INSTRUCTION_UPLOADS } from '@accord/agreements/server';
import { defineMessages, Refusal } from '@accord/kernel';
import type { ApiConfig } from './config.js';
import { SignInCookies } from './sign-in/cookies.js';

defineMessages({ RATE_LIMITED: 'Too many requests at once. Wait a minute and try again.' });

export class RateLimited extends Refusal {
  readonly code = 'RATE_LIMITED';
  readonly kind = 'forbidden';
  constructor() { super('RATE_LIMITED'); }
}

/** What is drawn or read out of a document, and what is recorded so that it may be. */
const OF_DOCUMENTS = [
  ...['/evidence/:id', '/agreements/:id/document', '/agreements/:id/amendment'].flatMap((at) => [`${at}/info`, `${at}/text`, `${at}/pages/:n.png`]), '/evidence/:id/readings', '/evidence/:id/file',
  '/agreements/:id/document.pdf', '/agreements/:id/amendment.pdf', '/stops/:id/statement.pdf', '/campaigns/:id/practices/:odsCode/statement.pdf',
];

/**
 * What is dear: before anybody has proved who they are, or each time, counted per address (beginning and finishing a sign-in, taking a file
 * in); and documents, counted per session.
 */
export async function rateLimits(server: FastifyInstance, config: ApiConfig): Promise<void> {
  const cookies = new SignInCookies(config.ACCORD_ORIGIN);
  const perAddress: Readonly<Record<string, number>> = {
    '/auth/sign-in': config.ACCORD_SIGN_INS_PER_MINUTE, '/auth/callback': config.ACCORD_SIGN_INS_PER_MINUTE, '/evidence/uploads': config.ACCORD_UPLOADS_PER_MINUTE,
    '/directory/files': config.ACCORD_UPLOADS_PER_MINUTE, [INSTRUCTION_UPLOADS]: config.ACCORD_UPLOADS_PER_MINUTE,
  };
  const sessionOf = (request: FastifyRequest): string => {
    const session = cookies.sessionOf(request);
    return session === undefined ? request.ip : createHash('sha256').update(session).digest('base64url');
  };
  server.addHook('onRoute', (route) => {
    const max = perAddress[route.url];
    if (max !== undefined) route.config = { ...route.config, rateLimit: { max, timeWindow: 60_000 } };
    if (OF_DOCUMENTS.includes(route.url)) route.config = { ...route.config, rateLimit: { max: config.ACCORD_PAGES_PER_MINUTE, timeWindow: 60_000, keyGenerator: sessionOf } };
  });
  await server.register(rateLimit, { global: false, keyGenerator: (request) => request.ip, errorResponseBuilder: () => new RateLimited() });
}

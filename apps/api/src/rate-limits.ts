import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { defineMessages, Refusal } from '@accord/kernel';
import type { ApiConfig } from './config.js';

defineMessages({ RATE_LIMITED: 'Too many requests from this address. Wait a minute and try again.' });

export class RateLimited extends Refusal {
  readonly code = 'RATE_LIMITED';
  readonly kind = 'forbidden';
  constructor() { super('RATE_LIMITED'); }
}

/** What is dear before anybody has proved who they are, or each time: beginning and finishing a sign-in, and taking a file in. Per address. */
export async function rateLimits(server: FastifyInstance, config: ApiConfig): Promise<void> {
  const perMinute: Readonly<Record<string, number>> = {
    '/auth/sign-in': config.ACCORD_SIGN_INS_PER_MINUTE, '/auth/callback': config.ACCORD_SIGN_INS_PER_MINUTE, '/evidence/uploads': config.ACCORD_UPLOADS_PER_MINUTE,
    '/directory/files': config.ACCORD_UPLOADS_PER_MINUTE,
  };
  server.addHook('onRoute', (route) => {
    const max = perMinute[route.url];
    if (max !== undefined) route.config = { ...route.config, rateLimit: { max, timeWindow: 60_000 } };
  });
  await server.register(rateLimit, { global: false, keyGenerator: (request) => request.ip, errorResponseBuilder: () => new RateLimited() });
}

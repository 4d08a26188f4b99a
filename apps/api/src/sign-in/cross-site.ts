import type { FastifyRequest } from 'fastify';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that may change something could have been sent by another site. A page of another origin can send neither the
 * header nor JSON without asking first (CORS preflight), and Accord never says yes to that.
 */
export function isCrossSite(request: FastifyRequest, origin: string): boolean {
  if (SAFE.has(request.method)) return false;
  const { headers } = request;
  if (headers.origin !== undefined && headers.origin !== origin) return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const isJson = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
  return headers['x-accord-request'] !== '1' && !isJson;
}

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { messageFor } from '@accord/kernel';

/** Where `npm run build` puts what browsers load. */
const WEB = fileURLToPath(new URL('../../../admin/dist/web', import.meta.url));
const YEAR_S = 31_536_000;

export class NotBuilt extends Error {}

/**
 * The web application: its files, and for every address that no other route answers the page that shows it. Scripts come from this
 * origin alone; styles that the application makes as it runs carry the nonce of their page; nothing is fetched from anywhere else.
 */
export async function webApplication(server: FastifyInstance): Promise<void> {
  if (!existsSync(`${WEB}/index.html`)) throw new NotBuilt('The web application is not built: run npm run build.');
  // Named by their content, so they never change.
  await server.register(fastifyStatic, { root: `${WEB}/assets`, prefix: '/assets/', preCompressed: true, immutable: true, maxAge: YEAR_S * 1000, decorateReply: false, index: false });
  const icon = readFileSync(`${WEB}/icon.svg`);
  server.get('/icon.svg', (_request, reply) => reply.type('image/svg+xml').header('cache-control', 'max-age=86400').send(icon));
  server.get('/*', async (request, reply) => {
    if (!(request.headers.accept ?? '').includes('text/html')) {
      return reply.code(404).header('cache-control', 'no-store').send({ code: 'NO_SUCH_ADDRESS', message: messageFor('NO_SUCH_ADDRESS') });
    }
    // Read anew each time: it names the files of the build that is there now.
    const page = await readFile(`${WEB}/index.html`, 'utf8');
    const nonce = randomBytes(16).toString('base64');
    return reply.type('text/html; charset=utf-8').headers({ 'cache-control': 'no-store', 'content-security-policy': policy(nonce) }).send(page.replaceAll('__NONCE__', nonce));
  });
}

function policy(nonce: string): string {
  return [
    "default-src 'none'", "script-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "img-src 'self' blob: data:", "connect-src 'self'", "font-src 'self'",
    "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'",
  ].join('; ');
}

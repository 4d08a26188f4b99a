import { createServer, type Server } from 'node:http';
import type { IdentityConfig } from './config.js';
import { Interactions } from './interactions.js';
import { keysIn } from './keys.js';
import { makeProvider } from './provider.js';

/** The provider, listening on loopback only. */
export async function serve(config: IdentityConfig): Promise<Server> {
  const provider = await makeProvider(config, keysIn(config.folder));
  const interactions = new Interactions(provider, config.people, config.redirectUris);
  const answer = provider.callback();
  provider.on('server_error', (_ctx, fault) => console.error('identity: fault', fault));
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path === '/health/live') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"live"}');
    } else if (interactions.serves(path)) {
      interactions.handle(request, response).catch((fault: unknown) => {
        console.error('identity: fault', fault);
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    } else {
      answer(request, response);
    }
  });
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, '127.0.0.1', resolve);
  });
  return server;
}

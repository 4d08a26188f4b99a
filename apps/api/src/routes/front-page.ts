import type { FastifyInstance } from 'fastify';
import type { ApiConfig } from '../config.js';

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
a{color:#0b5394}table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.5rem 0}th,td{text-align:left;padding:.4rem .75rem .4rem 0;border-bottom:1px solid #d0d0d0;vertical-align:top}
code{font-size:.95em;overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}a{color:#9ac7f5}th,td{border-color:#444}}`;

/** The page at the origin: what runs where, and the way in. */
export function frontPage(server: FastifyInstance, config: ApiConfig): void {
  const at = (port: number, scheme = 'https'): string => `${scheme}://127.0.0.1:${port}`;
  const rows: readonly (readonly [string, string, string])[] = [
    ['GraphQL', `${config.ACCORD_ORIGIN}/graphql`, 'POST, as a signed-in person'],
    ['Health', `${config.ACCORD_ORIGIN}/health/ready`, 'for whoever watches'],
    ['HTTP interface', `${config.ACCORD_ORIGIN}/openapi.json`, 'documents, uploads, sign-in'],
    ['Publication feed', at(config.ACCORD_FEED_PORT), 'gateways and consumer systems, by certificate'],
    ['Reference gateway', `${at(config.ACCORD_GATEWAY_PORT)}/decide`, 'POST, by the certificate of a consumer system'],
    ['Sign-in', config.ACCORD_OIDC_ISSUER, 'OpenID provider'],
  ];
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Accord</title><style>${STYLE}</style></head>
<body><main><h1>Accord</h1>
<p>Accord keeps signed sharing agreements, publishes what gateways enforce, and proves each look back to a signed page. This installation is running.</p>
<p><a href="/auth/sign-in">Sign in</a></p>
<table><caption>What runs where</caption><thead><tr><th scope="col">What</th><th scope="col">Where</th><th scope="col">For</th></tr></thead><tbody>
${rows.map(([what, where, who]) => `<tr><th scope="row">${what}</th><td><code>${where}</code></td><td>${who}</td></tr>`).join('\n')}
</tbody></table></main></body></html>`;
  server.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page));
}

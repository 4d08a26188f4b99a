import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

const STYLE = ':root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}body{margin:0 auto;max-width:40rem;padding:1.5rem}h1{font-size:1.5rem;line-height:1.25}a:focus-visible{outline:3px solid;outline-offset:2px}';
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** One plain page that says what happened and what to do next. */
export function showPage(reply: FastifyReply, status: number, title: string, sentence: string, code: string): FastifyReply {
  return reply.status(status).headers({
    'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
  }).send(`<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)} - Accord</title><style>${STYLE}</style></head>
<body><main><h1>${escape(title)}</h1>
<p>${escape(sentence)}</p>
<p><a href="/auth/sign-in">Sign in</a></p>
<p>Code to quote: ${escape(code)}</p>
</main></body>
</html>
`);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

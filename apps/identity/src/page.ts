import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 42rem; padding: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: 0 0 .5rem; }
button { font: inherit; text-align: left; width: 100%; min-height: 2.75rem; padding: .5rem .75rem; cursor: pointer; border: 1px solid; border-radius: .25rem; }
button strong, button span { display: block; }
button:focus-visible, a:focus-visible { outline: 3px solid; outline-offset: 2px; }
.note { border-left: .25rem solid; padding-left: .75rem; }
`;

/** Text made safe for HTML, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${body}
</main></body>
</html>
`;
}

/**
 * Nothing runs and nothing is fetched. A browser applies form-action to the redirects after a form too, so the application that
 * the person returns to is named.
 */
export function pageHeaders(formTargets: readonly string[]): Record<string, string> {
  const style = createHash('sha256').update(STYLE).digest('base64');
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${style}'; form-action ${["'self'", ...formTargets].join(' ')}; base-uri 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

import type { Letter, Line, Section } from './letter.js';

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITY[one] ?? one);

// Text of 16.1:1 and links of 7.4:1 on white; in dark mode the reader's own colours, which are chosen to go together.
const STYLE = `body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#1b1f24;background:#fff}main{max-width:40rem;margin:0 auto;padding:1.5rem 1rem}
h1{font-size:1.5rem;margin:0 0 .5rem}h2{font-size:1.125rem;margin:1.75rem 0 .25rem;border-top:1px solid #8a929c;padding-top:1rem}h3{font-size:1rem;margin:1rem 0 .25rem}
ul{margin:.25rem 0;padding-left:1.25rem}li{margin:.375rem 0;overflow-wrap:anywhere}a{color:#0b4f8a}footer{margin-top:2rem;border-top:1px solid #8a929c;font-size:.9375rem}
@media (prefers-color-scheme:dark){body{color:CanvasText;background:Canvas}a{color:LinkText}}`;

/** The same mail with headings, lists and links that say where they lead. No picture, no script, nothing fetched: whether it was read is nobody's business. */
export function letterAsHtml({ title, sentence, seats, why, choices }: Letter): string {
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><main>
<h1>${escaped(title)}</h1>
<p>${escaped(sentence)}</p>
${seats.map((seat) => `<h2>${escaped(seat.title)}</h2>\n${seat.sections.map(sectionAsHtml).join('\n')}`).join('\n')}
<footer>
${why.map((each) => `<p>${escaped(each)}</p>`).join('\n')}
<p><a href="${escaped(choices)}">Choose what you are told, and when</a></p>
</footer>
</main></body></html>
`;
}

function sectionAsHtml({ title, lines, more }: Section): string {
  return `<h3>${escaped(title)}</h3>\n<ul>\n${lines.map(lineAsHtml).join('\n')}${more === 0 ? '' : `\n<li>and ${more} more, on Home</li>`}\n</ul>`;
}

const lineAsHtml = ({ says, to }: Line): string => (to === null ? `<li>${escaped(says)}</li>` : `<li><a href="${escaped(to)}">${escaped(says)}</a></li>`);

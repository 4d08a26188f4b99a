import { gzipSync } from 'node:zlib';

import type { TamperCase } from './tamper-case.js';
import { CONTENT, type LayerName, SIGNED, type TamperDraft, isContent } from './tamper-draft.js';

type Spelling = readonly [what: string, respell: (text: string) => string | Uint8Array, code?: TamperCase['code']];

const firstKey = /"(\w+)":/;

/** Ways to write the same thing otherwise, or nearly; whoever lists the result signs it unread. */
const SPELLINGS: readonly Spelling[] = [
  ['a line feed behind', (text) => `${text}\n`],
  ['a carriage return behind', (text) => `${text}\r\n`],
  ['a space before', (text) => ` ${text}`],
  ['a byte order mark', (text) => `\ufeff${text}`],
  ['a space behind a colon', (text) => text.replace(':', ': ')],
  ['a space behind the last comma', (text) => text.replace(/,(?=[^,]*$)/, ', ')],
  ['indented', (text) => JSON.stringify(JSON.parse(text), null, 2)],
  ['a letter escaped', (text) => text.replace(firstKey, (_all, key: string) => `"\\u00${key.charCodeAt(0).toString(16)}${key.slice(1)}":`)],
  ['a slash escaped', (text) => text.replace(firstKey, '"\\/$1":')],
  ['the first key twice', (text) => text.replace(/^\{/, `{${firstMember(text)},`)],
  ['the first key twice, first with another value', (text) => text.replace(/^\{("\w+":)/, '{$1null,$1')],
  ['an inner key twice', (text) => text.replace(/"(version|number|length|code|format|locality)":("[^"]*"|\d+)/, '"$1":$2,"$1":$2')],
  ['the last key first', (text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse()))],
  ['a comma behind the last', (text) => text.replace(/\}$/, ',}')],
  ['a comment', (text) => `/* */${text}`],
  ['something behind', (text) => `${text}{}`],
  ['in single quotes', (text) => text.replaceAll('"', "'")],
  ['without quotes', (text) => text.replace(firstKey, '$1:')],
  ['a number with a fraction of nothing', (text) => text.replace(/([:[])(\d+)([,}\]])/, '$1$2.0$3')],
  ['a number with an exponent', (text) => text.replace(/([:[])(\d+)([,}\]])/, '$1$2e0$3')],
  ['a number with a zero before it', (text) => text.replace(/([:[])(\d+)([,}\]])/, '$10$2$3')],
  ['a number that is none', (text) => text.replace(/:("[^"]*"|\d+)([,}])/, ':NaN$2')],
  ['a number without end', (text) => text.replace(/:("[^"]*"|\d+)([,}])/, ':1e400$2')],
  ['a number of four hundred digits', (text) => text.replace(/:("[^"]*"|\d+)([,}])/, `:${'9'.repeat(400)}$2`)],
  ['less than nothing', (text) => text.replace(/:("[^"]*"|\d+)([,}])/, ':-0$2')],
  ['a raw control character', (text) => text.replace(firstKey, '"$1\u0007":')],
  ['half a character, escaped', (text) => text.replace(firstKey, '"$1\\ud800":')],
  ['a byte that is no text', (text) => Buffer.concat([Buffer.from(text.slice(0, 3)), Buffer.from([0xff]), Buffer.from(text.slice(3))])],
  ['a letter overlong', (text) => Buffer.concat([Buffer.from(text.slice(0, 2)), Buffer.from([0xc1, 0xa1]), Buffer.from(text.slice(2))])],
  ['in two bytes a letter', (text) => Buffer.from(text, 'utf16le')],
  ['compressed', (text) => gzipSync(Buffer.from(text), { level: 9 })],
  ['nothing', () => new Uint8Array(0)],
  ['an opening bracket ten thousand times', () => '['.repeat(10_000)],
  ['ten thousand lists in each other', () => '['.repeat(5_000) + ']'.repeat(5_000)],
  ['another language', (text) => `<file>${text}</file>`],
  ['null', () => 'null', 'MALFORMED'],
  ['true', () => 'true', 'MALFORMED'],
  ['a number', () => '7', 'MALFORMED'],
  ['a text', () => '"signed"', 'MALFORMED'],
  ['an empty list', () => '[]', 'MALFORMED'],
  ['an empty object', () => '{}', 'MALFORMED'],
  ['in a list', (text) => `[${text}]`, 'MALFORMED'],
  ['with a prototype', (text) => text.replace(/^\{/, '{"__proto__":{"signed":1},'), 'MALFORMED'],
  ['with a constructor', (text) => withMember(text, 'constructor', '{"prototype":{}}'), 'MALFORMED'],
  ['with a field before all others', (text) => text.replace(/^\{/, '{"!":1,'), 'MALFORMED'],
  ['with a field behind all others', (text) => text.replace(/\}$/, ',"~":1}'), 'MALFORMED'],
];

export function* otherSpellings(draft: TamperDraft): Generator<TamperCase> {
  for (const name of [...SIGNED, ...CONTENT] as LayerName[]) {
    const text = Buffer.from(draft.bytesOf(name)).toString('utf8');
    for (const [what, respell, code = 'NOT_CANONICAL'] of SPELLINGS) {
      const respelt = respell(text);
      if (respelt === text || (respelt.length === 0 && !isContent(name))) continue; // no number in it; nothing cannot be listed
      const bytes = typeof respelt === 'string' ? Buffer.from(respelt, 'utf8') : respelt;
      yield { family: 'another spelling', role: name, what, draft, files: draft.make({ [name]: { bytes: () => bytes } }), code, believed: name === 'timestamp' ? 'nothing' : 'timestamp' };
    }
  }
  const root = Buffer.from(draft.good.get('metadata/2.root.json') as Uint8Array).toString('utf8');
  for (const [what, respell, code = 'NOT_CANONICAL'] of SPELLINGS) {
    const respelt = respell(root);
    if (respelt === root) continue; // no number in it
    const bytes = typeof respelt === 'string' ? Buffer.from(respelt, 'utf8') : respelt;
    yield { family: 'another spelling', role: 'root', what, draft, files: new Map(draft.good).set('metadata/3.root.json', bytes), code, believed: 'nothing' };
  }
}

function firstMember(text: string): string {
  const [key, value] = Object.entries(JSON.parse(text) as Record<string, unknown>)[0] ?? ['', 0];
  return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

function withMember(text: string, key: string, value: string): string {
  const members = Object.entries(JSON.parse(text) as Record<string, unknown>).map(([name, item]) => [name, JSON.stringify(item)] as const);
  return `{${[...members, [key, value] as const].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, item]) => `${JSON.stringify(name)}:${item}`).join(',')}}`;
}

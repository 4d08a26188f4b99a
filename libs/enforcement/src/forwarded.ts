import { isIP } from 'node:net';

const MOST_CHARACTERS = 2_048;
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PAIR = new RegExp(`^(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")$`);
const NODE = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)|(unknown|_[A-Za-z0-9._-]{1,64}))(?::(?:\d{1,5}|_[A-Za-z0-9._-]{1,64}))?$/;

/**
 * Whom the header `Forwarded` (RFC 7239) names as the caller, without the port: an address, or a name that the proxy gave instead of one. Each proxy writes
 * behind what it was sent, so it is read from the end, past those that are trusted themselves; what stands further to the front the caller may have written.
 * Null where nothing can be told.
 */
export function forwardedFor(header: string | undefined, isTrusted: (address: string) => boolean): string | null {
  if (header === undefined || header.length > MOST_CHARACTERS) return null;
  const elements = split(header, ',');
  let named: string | null = null;
  for (const element of elements.reverse()) {
    const node = nodeOf(element);
    if (node === null) return named;
    named = node;
    if (!isTrusted(node)) return named;
  }
  return named;
}

function nodeOf(element: string): string | null {
  let node: string | null = null;
  for (const pair of split(element, ';')) {
    const [, name, token, quoted] = PAIR.exec(pair) ?? [];
    if (name === undefined) return null;
    if (name.toLowerCase() !== 'for') continue;
    if (node !== null) return null;
    const [, six, four, other] = NODE.exec(token ?? quoted!.replace(/\\(.)/g, '$1')) ?? [];
    node = six !== undefined && isIP(six) === 6 ? six.toLowerCase() : four !== undefined && isIP(four) === 4 ? four : other ?? null;
    if (node === null) return null;
  }
  return node;
}

/** At each separator that stands in no quoted text. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let [begin, isQuoted] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    if (isQuoted && text[at] === '\\') at += 1;
    else if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === separator && !isQuoted) {
      parts.push(text.slice(begin, at).trim());
      begin = at + 1;
    }
  }
  return [...parts, text.slice(begin).trim()];
}

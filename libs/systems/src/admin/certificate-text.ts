/** What a file or a pasted text is, where it is no certificate. */
export type NoCertificate = 'holdsKey' | 'notText';

/** A private key is judged by its label: whatever holds one is neither kept nor sent. */
export const holdsPrivateKey = (text: string): boolean => /PRIVATE KEY/i.test(text);

/** What is kept of a text, and of a form with one, while it is filled in. */
export const keptText = (text: string): string => (holdsPrivateKey(text) ? '' : text);
export const withoutPrivateKey = <Form extends { readonly pem: string }>(form: Form): Form => ({ ...form, pem: keptText(form.pem) });

const [SEQUENCE, INTEGER, VERSION] = [0x30, 0x02, 0xa0];

/** The text of a certificate file: in PEM form as it stands, in DER form written as PEM. */
export function certificateText(bytes: Uint8Array): { readonly pem: string } | { readonly fault: NoCertificate } {
  if (isDerCertificate(bytes)) return { pem: pemOf(bytes) };
  const text = decoded(bytes);
  if (text === null) return { fault: 'notText' };
  return holdsPrivateKey(text) ? { fault: 'holdsKey' } : { pem: text };
}

function decoded(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[\0-\x08\x0e-\x1f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** A sequence as long as the file that begins with one which begins with a version or a number; keys and key stores begin otherwise (RFC 5280, RFC 5958, RFC 7292). */
function isDerCertificate(bytes: Uint8Array): boolean {
  const whole = headOf(bytes, 0);
  if (whole?.tag !== SEQUENCE || whole.end !== bytes.length) return false;
  const signed = headOf(bytes, whole.begins);
  return signed?.tag === SEQUENCE && signed.end <= bytes.length && (bytes[signed.begins] === VERSION || bytes[signed.begins] === INTEGER);
}

/** One value of DER: its tag, and where its content begins and ends. */
function headOf(bytes: Uint8Array, at: number): { readonly tag: number; readonly begins: number; readonly end: number } | null {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return null;
  if (first < 0x80) return { tag, begins: at + 2, end: at + 2 + first };
  const size = first - 0x80;
  if (size < 1 || size > 3) return null;
  const length = bytes.slice(at + 2, at + 2 + size).reduce((sum, byte) => sum * 256 + byte, 0);
  return { tag, begins: at + 2 + size, end: at + 2 + size + length };
}

function pemOf(bytes: Uint8Array): string {
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return ['-----BEGIN CERTIFICATE-----', ...base64.match(/.{1,64}/g) ?? [], '-----END CERTIFICATE-----', ''].join('\n');
}

import { X509Certificate, createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { forwardedFor } from './forwarded.js';

const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';
const HEADERS: readonly string[] = ['client-cert', 'client-cert-chain'];
/** In base64; a certificate with a long RSA key has about 2,500 characters. */
const MOST_CHARACTERS = 8_192;
const MOST_REMEMBERED = 1_000;
const LONGEST_CHAIN = 4;

/** Why a caller cannot be told, for people. */
export const CALLER_SENTENCES = {
  CLIENT_CERT_MISSING: 'No client certificate was presented.',
  CLIENT_CERT_FROM_ELSEWHERE: 'The header Client-Cert is taken from trusted proxies only, and this address is none.',
  CLIENT_CERT_TWO_WAYS: 'A certificate came with the connection and another in the header Client-Cert: it cannot be told whose request this is.',
  CLIENT_CERT_REPEATED: 'The header Client-Cert came more than once.',
  CLIENT_CERT_TOO_LARGE: `The header Client-Cert has more than ${MOST_CHARACTERS} characters.`,
  CLIENT_CERT_MALFORMED: 'The header Client-Cert holds no certificate as RFC 9440 says.',
  CLIENT_CERT_NOT_CURRENT: 'The certificate in the header Client-Cert has expired, or has not begun.',
  CLIENT_CERT_UNKNOWN_AUTHORITY: 'The certificate was not issued by an authority that is trusted here.',
  CLIENT_CERT_NOT_FOR_CLIENTS: 'The certificate in the header Client-Cert is not meant for client authentication.',
} as const;

export type CallerFault = keyof typeof CALLER_SENTENCES;

/** Who calls cannot be told from what was presented. */
export class CallerRefused extends Error {
  override readonly name = 'CallerRefused';

  constructor(readonly code: CallerFault) {
    super(CALLER_SENTENCES[code]);
  }

  /** Whether it is the header's form that is wrong. */
  get isMalformed(): boolean {
    return this.code === 'CLIENT_CERT_REPEATED' || this.code === 'CLIENT_CERT_TOO_LARGE' || this.code === 'CLIENT_CERT_MALFORMED';
  }
}

interface Read {
  readonly sha256: string;
  readonly from: number;
  readonly until: number;
}

/**
 * Whose certificate a request presents: that of its connection or, where a reverse proxy ends the connection, the one in the header `Client-Cert`
 * (RFC 9440), which counts from a trusted address alone. The proxy is believed that the caller holds the key, and nothing more: authority, dates
 * and purpose are looked at here. `Client-Cert-Chain` is never read; intermediate authorities stand beside their root in the authority's file.
 */
export class PresentedCertificates {
  private readonly authorities: readonly X509Certificate[];
  private readonly trusted: ReadonlySet<string>;
  private readonly remembered = new Map<string, Read>();
  private readonly connections = new WeakMap<TLSSocket, string>();

  /** @param authority one or more certificates in PEM form */
  constructor(authority: string, trusted: readonly string[]) {
    this.authorities = (authority.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((pem) => new X509Certificate(pem));
    this.trusted = new Set(trusted.map(plainAddress));
  }

  /** For `https.createServer`: without trusted proxies a connection without a certificate of the authority ends in the handshake. */
  get tls(): { readonly requestCert: true; readonly rejectUnauthorized: boolean } {
    return { requestCert: true, rejectUnauthorized: this.trusted.size === 0 };
  }

  /** Whether a connection may stay open: it presents a certificate of the authority, or a trusted proxy made it. */
  maySpeak(socket: TLSSocket): boolean {
    return this.isTrusted(socket) || (socket.authorized && rawOf(socket) !== undefined);
  }

  /** The SHA-256 of the certificate's DER form, in hex; throws CallerRefused. */
  fingerprintOf(request: IncomingMessage, now: number): string {
    const socket = request.socket as TLSSocket;
    const values = headersOf(request);
    if (values === null) return this.ofConnection(socket);
    if (!this.isTrusted(socket)) throw new CallerRefused('CLIENT_CERT_FROM_ELSEWHERE');
    if (rawOf(socket) !== undefined) throw new CallerRefused('CLIENT_CERT_TWO_WAYS');
    const [value, another] = values;
    if (value === undefined) throw new CallerRefused('CLIENT_CERT_MISSING');
    if (another !== undefined) throw new CallerRefused('CLIENT_CERT_REPEATED');
    if (value.length > MOST_CHARACTERS) throw new CallerRefused('CLIENT_CERT_TOO_LARGE');
    const { sha256, from, until } = this.remembered.get(value) ?? this.read(value);
    if (now < from || now >= until) throw new CallerRefused('CLIENT_CERT_NOT_CURRENT');
    return sha256;
  }

  /** Where a request came from, for the record: of one that a trusted proxy passed on the address that it names in `Forwarded`, and its own. */
  originOf({ socket, headers }: IncomingMessage): string {
    const address = plainAddress(socket.remoteAddress ?? '');
    if (!this.trusted.has(address)) return address;
    const caller = forwardedFor(headers.forwarded, (each) => this.trusted.has(each));
    return caller === null ? address : `${caller} via ${address}`;
  }

  // Hashing it again for each request of one connection would cost more than deciding.
  private ofConnection(socket: TLSSocket): string {
    let fingerprint = this.connections.get(socket);
    if (fingerprint === undefined) {
      const raw = rawOf(socket);
      if (raw === undefined) throw new CallerRefused('CLIENT_CERT_MISSING');
      if (!socket.authorized) throw new CallerRefused('CLIENT_CERT_UNKNOWN_AUTHORITY');
      fingerprint = sha256Of(raw);
      this.connections.set(socket, fingerprint);
    }
    return fingerprint;
  }

  private read(value: string): Read {
    const certificate = parsed(value);
    const issued = this.issuedDuring(certificate);
    if (issued === null) throw new CallerRefused('CLIENT_CERT_UNKNOWN_AUTHORITY');
    // `keyUsage` is the extended key usage; a certificate without that extension is meant for anything (RFC 5280, 4.2.1.12).
    const uses = certificate.keyUsage as readonly string[] | undefined;
    if (uses !== undefined && !uses.includes(CLIENT_AUTHENTICATION)) throw new CallerRefused('CLIENT_CERT_NOT_FOR_CLIENTS');
    const read = { sha256: sha256Of(certificate.raw), ...issued };
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(value, read);
    return read;
  }

  /**
   * From when until when it and every authority above it are good, up to one of the file that signed itself; null where there is no way up to one.
   * Of several ways up the first is taken.
   */
  private issuedDuring(certificate: X509Certificate, depth = 1): { readonly from: number; readonly until: number } | null {
    const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
    for (const authority of depth > LONGEST_CHAIN ? [] : this.authorities) {
      if (!authority.ca || !certificate.checkIssued(authority) || !certificate.verify(authority.publicKey)) continue;
      if (certificate.raw.equals(authority.raw)) return { from, until };
      const above = this.issuedDuring(authority, depth + 1);
      if (above !== null) return { from: Math.max(from, above.from), until: Math.min(until, above.until) };
    }
    return null;
  }

  private isTrusted({ remoteAddress }: TLSSocket): boolean {
    return remoteAddress !== undefined && this.trusted.has(plainAddress(remoteAddress));
  }
}

/** What is no address in a list of trusted ones; a name could come to mean another machine. */
export function notAddresses(list: readonly string[]): readonly string[] {
  return list.filter((each) => isIP(each) === 0);
}

/** The values of `Client-Cert`, each as it was sent; null where neither it nor its chain came. */
function headersOf({ rawHeaders }: IncomingMessage): readonly string[] | null {
  let came = false;
  const values: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase();
    if (!HEADERS.includes(name)) continue;
    came = true;
    if (name === 'client-cert') values.push(rawHeaders[at + 1]!);
  }
  return came ? values : null;
}

/** A byte sequence of RFC 8941 with one certificate in DER form, and nothing beside it. */
function parsed(value: string): X509Certificate {
  const [, base64] = /^:([A-Za-z0-9+/]+={0,2}):$/.exec(value) ?? [];
  const der = Buffer.from(base64 ?? '', 'base64');
  try {
    if (der.toString('base64') === base64) {
      const certificate = new X509Certificate(der);
      if (certificate.raw.equals(der)) return certificate;
    }
  } catch { /* no certificate */ }
  throw new CallerRefused('CLIENT_CERT_MALFORMED');
}

function rawOf(socket: TLSSocket): Buffer | undefined {
  return (socket.getPeerCertificate() as { raw?: Buffer } | null)?.raw;
}

function sha256Of(der: Buffer): string {
  return createHash('sha256').update(der).digest('hex');
}

/** An IPv4 address that came over a socket of IPv6 is the same address. */
function plainAddress(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '');
}

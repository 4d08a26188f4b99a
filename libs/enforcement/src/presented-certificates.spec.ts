import 'reflect-metadata'; // the certificate library asks for it to be there first

import { createHash, webcrypto } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, type X509Certificate, X509CertificateGenerator, cryptoProvider } from '@peculiar/x509';
import { beforeAll, describe, expect, it } from '@jest/globals';

import { PresentedCertificates, notAddresses } from './presented-certificates.js';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

interface Issued {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface Wish {
  readonly by?: Issued;
  readonly isAuthority?: boolean;
  readonly until?: string;
  readonly use?: ExtendedKeyUsage;
}

let serial = 0;
async function issue(name: string, { by, isAuthority = false, until = '2027-01-01', use }: Wish = {}): Promise<Issued> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  serial += 1;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial.toString(16).padStart(4, '0'), subject: `CN=${name}`, issuer: by?.certificate.subject ?? `CN=${name}`, publicKey: keys.publicKey as never,
    signingKey: (by ?? { keys }).keys.privateKey as never, signingAlgorithm: ALGORITHM, notBefore: new Date('2026-01-01'), notAfter: new Date(until),
    extensions: [new BasicConstraintsExtension(isAuthority, undefined, true), ...(use === undefined ? [] : [new ExtendedKeyUsageExtension([use])])],
  });
  return { certificate, keys };
}

const derOf = ({ certificate }: Issued): Buffer => Buffer.from(certificate.rawData);
const sha256 = (der: Buffer): string => createHash('sha256').update(der).digest('hex');
const header = (der: Buffer): string => `:${der.toString('base64')}:`;

/** A request from an address, with header lines as they were sent and, perhaps, a certificate of the connection. */
function asked(from: string, lines: readonly (readonly [string, string])[], direct?: { readonly raw: Buffer; readonly authorized: boolean }): IncomingMessage {
  return { rawHeaders: lines.flat(), socket: { remoteAddress: from, authorized: direct?.authorized ?? false, getPeerCertificate: () => direct ?? {} } } as never;
}

describe('the certificate that a request presents', () => {
  let root: Issued, between: Issued, leaf: Issued, deepLeaf: Issued;
  let presented: PresentedCertificates;
  const codeOf = (request: IncomingMessage, now = NOW): string => {
    try {
      return presented.fingerprintOf(request, now);
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const byProxy = (...values: string[]): IncomingMessage => asked('10.0.0.1', values.map((value) => ['Client-Cert', value]));

  beforeAll(async () => {
    cryptoProvider.set(webcrypto as never);
    root = await issue('Root', { isAuthority: true });
    between = await issue('Between', { by: root, isAuthority: true, until: '2026-06-01' });
    leaf = await issue('leaf', { by: root });
    deepLeaf = await issue('deep leaf', { by: between, use: ExtendedKeyUsage.clientAuth });
    presented = new PresentedCertificates(`${root.certificate.toString('pem')}\n${between.certificate.toString('pem')}`, ['10.0.0.1', '::FFFF:10.0.0.2', '2001:DB8::1']);
  });

  it('is the one in the header of a trusted proxy, whatever way its address is written', () => {
    for (const from of ['10.0.0.1', '::ffff:10.0.0.1', '10.0.0.2', '2001:db8::1']) expect(codeOf(asked(from, [['Client-Cert', header(derOf(leaf))]]))).toBe(sha256(derOf(leaf)));
    for (const from of ['10.0.0.3', '127.0.0.1', '::1', '::ffff:10.0.0.9', '']) expect(codeOf(asked(from, [['client-cert', header(derOf(leaf))]]))).toBe('CLIENT_CERT_FROM_ELSEWHERE');
  });

  it('is never read from a header where nobody is trusted', () => {
    const nobody = new PresentedCertificates(root.certificate.toString('pem'), []);
    expect(() => nobody.fingerprintOf(byProxy(header(derOf(leaf))), NOW)).toThrow(expect.objectContaining({ code: 'CLIENT_CERT_FROM_ELSEWHERE' }));
    expect(nobody.tls).toEqual({ requestCert: true, rejectUnauthorized: true });
  });

  it('is that of the connection where no header came, if an authority of ours issued it', () => {
    const raw = derOf(leaf);
    expect(codeOf(asked('10.9.9.9', [['Host', 'x']], { raw, authorized: true }))).toBe(sha256(raw));
    expect(codeOf(asked('10.0.0.1', [], { raw, authorized: false }))).toBe('CLIENT_CERT_UNKNOWN_AUTHORITY');
    expect(codeOf(asked('10.0.0.1', []))).toBe('CLIENT_CERT_MISSING');
    expect(codeOf(asked('10.0.0.1', [['Client-Cert-Chain', header(raw)]]))).toBe('CLIENT_CERT_MISSING');
    expect(codeOf(asked('10.0.0.1', [['Client-Cert', header(raw)]], { raw, authorized: true }))).toBe('CLIENT_CERT_TWO_WAYS');
  });

  it('counts below an intermediate authority of the file, and no longer than that one is good', () => {
    expect(codeOf(byProxy(header(derOf(deepLeaf))))).toBe(sha256(derOf(deepLeaf)));
    const juneFirst = Date.parse('2026-06-01');
    expect(codeOf(byProxy(header(derOf(deepLeaf))), juneFirst - 1)).toBe(sha256(derOf(deepLeaf)));
    expect(codeOf(byProxy(header(derOf(deepLeaf))), juneFirst)).toBe('CLIENT_CERT_NOT_CURRENT');
    expect(codeOf(byProxy(header(derOf(leaf))), Date.parse('2025-12-31T23:59:59Z'))).toBe('CLIENT_CERT_NOT_CURRENT');
    expect(codeOf(byProxy(header(derOf(leaf))), juneFirst)).toBe(sha256(derOf(leaf)));
  });

  it('is refused of another authority, though it has the same name, below a certificate that is no authority, of itself, and for servers', async () => {
    const sameName = await issue('Root', { isAuthority: true });
    const unknown = [await issue('leaf', { by: sameName }), await issue('below', { by: leaf }), await issue('itself'), sameName];
    for (const each of unknown) expect(codeOf(byProxy(header(derOf(each))))).toBe('CLIENT_CERT_UNKNOWN_AUTHORITY');
    expect(codeOf(byProxy(header(derOf(await issue('server', { by: root, use: ExtendedKeyUsage.serverAuth })))))).toBe('CLIENT_CERT_NOT_FOR_CLIENTS');
  });

  it('is refused in any other form than RFC 9440 has', () => {
    const der = derOf(leaf);
    const good = header(der);
    const flipped = Buffer.from(der);
    flipped[der.length - 1]! ^= 1;
    expect(codeOf(byProxy(header(flipped)))).toBe('CLIENT_CERT_UNKNOWN_AUTHORITY');
    const wrong = [
      '', ':', '::', ':AAAA:', 'nonsense', der.toString('base64'), der.toString('hex'), good.slice(1), good.slice(0, -1), ` ${good} x`, `${good};a=1`, `${good}, ${good}`, `"${good}"`, `(${good})`,
      `:${der.toString('base64url')}=:`, header(Buffer.concat([der, Buffer.from([0])])), header(Buffer.concat([der, der])), header(der.subarray(0, -1)), header(Buffer.from(leaf.certificate.toString('pem'))),
      `:${leaf.certificate.toString('pem')}:`, good.replace('M', '%4D'), `:${der.toString('base64').slice(0, 40)}\n${der.toString('base64').slice(40)}:`, header(Buffer.alloc(300)),
    ];
    for (const value of wrong) expect([value, codeOf(byProxy(value))]).toEqual([value, 'CLIENT_CERT_MALFORMED']);
    for (let length = 1; length < der.length; length += 7) expect(codeOf(byProxy(header(der.subarray(0, length))))).toBe('CLIENT_CERT_MALFORMED');
    expect(codeOf(byProxy(good, good))).toBe('CLIENT_CERT_REPEATED');
    expect(codeOf(byProxy(header(Buffer.alloc(6_200))))).toBe('CLIENT_CERT_TOO_LARGE');
    expect(codeOf(byProxy(good))).toBe(sha256(der));
  });

  it('is asked of addresses, not of names or networks', () => {
    expect(notAddresses(['10.0.0.1', '::1', 'proxy.example', '10.0.0.0/8', '10.0.0', ''])).toEqual(['proxy.example', '10.0.0.0/8', '10.0.0', '']);
  });
});

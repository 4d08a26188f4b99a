import 'reflect-metadata'; // the certificate library asks for it to be there first
import { randomBytes, webcrypto } from 'node:crypto';
import { BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, X509CertificateGenerator } from '@peculiar/x509';

const KEYS = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  'RSA-2048': { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 },
  'RSA-1024': { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 1024 },
} as const;

export interface CertificateWish {
  readonly name?: string;
  readonly from?: string;
  readonly until?: string;
  readonly key?: keyof typeof KEYS;
  readonly isAuthority?: boolean;
  /** Extended key usages; null leaves the extension out. */
  readonly uses?: 'client' | 'server' | null;
}

/** A certificate with a key of its own, in PEM form; good through 2026 and fit for a consumer system or a gateway, unless told otherwise. */
export async function aCertificate(wish: CertificateWish = {}): Promise<string> {
  const { name = 'example', from = '2026-01-01T00:00:00Z', until = '2027-01-01T00:00:00Z', key = 'P-256', isAuthority = false, uses = 'client' } = wish;
  const algorithm = KEYS[key];
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as webcrypto.CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(8).toString('hex'), name: [{ CN: [name] }], keys: keys as never, signingAlgorithm: algorithm,
    notBefore: new Date(from), notAfter: new Date(until),
    extensions: [
      new BasicConstraintsExtension(isAuthority, undefined, true),
      ...(uses === null ? [] : [new ExtendedKeyUsageExtension([uses === 'client' ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth])]),
    ],
  }, webcrypto as never);
  return certificate.toString('pem');
}

import 'reflect-metadata'; // the certificate library asks for it to be there first
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, cryptoProvider, ExtendedKeyUsage, ExtendedKeyUsageExtension, type Extension,
  KeyUsageFlags, KeyUsagesExtension, SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension, X509Certificate, X509CertificateGenerator,
} from '@peculiar/x509';
import type { Home } from './home.js';
import { PUBLIC, SECRET, writtenOnce } from './written-once.js';
import { newPrivateKey } from './new-private-key.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;
/** Good since long before they were made: example data tell of more than a year in which they were in use. */
const VALID_SINCE = 500 * DAY;

/** What a certificate is for. */
export type CertificateUse = 'client' | 'server' | 'client-and-server' | 'seal';

interface Authority {
  readonly certificate: X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

/** The certificate authority of one installation, kept in its certs folder. */
export class CertificateAuthority {
  private constructor(private readonly authority: Authority, private readonly now: Date) {}

  static async of(home: Home, now: Date): Promise<CertificateAuthority> {
    const keyPem = await keyAt(home.certificateKey('ca'), home.certificate('ca'));
    const pem = await writtenOnce(home.certificate('ca'), PUBLIC, () => selfSigned(keyPem, now));
    return new CertificateAuthority({ certificate: new X509Certificate(pem), key: (await pairOf(keyPem)).privateKey }, now);
  }

  /** Makes `<pem>` and `<key>` unless they are there. The key comes first: a certificate always has its key. */
  async issue(files: { pem: string; key: string }, commonName: string, use: CertificateUse, until = new Date(this.now.getTime() + 5 * 365 * DAY), from = new Date(this.now.getTime() - VALID_SINCE)): Promise<void> {
    const key = await keyAt(files.key, files.pem);
    await writtenOnce(files.pem, PUBLIC, () => this.certify(key, commonName, use, from, until));
  }

  private async certify(keyPem: string, commonName: string, use: CertificateUse, from: Date, until: Date): Promise<string> {
    const { publicKey } = await pairOf(keyPem);
    const { certificate, key } = this.authority;
    return (await X509CertificateGenerator.create({
      serialNumber: serialNumber(), subject: [{ O: ['Accord development'] }, { CN: [commonName] }], issuer: certificate.subject, publicKey,
      notBefore: from, notAfter: until,
      signingAlgorithm: ALGORITHM, signingKey: key as never,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        ...usesOf(use),
        await SubjectKeyIdentifierExtension.create(publicKey as never),
        await AuthorityKeyIdentifierExtension.create(certificate),
      ],
    })).toString('pem') + '\n';
  }
}

function usesOf(use: CertificateUse): Extension[] {
  if (use === 'seal') return [new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true)];
  const purposes = [...(use === 'client' ? [] : [ExtendedKeyUsage.serverAuth]), ...(use === 'server' ? [] : [ExtendedKeyUsage.clientAuth])];
  const names = use === 'client' ? [] : [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }, { type: 'ip', value: '127.0.0.1' }])];
  return [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true), new ExtendedKeyUsageExtension(purposes), ...names];
}

async function selfSigned(keyPem: string, now: Date): Promise<string> {
  const keys = await pairOf(keyPem);
  return (await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(), name: [{ O: ['Accord development'] }, { CN: ['Accord development authority'] }], keys: keys as never,
    notBefore: new Date(now.getTime() - VALID_SINCE), notAfter: new Date(now.getTime() + 10 * 365 * DAY), signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey as never),
    ],
  })).toString('pem') + '\n';
}

function keyAt(path: string, certificate: string): Promise<string> {
  return writtenOnce(path, SECRET, () => newPrivateKey('ec'), [certificate]);
}

async function pairOf(keyPem: string): Promise<webcrypto.CryptoKeyPair> {
  cryptoProvider.set(webcrypto as never);
  const jwk = createPrivateKey(keyPem).export({ format: 'jwk' });
  const { d: _private, ...publicJwk } = jwk;
  return {
    privateKey: await webcrypto.subtle.importKey('jwk', jwk as webcrypto.JsonWebKey, ALGORITHM, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('jwk', publicJwk as webcrypto.JsonWebKey, ALGORITHM, true, ['verify']),
  };
}

function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40; // positive, and never shortened
  return bytes.toString('hex');
}

import 'reflect-metadata'; // the certificate library asks for it to be there first
import { randomBytes, webcrypto } from 'node:crypto';
import { BasicConstraintsExtension, cryptoProvider, SubjectAlternativeNameExtension, X509CertificateGenerator, type X509Certificate } from '@peculiar/x509';
import { sha256Hex } from '@accord/kernel';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const YEAR = 365 * 86_400_000;

export interface TestCertificate {
  readonly pem: string;
  readonly key: string;
  readonly sha256: string;
}

/** An authority for one spec, and certificates from it. */
export class TestAuthority {
  private constructor(private readonly certificate: X509Certificate, private readonly keys: webcrypto.CryptoKeyPair) {}

  static async make(now: Date): Promise<TestAuthority> {
    cryptoProvider.set(webcrypto as never);
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
    const certificate = await X509CertificateGenerator.createSelfSigned({
      serialNumber: serial(), name: 'CN=Test authority', keys: keys as never, ...lifeFrom(now), signingAlgorithm: ALGORITHM, extensions: [new BasicConstraintsExtension(true, 0, true)],
    });
    return new TestAuthority(certificate, keys);
  }

  get pem(): string {
    return this.certificate.toString('pem');
  }

  async issue(name: string, now: Date): Promise<TestCertificate> {
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serial(), subject: `CN=${name}`, issuer: this.certificate.subject, publicKey: keys.publicKey as never, signingKey: this.keys.privateKey as never, ...lifeFrom(now),
      signingAlgorithm: ALGORITHM, extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }, { type: 'ip', value: '127.0.0.1' }])],
    });
    const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64').replace(/(.{64})/g, '$1\n');
    return { pem: certificate.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`, sha256: sha256Hex(new Uint8Array(certificate.rawData)) };
  }
}

const lifeFrom = (now: Date) => ({ notBefore: new Date(now.getTime() - 86_400_000), notAfter: new Date(now.getTime() + YEAR) });
const serial = (): string => `00${randomBytes(15).toString('hex')}`;

import 'reflect-metadata';

import { createHash, webcrypto } from 'node:crypto';

import {
  BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, PemConverter, SubjectAlternativeNameExtension,
  type X509Certificate, X509CertificateGenerator, cryptoProvider,
} from '@peculiar/x509';

cryptoProvider.set(webcrypto as never);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
  /** SHA-256 of the DER, hex: how a publication names it. */
  readonly fingerprint: string;
}

/** A throw-away certificate authority. */
export class TestAuthority {
  private serial = 1;

  private constructor(
    private readonly root: X509Certificate,
    private readonly keys: webcrypto.CryptoKeyPair,
    private readonly from: Date,
    private readonly until: Date,
  ) {}

  static async create(at: number): Promise<TestAuthority> {
    const keys = await makeKeys();
    const from = new Date(at - 3_600_000);
    const until = new Date(at + 86_400_000);
    const root = await X509CertificateGenerator.createSelfSigned({
      serialNumber: '01', name: 'CN=Test authority', notBefore: from, notAfter: until, keys: keys as never, signingAlgorithm: ALGORITHM,
      extensions: [new BasicConstraintsExtension(true, undefined, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
    });
    return new TestAuthority(root, keys, from, until);
  }

  get pem(): string {
    return this.root.toString('pem');
  }

  async issue(name: string, sides: 'both' | 'client' = 'both'): Promise<TestCertificate> {
    const keys = await makeKeys();
    this.serial += 1;
    const certificate = await X509CertificateGenerator.create({
      serialNumber: this.serial.toString(16).padStart(4, '0'), subject: `CN=${name}`, issuer: this.root.subject, notBefore: this.from, notAfter: this.until,
      publicKey: keys.publicKey as never, signingKey: this.keys.privateKey as never, signingAlgorithm: ALGORITHM,
      extensions: [
        new ExtendedKeyUsageExtension([...(sides === 'both' ? [ExtendedKeyUsage.serverAuth] : []), ExtendedKeyUsage.clientAuth]),
        new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }, { type: 'ip', value: '127.0.0.1' }]),
      ],
    });
    return {
      certificate: certificate.toString('pem'),
      key: PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'),
      fingerprint: createHash('sha256').update(Buffer.from(certificate.rawData)).digest('hex'),
    };
  }
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

import 'reflect-metadata'; // the certificate library asks for it to be there first
import { createPrivateKey, generateKeyPairSync, randomBytes, webcrypto, X509Certificate as NodeCertificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { cryptoProvider, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, SubjectAlternativeNameExtension, X509Certificate, X509CertificateGenerator } from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

export interface GatewayCertificate {
  readonly pem: string;
  readonly key: string;
  readonly sha256: string;
}

/** Certificates of gateways from the development authority of an installation, as its own gateway has one. */
export async function gatewayCertificates(home: string, names: readonly string[], now: Date): Promise<readonly GatewayCertificate[]> {
  cryptoProvider.set(webcrypto as never);
  const text = (name: string): string => readFileSync(join(home, 'certs', name), 'utf8');
  const authority = new X509Certificate(text('ca.pem'));
  const signingKey = await webcrypto.subtle.importKey('pkcs8', createPrivateKey(text('ca.key')).export({ format: 'der', type: 'pkcs8' }), ALGORITHM, false, ['sign']);
  return Promise.all(names.map(async (name) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'der' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
    const certificate = await X509CertificateGenerator.create({
      serialNumber: `00${randomBytes(15).toString('hex')}`, subject: `CN=${name}`, issuer: authority.subject, notBefore: new Date(now.getTime() - DAY), notAfter: new Date(now.getTime() + 30 * DAY),
      publicKey: await webcrypto.subtle.importKey('spki', publicKey, ALGORITHM, true, ['verify']) as never, signingKey: signingKey as never, signingAlgorithm: ALGORITHM,
      extensions: [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true), new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }, { type: 'ip', value: '127.0.0.1' }]),
      ],
    });
    const pem = certificate.toString('pem');
    return { pem, key: privateKey, sha256: new NodeCertificate(pem).fingerprint256.replaceAll(':', '').toLowerCase() };
  }));
}

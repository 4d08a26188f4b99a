import { createHash, createPrivateKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { Certificate } from 'pkijs';
import { der, objectIdentifier, octets, sequence, setOf, smallInteger } from './der.js';

const DATA = objectIdentifier('1.2.840.113549.1.7.1');
const SIGNED_DATA = objectIdentifier('1.2.840.113549.1.7.2');
const CONTENT_TYPE = objectIdentifier('1.2.840.113549.1.9.3');
const MESSAGE_DIGEST = objectIdentifier('1.2.840.113549.1.9.4');
const SIGNING_CERTIFICATE_V2 = objectIdentifier('1.2.840.113549.1.9.16.2.47');
const SHA256 = sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'));
const ECDSA_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/** The certificate or key given for sealing cannot seal. */
export class SealFault extends Error {}

/**
 * Accord's seal on a document: a detached CMS signature as PAdES baseline B-B asks (ETSI EN 319 142-1), written straight as DER
 * because a national signing day makes thousands.
 */
export class Seal {
  private readonly key: KeyObject;
  private readonly certificate: Buffer;
  private readonly signer: Buffer;
  private readonly fixedAttributes: readonly Buffer[];

  /** SHA-256 of the sealing certificate: how Accord knows its own seal again. */
  readonly fingerprint: string;

  constructor(certificatePem: string, keyPem: string) {
    const certificate = new X509Certificate(certificatePem);
    this.key = createPrivateKey(keyPem);
    if (this.key.asymmetricKeyType !== 'ec' || this.key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new SealFault('The sealing key must be on curve P-256.');
    if (!certificate.checkPrivateKey(this.key)) throw new SealFault('The sealing key does not belong to the sealing certificate.');
    this.certificate = certificate.raw;
    this.fingerprint = createHash('sha256').update(certificate.raw).digest('hex');
    const parsed = Certificate.fromBER(Uint8Array.from(this.certificate));
    this.signer = sequence(Buffer.from(parsed.issuer.toSchema().toBER()), Buffer.from(parsed.serialNumber.toBER()));
    this.fixedAttributes = [
      sequence(CONTENT_TYPE, setOf(DATA)),
      // Names the certificate inside the signature, so that it cannot be swapped for another of the same key.
      sequence(SIGNING_CERTIFICATE_V2, setOf(sequence(sequence(sequence(octets(createHash('sha256').update(this.certificate).digest())))))),
    ];
  }

  /** Room for the largest container this seal makes. */
  get room(): number {
    return this.certificate.length + 640;
  }

  /** A detached CMS container over a SHA-256 digest of the content. */
  over(digest: Uint8Array): Buffer {
    const attributes = setOf(...this.fixedAttributes, sequence(MESSAGE_DIGEST, setOf(octets(digest))));
    const signature = sign('sha256', attributes, { key: this.key, dsaEncoding: 'der' });
    const inside = Buffer.from(attributes);
    inside[0] = 0xa0; // signed as a SET, carried as [0] (RFC 5652, section 5.4)
    const signerInfo = sequence(smallInteger(1), this.signer, SHA256, inside, ECDSA_SHA256, octets(signature));
    const signedData = sequence(smallInteger(1), setOf(SHA256), sequence(DATA), der(0xa0, this.certificate), setOf(signerInfo));
    return sequence(SIGNED_DATA, der(0xa0, signedData));
  }
}

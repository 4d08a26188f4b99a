import { constants, createHash, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { fromBER, OctetString, UTCTime, GeneralizedTime } from 'asn1js';
import { Certificate, ContentInfo, RSASSAPSSParams, SignedData, type SignerInfo } from 'pkijs';
import type { SignatureCheck, SignatureResult } from '../../contract/index.js';
import type { FoundSignature } from './object-walk.js';

const DIGESTS: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256', '2.16.840.1.101.3.4.2.2': 'sha384', '2.16.840.1.101.3.4.2.3': 'sha512', '1.3.14.3.2.26': 'sha1',
};
/** Signature algorithms that name their own digest. */
const SIGNING: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256', '1.2.840.113549.1.1.12': 'sha384', '1.2.840.113549.1.1.13': 'sha512', '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256', '1.2.840.10045.4.3.3': 'sha384', '1.2.840.10045.4.3.4': 'sha512',
};
const PSS = '1.2.840.113549.1.1.10';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const DETACHED = new Set(['adbe.pkcs7.detached', 'ETSI.CAdES.detached']);

export interface Trust {
  readonly now: Date;
  /** Certificates of issuers this installation trusts; with none, a fitting signature passes and a person must look at who signed. */
  readonly anchors: readonly X509Certificate[];
}

/**
 * Checks one embedded signature over the bytes it claims: does it fit, does it cover the file, was its certificate valid. Doubt is
 * INDETERMINATE; only what is shown to be wrong is FAILED.
 */
export function checkSignature(file: Uint8Array, found: FoundSignature, trust: Trust): SignatureCheck {
  const [start, first, gapEnd, second] = found.range as [number, number, number, number];
  const outcome = (result: SignatureResult, reason: string | null, more: Partial<SignatureCheck> = {}): SignatureCheck => ({
    result, reason, subject: null, issuer: null, certificate: null, claimedAt: found.claimedAt, coversWholeDocument: false, trusted: false, ...more,
  });
  if (found.range.length !== 4 || !found.range.every((each) => Number.isSafeInteger(each) && each >= 0)) return outcome('FAILED', 'BYTE_RANGE');
  if (start !== 0 || gapEnd <= first || gapEnd + second > file.length) return outcome('FAILED', 'BYTE_RANGE');
  // The gap must be the signature and nothing else, or unsigned bytes could hide in it.
  const gap = Buffer.from(file.subarray(first, gapEnd)).toString('latin1');
  if (!/^<[0-9a-fA-F\s]*>$/.test(gap)) return outcome('FAILED', 'BYTE_RANGE');
  if (!DETACHED.has(found.subFilter)) return outcome('INDETERMINATE', found.subFilter === 'ETSI.RFC3161' ? 'TIMESTAMP_ONLY' : 'FORMAT_NOT_KNOWN');
  const coversWholeDocument = /^[\s\0]*$/.test(Buffer.from(file.subarray(gapEnd + second)).toString('latin1'));
  const signed = [file.subarray(0, first), file.subarray(gapEnd, gapEnd + second)];
  try {
    const container = readContainer(Buffer.from(gap.slice(1, -1).replace(/\s/g, ''), 'hex'));
    if (container === undefined) return outcome('INDETERMINATE', 'CERTIFICATE_MISSING', { coversWholeDocument });
    const { signer, certificate, others } = container;
    const about = {
      subject: certificate.subject, issuer: certificate.issuer, certificate: createHash('sha256').update(certificate.raw).digest('hex'),
      claimedAt: signingTime(signer) ?? found.claimedAt, coversWholeDocument, trusted: leadsToAnchor(certificate, others, trust),
    };
    const wrong = fits(signer, certificate, signed);
    if (wrong !== undefined) return outcome(wrong === 'ALGORITHM_NOT_KNOWN' || wrong === 'ALGORITHM_WEAK' ? 'INDETERMINATE' : 'FAILED', wrong, about);
    const doubt = doubtIn(certificate, about, trust);
    return doubt === undefined ? outcome('PASSED', null, about) : outcome('INDETERMINATE', doubt, about);
  } catch {
    return outcome('FAILED', 'CONTAINER_UNREADABLE', { coversWholeDocument });
  }
}

interface Container {
  readonly signer: SignerInfo;
  readonly certificate: X509Certificate;
  readonly others: readonly X509Certificate[];
}

function readContainer(bytes: Buffer): Container | undefined {
  const parsed = fromBER(Uint8Array.from(bytes).buffer);
  const data = new SignedData({ schema: new ContentInfo({ schema: parsed.result }).content });
  const signer = data.signerInfos[0];
  const certificates = (data.certificates ?? []).filter((each): each is Certificate => each instanceof Certificate);
  const index = certificates.findIndex((each) => signer !== undefined && isNamedBy(signer, each));
  if (signer === undefined || index < 0 || data.signerInfos.length !== 1) return undefined;
  const read = certificates.map((each) => new X509Certificate(Buffer.from(each.toSchema(false).toBER())));
  return { signer, certificate: read[index]!, others: read.filter((_, at) => at !== index) };
}

function isNamedBy(signer: SignerInfo, certificate: Certificate): boolean {
  const sid = signer.sid as { issuer?: { isEqual(other: unknown): boolean }; serialNumber?: { isEqual(other: unknown): boolean } };
  if (sid.issuer !== undefined && sid.serialNumber !== undefined) return sid.issuer.isEqual(certificate.issuer) && sid.serialNumber.isEqual(certificate.serialNumber);
  return true; // named by key identifier: the signature itself says whether it is this one
}

type Misfit = 'DIGEST_MISMATCH' | 'SIGNATURE_MISMATCH' | 'CERTIFICATE_SWAPPED' | 'ALGORITHM_NOT_KNOWN' | 'ALGORITHM_WEAK';

function fits(signer: SignerInfo, certificate: X509Certificate, content: readonly Uint8Array[]): Misfit | undefined {
  const digest = DIGESTS[signer.digestAlgorithm.algorithmId];
  if (digest === undefined) return 'ALGORITHM_NOT_KNOWN';
  const attributes = signer.signedAttrs;
  let signed: Uint8Array = Buffer.concat(content);
  if (attributes !== undefined) {
    const hash = createHash(digest);
    for (const part of content) hash.update(part);
    const stated = attributes.attributes.find((each) => each.type === MESSAGE_DIGEST)?.values[0];
    if (!(stated instanceof OctetString) || !hash.digest().equals(Buffer.from(stated.valueBlock.valueHexView))) return 'DIGEST_MISMATCH';
    const named = attributes.attributes.find((each) => each.type === SIGNING_CERTIFICATE_V2);
    if (named !== undefined && !namesCertificate(Buffer.from(named.toSchema().toBER()), certificate)) return 'CERTIFICATE_SWAPPED';
    signed = Buffer.from(attributes.encodedValue);
    signed[0] = 0x31;
  }
  const verdict = verifies(signer, digest, certificate.publicKey, signed);
  if (verdict === undefined) return 'ALGORITHM_NOT_KNOWN';
  if (!verdict) return 'SIGNATURE_MISMATCH';
  return digest === 'sha1' || isWeak(certificate.publicKey) ? 'ALGORITHM_WEAK' : undefined;
}

function verifies(signer: SignerInfo, digest: string, key: KeyObject, signed: Uint8Array): boolean | undefined {
  const algorithm = signer.signatureAlgorithm.algorithmId;
  const signature = Buffer.from(signer.signature.valueBlock.valueHexView);
  if (key.asymmetricKeyType === 'ed25519') return verify(null, signed, key, signature);
  if (algorithm === PSS) {
    const params = new RSASSAPSSParams({ schema: signer.signatureAlgorithm.algorithmParams as never });
    const hash = DIGESTS[params.hashAlgorithm.algorithmId];
    return hash === undefined ? undefined : verify(hash, signed, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: params.saltLength }, signature);
  }
  const hash = SIGNING[algorithm] ?? digest;
  return key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'ec' ? verify(hash, signed, key, signature) : undefined;
}

/** Whether the attribute that names the signing certificate holds its digest (SHA-256 is the default there). */
function namesCertificate(attribute: Buffer, certificate: X509Certificate): boolean {
  return ['sha256', 'sha384', 'sha512'].some((digest) => attribute.includes(createHash(digest).update(certificate.raw).digest()));
}

function isWeak(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048;
}

function doubtIn(certificate: X509Certificate, about: Pick<SignatureCheck, 'coversWholeDocument' | 'trusted'>, { now, anchors }: Trust): string | undefined {
  if (now < new Date(certificate.validFrom)) return 'CERTIFICATE_NOT_YET_VALID';
  // Without a trusted time-stamp nothing shows that it was signed before the certificate ended.
  if (now >= new Date(certificate.validTo)) return 'CERTIFICATE_EXPIRED';
  if (anchors.length > 0 && !about.trusted) return 'ISSUER_NOT_TRUSTED';
  return about.coversWholeDocument ? undefined : 'CHANGED_AFTER_SIGNATURE';
}

function leadsToAnchor(certificate: X509Certificate, others: readonly X509Certificate[], { now, anchors }: Trust): boolean {
  let at: X509Certificate = certificate;
  for (let steps = 0; steps < 8; steps += 1) {
    if (now < new Date(at.validFrom) || now >= new Date(at.validTo)) return false;
    const below = at;
    if (anchors.some((anchor) => anchor.fingerprint256 === below.fingerprint256 || (below.checkIssued(anchor) && below.verify(anchor.publicKey)))) return true;
    const next = others.find((other) => other.ca && other.fingerprint256 !== below.fingerprint256 && below.checkIssued(other) && below.verify(other.publicKey));
    if (next === undefined) return false;
    at = next;
  }
  return false;
}

function signingTime(signer: SignerInfo): string | null {
  const value = signer.signedAttrs?.attributes.find((each) => each.type === SIGNING_TIME)?.values[0];
  return value instanceof UTCTime || value instanceof GeneralizedTime ? value.toDate().toISOString() : null;
}

import { X509Certificate } from 'node:crypto';
import { sha256Hex } from '@accord/kernel';
import { CertificateExpired, CertificateKeyUnfit, CertificateUnreadable, Unfit } from './refusals.js';

/** Who will present it: a gateway also signs its receipts with the key, with ECDSA and SHA-256. */
export type CertificateHolder = 'consumer-system' | 'gateway';

const MOST_CHARACTERS = 20_000;
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';
const CURVES = ['prime256v1', 'secp384r1'];
const [BEGIN, END] = ['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----'];
const ONE_CERTIFICATE = /^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----$/;

/** A certificate as handed in by a person: read, and fit to be registered. One that begins later is fit, so that renewals overlap. */
export class PresentedCertificate {
  private constructor(
    readonly pem: string,
    /** SHA-256 of the DER form, in hex. */
    readonly sha256: string,
    readonly subject: string,
    readonly from: Date,
    readonly until: Date,
  ) {}

  static read(text: string, holder: CertificateHolder, now: Date): PresentedCertificate {
    if (text.length > MOST_CHARACTERS) throw new CertificateUnreadable();
    if (/PRIVATE KEY-----/.test(text)) throw new Unfit('CERTIFICATE_HOLDS_PRIVATE_KEY');
    const certificate = parsed(text.trim());
    const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
    if (Number.isNaN(from) || Number.isNaN(until) || from >= until) throw new CertificateUnreadable();
    if (until <= now.getTime()) throw new CertificateExpired(new Date(until));
    if (certificate.ca) throw new Unfit('CERTIFICATE_OF_AUTHORITY');
    demandKey(certificate, holder);
    // `keyUsage` is the extended key usage here; a certificate without that extension is meant for anything (RFC 5280, 4.2.1.12).
    const uses = certificate.keyUsage as readonly string[] | undefined;
    if (uses !== undefined && !uses.includes(CLIENT_AUTHENTICATION)) throw new Unfit('CERTIFICATE_NOT_FOR_CLIENTS');
    const subject = certificate.subject.replace(/\s+/g, ' ').slice(0, 500);
    return new PresentedCertificate(certificate.toString(), sha256Hex(certificate.raw), subject, new Date(from), new Date(until));
  }
}

function parsed(pem: string): X509Certificate {
  const begun = pem.split(BEGIN).length - 1;
  if (begun > 1) throw new CertificateUnreadable('CERTIFICATE_SEVERAL', begun);
  if (begun === 0) throw new CertificateUnreadable();
  if (!pem.includes(END)) throw new CertificateUnreadable('CERTIFICATE_CUT_OFF');
  if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) throw new CertificateUnreadable('CERTIFICATE_AMID_TEXT');
  if (!ONE_CERTIFICATE.test(pem)) throw new CertificateUnreadable();
  try {
    return new X509Certificate(pem);
  } catch {
    throw new CertificateUnreadable('CERTIFICATE_CUT_OFF');
  }
}

function demandKey(certificate: X509Certificate, holder: CertificateHolder): void {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  const isCurve = type === 'ec' && CURVES.includes(details?.namedCurve ?? '');
  const isLongRsa = type === 'rsa' && (details?.modulusLength ?? 0) >= 2048;
  if (isCurve || (isLongRsa && holder === 'consumer-system')) return;
  const size = details?.namedCurve ?? (details?.modulusLength === undefined ? '' : `${details.modulusLength} bits`);
  throw new CertificateKeyUnfit(`${type ?? 'unknown'} ${size}`.trim(), holder === 'gateway'
    ? 'A gateway signs its receipts with an elliptic curve key: P-256 or P-384'
    : 'Use an elliptic curve key (P-256 or P-384), or RSA of 2048 bits or more');
}

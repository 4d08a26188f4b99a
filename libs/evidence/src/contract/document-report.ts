import type { Finding } from './findings.js';

/** ETSI EN 319 102-1: only PASSED counts; doubt is not a yes. */
export type SignatureResult = 'PASSED' | 'FAILED' | 'INDETERMINATE';

/** One signature found inside a PDF, checked against the bytes it covers. */
export interface SignatureCheck {
  readonly result: SignatureResult;
  /** Why not PASSED: a stable word such as DIGEST_MISMATCH, CERTIFICATE_EXPIRED, CHANGED_AFTER_SIGNATURE. */
  readonly reason: string | null;
  /** Name in the certificate, as its issuer wrote it. */
  readonly subject: string | null;
  readonly issuer: string | null;
  /** SHA-256 of the certificate, 64 hexadecimal digits. */
  readonly certificate: string | null;
  /** The time the signer claims; nobody vouches for it. */
  readonly claimedAt: string | null;
  readonly coversWholeDocument: boolean;
  /** Whether the certificate leads to an issuer this installation trusts. */
  readonly trusted: boolean;
}

/** What a checker child says about one file. */
export interface DocumentReport {
  readonly pages: number | null;
  readonly findings: readonly Finding[];
  readonly signatures: readonly SignatureCheck[];
}

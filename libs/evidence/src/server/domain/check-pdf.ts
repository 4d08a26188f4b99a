import { X509Certificate } from 'node:crypto';
import { PDFParser } from '@cantoo/pdf-lib';
import { finding, type DocumentReport, type Finding, type SignatureCheck } from '../../contract/index.js';
import { envelopeFindings } from './file-envelope.js';
import { walkObjects, type Walk } from './object-walk.js';
import { chainFindings } from './reference-chain.js';
import { checkSignature } from './signature-check.js';
import { scanStreams } from './stream-scan.js';

export interface CheckRequest {
  /** When the file is judged: certificates are valid or not at this time. ISO. */
  readonly now: string;
  /** PEM certificates of trusted issuers of signatures. */
  readonly anchors: readonly string[];
  readonly maxPages: number;
}

/**
 * All that can be said of a file from its bytes alone. Runs in a child process, because hostile bytes may take it down. Goes from
 * outside to inside and stops where going on would be unsafe or pointless.
 */
export async function checkPdf(bytes: Uint8Array, request: CheckRequest): Promise<DocumentReport> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const outside = envelopeFindings(bytes, text);
  if (refused(outside)) return report(null, outside, []);
  const raw = [...outside, ...chainFindings(text)];
  if (refused(raw)) return report(null, raw, []);
  raw.push(...await scanStreams(bytes, text));
  if (refused(raw)) return report(null, raw, []);

  let walk: Walk;
  try {
    walk = walkObjects(await PDFParser.forBytesWithOptions(bytes, Infinity, false, false, true).parseDocument());
  } catch {
    return report(null, [...raw, finding('MALFORMED', 'objects')], []);
  }
  const tooMany = (walk.pages ?? 0) > request.maxPages ? [finding('TOO_MANY_PAGES', String(walk.pages))] : [];
  const anchors = request.anchors.map((pem) => new X509Certificate(pem));
  const signatures = walk.signatures.map((each) => checkSignature(bytes, each, { now: new Date(request.now), anchors }));
  return report(walk.pages, [...raw, ...walk.findings, ...tooMany, ...signatures.flatMap(signatureFindings)], signatures);
}

function signatureFindings(check: SignatureCheck): Finding[] {
  if (check.result === 'PASSED') return check.trusted ? [finding('SIGNATURE_PASSED')] : [finding('SIGNATURE_PASSED'), finding('SIGNER_NOT_KNOWN')];
  if (check.result === 'FAILED') return [finding('SIGNATURE_BROKEN', check.reason ?? '')];
  return check.reason === 'CHANGED_AFTER_SIGNATURE' ? [finding('CHANGED_AFTER_SIGNATURE')] : [finding('SIGNATURE_UNCERTAIN', check.reason ?? '')];
}

function refused(findings: readonly Finding[]): boolean {
  return findings.some((each) => each.severity === 'fault');
}

/** Each finding once, the gravest first. */
function report(pages: number | null, findings: readonly Finding[], signatures: readonly SignatureCheck[]): DocumentReport {
  const order = ['fault', 'quarantine', 'warning', 'information'];
  const once = new Map(findings.map((each) => [`${each.code} ${each.detail ?? ''}`, each]));
  return { pages, findings: [...once.values()].sort((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity)), signatures };
}

import type { Branded } from '@accord/kernel';

export type EvidenceId = Branded<string, 'EvidenceId'>;
/** SHA-256 of a document's bytes, 64 small hexadecimal digits: its address in the store and its name in a publication. */
export type DocumentHash = Branded<string, 'DocumentHash'>;

/** `received → checked | quarantined; checked → verified | rejected`. Quarantined is final: such a file proves nothing, ever. */
export const EVIDENCE_STATES = ['received', 'checked', 'quarantined', 'verified', 'rejected'] as const;
export type EvidenceState = (typeof EVIDENCE_STATES)[number];

/** Made by Accord and signed in it, a signed PDF that somebody uploaded, or a controller's letter that instructs staff: it proves no signature under terms. */
export const EVIDENCE_KINDS = ['generated', 'uploaded', 'instruction'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

const HASH = /^[0-9a-f]{64}$/;

export function isDocumentHash(text: string): text is DocumentHash {
  return HASH.test(text);
}

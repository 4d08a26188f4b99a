import type { LocalityId, OdsCode, PersonId, Tx } from '@accord/kernel';
import type { AgreementDocument } from './agreement-document.js';
import type { DocumentReport } from './document-report.js';
import type { DocumentHash, EvidenceId, EvidenceState } from './evidence-states.js';
import type { Finding } from './findings.js';

/** For whom a document was signed, by whom, under which line of the register of authority, and when. */
export interface SignedFor {
  readonly localityId: LocalityId;
  readonly odsCode: OdsCode;
  readonly signatory: { readonly authorityId: string; readonly personId: PersonId };
  readonly signedAt: Date;
}

/** Whose part the evidence proves, for which terms, and under which line of the register of authority. */
export interface Proof extends SignedFor {
  readonly side: 'provider' | 'consumer';
  readonly agreementId: string;
  readonly agreementVersionId: string;
  readonly organisationName: string;
  /** R2: service, clauses, purposes, dates, consumers with view sets. */
  readonly termsDigest: string;
  readonly signatory: SignedFor['signatory'] & { readonly name: string; readonly roleTitle: string };
}

/** An upload that already lies encrypted in the store, checked by a machine; nobody has said yet what it proves. */
export interface TakenIn {
  readonly sha256: DocumentHash;
  readonly byteLength: number;
  readonly report: DocumentReport;
  readonly quarantined: boolean;
}

export interface KeptEvidence {
  readonly id: EvidenceId;
  readonly state: EvidenceState;
  readonly sha256: DocumentHash;
  /** Of the document, and of what was declared about it. */
  readonly findings: readonly Finding[];
}

/** What an upload proves, by the word of whoever hands it in. */
export interface UploadedProof extends Proof {
  readonly signedPage: number | null;
  /** When the version it proves was opened for signing. */
  readonly openedAt?: Date | null;
}

/** A controller's letter. What it says is for whoever asks to keep; here it is a document that somebody with authority signed. */
export interface Instruction extends SignedFor {
  readonly signedPage: number | null;
}

/** What agreements asks of evidence, inside its own transaction. The actor of the transaction is who submits, accepts or rejects. */
export abstract class EvidenceCommands {
  /** Makes the signed page, seals the document, stores it, and records it as checked: the signatory signed in Accord. */
  abstract keepGenerated(tx: Tx, document: AgreementDocument, proof: Proof): Promise<KeptEvidence>;
  /** Records what a taken-in upload proves; faults refuse, active content quarantines. */
  abstract keepUploaded(tx: Tx, takenIn: TakenIn, proof: UploadedProof): Promise<KeptEvidence>;
  /** Records a taken-in letter by the same checks; it proves no part, and counts for nothing until somebody else accepts it. */
  abstract keepInstruction(tx: Tx, takenIn: TakenIn, instruction: Instruction): Promise<KeptEvidence>;
  /** A member of staff accepts it as proof; refuses who submitted or signed it, and whatever is not checked. */
  abstract accept(tx: Tx, id: EvidenceId): Promise<void>;
  abstract reject(tx: Tx, id: EvidenceId, reason: string): Promise<void>;
  /** Verified evidence turned out to prove nothing. Whoever rests on it cannot be live until somebody signs anew (R11). */
  abstract invalidate(tx: Tx, id: EvidenceId, reason: string): Promise<void>;
}

/** The generated document itself, for reading before signing. */
export abstract class AgreementDocuments {
  /** The same data gives the same bytes. */
  abstract pdf(document: AgreementDocument): Promise<{ readonly bytes: Uint8Array; readonly sha256: DocumentHash }>;
}

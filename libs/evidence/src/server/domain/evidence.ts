import type { LocalityId, OdsCode, PersonId } from '@accord/kernel';
import {
  EvidenceHasFaults, EvidenceNotReady, EvidenceQuarantined, SubmittedBySamePerson,
  type DocumentHash, type EvidenceId, type EvidenceKind, type EvidenceState, type Finding,
} from '../../contract/index.js';

export interface Submission {
  readonly id: EvidenceId;
  readonly kind: EvidenceKind;
  readonly side: 'provider' | 'consumer';
  readonly documentSha256: DocumentHash;
  readonly documentQuarantined: boolean;
  /** A letter that instructs staff is about no terms: these three are null together. */
  readonly agreementId: string | null;
  readonly agreementVersionId: string | null;
  readonly localityId: LocalityId;
  readonly odsCode: OdsCode;
  readonly termsDigest: string | null;
  readonly authorityId: string;
  readonly signatoryPersonId: PersonId;
  readonly signedAt: Date;
  readonly signedPage: number | null;
  readonly findings: readonly Finding[];
  readonly submittedBy: PersonId;
  readonly submittedAt: Date;
}

/** A signed document as proof for one party of one agreement version, or as a controller's letter. The machine looked at it; a person accepts it. */
export class Evidence {
  readonly id!: EvidenceId;
  readonly kind!: EvidenceKind;
  readonly side!: 'provider' | 'consumer';
  readonly documentSha256!: DocumentHash;
  readonly documentQuarantined!: boolean;
  readonly agreementId: string | null = null;
  readonly agreementVersionId: string | null = null;
  readonly localityId!: LocalityId;
  readonly odsCode!: OdsCode;
  readonly termsDigest: string | null = null;
  readonly authorityId!: string;
  readonly signatoryPersonId!: PersonId;
  readonly signedAt!: Date;
  readonly signedPage: number | null = null;
  readonly findings!: readonly Finding[];
  readonly state!: EvidenceState;
  readonly submittedBy!: PersonId;
  readonly submittedAt!: Date;
  readonly verifiedBy: PersonId | null = null;
  readonly verifiedAt: Date | null = null;
  readonly rejectedBy: PersonId | null = null;
  readonly rejectedAt: Date | null = null;
  readonly rejectedReason: string | null = null;
  readonly invalidatedBy: PersonId | null = null;
  readonly invalidatedAt: Date | null = null;
  readonly invalidatedReason: string | null = null;
  readonly version!: number;

  private constructor() {}

  /** Received and checked in one breath: the machine has looked before anything is recorded. */
  static submitted(submission: Submission): Evidence {
    const quarantined = submission.documentQuarantined || submission.findings.some((each) => each.severity === 'quarantine');
    return Object.assign(new Evidence(), submission, { state: quarantined ? 'quarantined' : 'checked', version: 1 });
  }

  /** Accepts it as proof of signature. Whoever handed it in or signed it never does. */
  accept(by: PersonId, at: Date): void {
    if (this.documentQuarantined || this.state === 'quarantined') throw new EvidenceQuarantined();
    if (this.state !== 'checked') throw new EvidenceNotReady('verified', this.state);
    if (this.findings.some((each) => each.severity === 'fault')) throw new EvidenceHasFaults();
    if (by === this.submittedBy || by === this.signatoryPersonId) throw new SubmittedBySamePerson();
    this.become({ state: 'verified', verifiedBy: by, verifiedAt: at });
  }

  reject(by: PersonId, at: Date, reason: string): void {
    if (this.state !== 'checked' && this.state !== 'quarantined' && this.state !== 'verified') throw new EvidenceNotReady('rejected', this.state);
    this.become({ state: 'rejected', rejectedBy: by, rejectedAt: at, rejectedReason: reason });
  }

  /** It was verified, and turned out to prove nothing. The state stays what people did; the mark stays for ever. */
  invalidate(by: PersonId, at: Date, reason: string): void {
    if (this.state !== 'verified' || this.invalidatedAt !== null) throw new EvidenceNotReady('invalidated', this.invalidatedAt === null ? this.state : 'invalidated');
    this.become({ invalidatedBy: by, invalidatedAt: at, invalidatedReason: reason });
  }

  private become(change: Partial<Evidence>): void {
    Object.assign(this, change, { version: this.version + 1 });
  }
}

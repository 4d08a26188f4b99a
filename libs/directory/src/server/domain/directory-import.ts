import { demandVersion, SamePerson, type PersonId } from '@accord/kernel';
import type { DirectoryImportState, LiveShare, MoveTask, Opening, VerdictCounts } from '../../contract/index.js';
import { ImportNotWaiting, ImportPlanChanged } from './refusals.js';

/** What the second person is shown, and what the importer stated. */
export interface ImportImpact {
  readonly isOlder: boolean;
  readonly isExtract: boolean;
  readonly lastEditionOn: string | null;
  readonly stops: readonly LiveShare[];
  readonly resumes: readonly LiveShare[];
  readonly openings: readonly Opening[];
  readonly tasks: readonly MoveTask[];
  readonly absent: readonly string[];
}

interface Submission {
  readonly id: string;
  readonly fileSha256: string;
  readonly editionOn: string;
  readonly rowCount: number;
  readonly planHash: string;
  readonly counts: VerdictCounts;
  readonly impact: ImportImpact;
  readonly submittedBy: PersonId | null;
  readonly submittedAs: string;
  readonly submittedAt: Date;
}

/** One file brought into the directory: at once, or by a second person where it is older, stops live sharing or gives some back. */
export class DirectoryImport {
  readonly id!: string;
  readonly fileSha256!: string;
  readonly editionOn!: string;
  readonly rowCount!: number;
  readonly state!: DirectoryImportState;
  readonly planHash!: string;
  readonly counts!: VerdictCounts;
  readonly impact!: ImportImpact;
  /** The file itself, compressed, while it waits. */
  readonly content: Uint8Array | null = null;
  readonly submittedBy: PersonId | null = null;
  readonly submittedAs!: string;
  readonly submittedAt!: Date;
  readonly decidedBy: PersonId | null = null;
  readonly decidedAt: Date | null = null;
  readonly approvedHash: string | null = null;
  readonly version: number = 1;

  private constructor() {}

  static committed(submission: Submission): DirectoryImport {
    return Object.assign(new DirectoryImport(), submission, { state: 'committed' });
  }

  static waiting(submission: Submission, content: Uint8Array): DirectoryImport {
    return Object.assign(new DirectoryImport(), submission, { state: 'awaiting-approval', content });
  }

  /** Approves what was shown; the caller has planned it again, and both must be what was submitted. */
  approve(by: PersonId, at: Date, shown: { readonly version: number; readonly planHash: string }, plannedAgain: string): void {
    this.mustWait(shown.version);
    if (by === this.submittedBy) throw new SamePerson('approve');
    if (shown.planHash !== this.planHash || plannedAgain !== this.planHash) throw new ImportPlanChanged();
    this.become({ state: 'approved', decidedBy: by, decidedAt: at, approvedHash: shown.planHash, content: null });
  }

  decline(by: PersonId, at: Date, expectedVersion: number): void {
    this.mustWait(expectedVersion);
    this.become({ state: 'declined', decidedBy: by, decidedAt: at, content: null });
  }

  private mustWait(expectedVersion: number): void {
    if (this.state !== 'awaiting-approval') throw new ImportNotWaiting(this.state);
    demandVersion(expectedVersion, this.version);
  }

  private become(change: Partial<DirectoryImport>): void {
    Object.assign(this, change, { version: this.version + 1 });
  }
}

import type { OdsCode } from '@accord/kernel';
import { WaitsForCutOver, type RenewalState, type Side } from '@accord/agreements';
import type { ViewSetId } from '@accord/views';
import { SigningSteps } from './signing-steps.js';

/** As it stands in its table. */
export type RenewalRow = Pick<Renewal, 'id' | 'side' | 'odsCode' | 'agreementVersionId' | 'versionNumber' | 'begins' | 'isProposed' | 'awaitsCutOver' | 'viewSetId' | 'state' | 'termsDigest' | 'evidenceId' | 'draftedBy' | 'submittedBy' | 'verifiedBy'
  | 'activationId' | 'approvedBy' | 'overAt' | 'stateAt'>;

/**
 * A later version that one party is asked to sign. The part itself stays as it is, on the version it signed, until what was signed anew
 * goes over.
 */
export class Renewal extends SigningSteps<RenewalState> {
  readonly side!: Side;
  readonly odsCode!: OdsCode;
  readonly versionNumber!: number;
  /** From when the version is agreed to hold. */
  readonly begins!: Date;
  /** Asked for by a proposal to change a view set; until that has cut over, it alone takes this over. */
  readonly isProposed!: boolean;
  readonly awaitsCutOver!: boolean;
  /** Of a consumer's: the set that the version names for it. */
  readonly viewSetId!: ViewSetId | null;
  readonly overAt: Date | null = null;
  /** What has changed since it was read is written back, and nothing else. */
  isChanged = false;

  protected get submitted(): 'signed' | 'accepted' { return this.side === 'provider' ? 'signed' : 'accepted'; }

  static of(row: RenewalRow): Renewal { return Object.assign(new Renewal(), row); }

  goOver(at: Date): void {
    this.from(['approved'], 'go over');
    if (this.awaitsCutOver) throw new WaitsForCutOver(this.odsCode);
    // Words that hold from a later day leave a gap until then if they take over today.
    if (at < this.begins) this.from([], 'go over before its first day');
    this.become({ state: 'over', overAt: at }, at);
  }

  protected override become(change: Parameters<SigningSteps<RenewalState>['become']>[0], at: Date): void {
    super.become(change, at);
    this.isChanged = true;
  }
}

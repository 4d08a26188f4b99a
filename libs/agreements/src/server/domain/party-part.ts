import type { LocalityId } from '@accord/kernel';
import { NotReady, type AgreementId } from '@accord/agreements';
import type { Renewal } from './renewal.js';
import { SigningSteps } from './signing-steps.js';

/** The moves both sides share; each side names two of its states differently. */
type CommonState = 'invited' | 'declined' | 'rejected' | 'verified' | 'approved' | 'live' | 'suspended';

/** The words an invitation is for; the set they name for a viewing organisation. */
export type InvitedTo = Pick<SigningSteps<string>, 'agreementVersionId' | 'termsDigest' | 'draftedBy'> & { readonly viewSetId: string | null };

/** What one organisation does about one agreement, whichever side it stands on. */
export abstract class PartyPart<State extends string> extends SigningSteps<State | CommonState> {
  readonly agreementId!: AgreementId;
  readonly serviceCode!: string;
  readonly localityId!: LocalityId;
  readonly liveAt: Date | null = null;
  readonly version!: number;
  /** A later version it is asked to sign, as long as that is under way. */
  renewal: Renewal | null = null;

  /** withdrawn, or left. */
  protected abstract readonly gone: State;

  /** Declined, withdrawn or left: final, and beside it stands whatever comes of a new invitation. */
  get isOver(): boolean { return this.state === 'declined' || this.state === this.gone; }

  /** What waits for the next hand: a later version once the part is live, else the part itself. One document at a time is on its way. */
  get step(): SigningSteps<string> {
    return this.state === 'live' || this.state === 'suspended' ? this.renewal ?? this : this;
  }

  /** Nothing is signed: the invitation is for the words opened last. */
  invitedFor(terms: InvitedTo): void {
    this.from(['invited'], 'be invited');
    Object.assign(this, { agreementVersionId: terms.agreementVersionId, termsDigest: terms.termsDigest, draftedBy: terms.draftedBy });
  }

  goLive(at: Date): void {
    this.from(['approved'], 'go live');
    this.become({ state: 'live', liveAt: at }, at);
  }

  /** What was signed anew takes the place of what was signed before. Whether it is live or suspended stays as it was. */
  goOver(at: Date): void {
    this.from(['live', 'suspended'], 'go over');
    if (this.renewal === null) throw new NotReady('go over', this.state);
    this.renewal.goOver(at);
    const { agreementVersionId, termsDigest, draftedBy, evidenceId, submittedBy, verifiedBy, activationId, approvedBy } = this.renewal;
    Object.assign(this, { agreementVersionId, termsDigest, draftedBy, evidenceId, submittedBy, verifiedBy, activationId, approvedBy });
  }

  suspend(at: Date): void {
    this.from(['live'], 'suspend');
    this.become({ state: 'suspended' }, at);
  }

  resume(at: Date): void {
    this.from(['suspended'], 'resume');
    this.become({ state: 'live' }, at);
  }

  /** Final: coming back is a new invitation. */
  leaveForGood(at: Date): void {
    this.from([this.submitted, 'verified', 'approved', 'live', 'suspended'], 'withdraw');
    this.become({ state: this.gone }, at);
  }
}

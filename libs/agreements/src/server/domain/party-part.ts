import { SamePerson, type LocalityId, type OdsCode, type PersonId } from '@accord/kernel';
import { AlreadySigned, NotReady, type ActivationId, type AgreementId, type AgreementVersionId } from '@accord/agreements';

/** The moves both sides share; each side names two of its states differently. */
type CommonState = 'invited' | 'declined' | 'rejected' | 'verified' | 'approved' | 'live' | 'suspended';

/**
 * What one organisation does about one agreement, whichever side it stands on. Three people carry it (R3): who submitted, who
 * verified, who approved; and none of them drafted it.
 */
export abstract class PartyPart<State extends string> {
  readonly id!: string;
  readonly agreementId!: AgreementId;
  readonly agreementVersionId!: AgreementVersionId;
  readonly serviceCode!: string;
  readonly localityId!: LocalityId;
  readonly state!: State | CommonState;
  readonly termsDigest!: string;
  readonly evidenceId: string | null = null;
  readonly draftedBy!: PersonId;
  readonly submittedBy: PersonId | null = null;
  readonly verifiedBy: PersonId | null = null;
  readonly activationId: ActivationId | null = null;
  readonly approvedBy: PersonId | null = null;
  readonly liveAt: Date | null = null;
  readonly stateAt!: Date;
  readonly version!: number;

  abstract get odsCode(): OdsCode;
  /** signed, or accepted. */
  protected abstract readonly submitted: State;
  /** withdrawn, or left. */
  protected abstract readonly gone: State;

  /** Waiting for a signature: nobody signs twice, nobody signs after leaving. */
  demandInvited(): void {
    if ([this.submitted, 'verified', 'approved', 'live', 'suspended'].includes(this.state)) throw new AlreadySigned(this.odsCode);
    this.from(['invited'], 'sign');
  }

  submit(evidenceId: string, by: PersonId, at: Date): void {
    this.demandInvited();
    this.become({ state: this.submitted, evidenceId, submittedBy: by, verifiedBy: null }, at);
  }

  decline(at: Date): void {
    this.from(['invited'], 'decline');
    this.become({ state: 'declined' }, at);
  }

  /** Accepts the evidence as proof of signature. */
  verify(by: PersonId, at: Date): void {
    this.from([this.submitted], 'verify');
    if (by === this.submittedBy || by === this.draftedBy) throw new SamePerson('verify');
    this.become({ state: 'verified', verifiedBy: by }, at);
  }

  reject(at: Date): void {
    this.from([this.submitted, 'verified'], 'reject');
    this.become({ state: 'rejected' }, at);
  }

  /** After a rejection the organisation is asked anew; the rejected evidence stays where it is. */
  inviteAgain(at: Date): void {
    this.from(['rejected'], 'invite');
    this.become({ state: 'invited', evidenceId: null, submittedBy: null, verifiedBy: null }, at);
  }

  approve(activationId: ActivationId, by: PersonId, at: Date): void {
    this.from(['verified'], 'approve');
    if (by === this.submittedBy || by === this.verifiedBy || by === this.draftedBy) throw new SamePerson('approve');
    this.become({ state: 'approved', activationId, approvedBy: by }, at);
  }

  goLive(at: Date): void {
    this.from(['approved'], 'go live');
    this.become({ state: 'live', liveAt: at }, at);
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

  private from(states: readonly (State | CommonState)[], action: string): void {
    if (!states.includes(this.state)) throw new NotReady(action, this.state);
  }

  private become(change: Partial<Pick<PartyPart<State>, 'state' | 'evidenceId' | 'submittedBy' | 'verifiedBy' | 'activationId' | 'approvedBy' | 'liveAt'>>, at: Date): void {
    Object.assign(this, change, { stateAt: at });
  }
}

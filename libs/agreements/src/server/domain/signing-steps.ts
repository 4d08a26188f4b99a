import { SamePerson, type OdsCode, type PersonId } from '@accord/kernel';
import { AlreadySigned, NotReady, type ActivationId, type AgreementVersionId } from '@accord/agreements';

/** What a party went through: the three people of R3 and what they looked at. */
interface Change<State> {
  readonly state: State;
  readonly evidenceId?: string | null;
  readonly submittedBy?: PersonId | null;
  readonly verifiedBy?: PersonId | null;
  readonly activationId?: ActivationId | null;
  readonly approvedBy?: PersonId | null;
  readonly liveAt?: Date;
  readonly overAt?: Date;
}

/**
 * From being asked to being approved: the way of a first signature and of every later one. Three people carry it (R3): who submitted,
 * who verified, who approved; and none of them drafted what was signed.
 */
export abstract class SigningSteps<State extends string> {
  readonly id!: string;
  readonly agreementVersionId!: AgreementVersionId;
  readonly state!: State;
  readonly termsDigest!: string;
  readonly evidenceId: string | null = null;
  readonly draftedBy!: PersonId;
  readonly submittedBy: PersonId | null = null;
  readonly verifiedBy: PersonId | null = null;
  readonly activationId: ActivationId | null = null;
  readonly approvedBy: PersonId | null = null;
  readonly stateAt!: Date;

  abstract get odsCode(): OdsCode;
  /** signed, or accepted. */
  protected abstract readonly submitted: State;

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
    this.become({ state: 'declined' as State }, at);
  }

  /** Accepts the evidence as proof of signature. */
  verify(by: PersonId, at: Date): void {
    this.from([this.submitted], 'verify');
    if (by === this.submittedBy || by === this.draftedBy) throw new SamePerson('verify');
    this.become({ state: 'verified' as State, verifiedBy: by }, at);
  }

  reject(at: Date): void {
    this.from([this.submitted, 'verified'], 'reject');
    this.become({ state: 'rejected' as State }, at);
  }

  /** After a rejection the organisation is asked anew; the rejected evidence stays where it is. */
  inviteAgain(at: Date): void {
    this.from(['rejected'], 'invite');
    this.become({ state: 'invited' as State, evidenceId: null, submittedBy: null, verifiedBy: null }, at);
  }

  approve(activationId: ActivationId, by: PersonId, at: Date): void {
    this.from(['verified'], 'approve');
    if (by === this.submittedBy || by === this.verifiedBy || by === this.draftedBy) throw new SamePerson('approve');
    this.become({ state: 'approved' as State, activationId, approvedBy: by }, at);
  }

  protected from(states: readonly string[], action: string): void {
    if (!states.includes(this.state)) throw new NotReady(action, this.state);
  }

  protected become(change: Change<State>, at: Date): void {
    Object.assign(this, change, { stateAt: at });
  }
}

import type { LocalityId, PersonId } from '@accord/kernel';
import { NotReady, type AgreementId, type AgreementState } from '@accord/agreements';

/** `draft → open for signing → closed → ended`; closed means nobody may join, and live ones go on. */
export class SharingAgreement {
  readonly id!: AgreementId;
  readonly reference!: string;
  readonly serviceCode!: string;
  readonly localityId!: LocalityId;
  readonly state!: AgreementState;
  readonly draftedBy!: PersonId;
  readonly draftedAt!: Date;
  readonly openedAt: Date | null = null;
  readonly endedAt: Date | null = null;
  readonly version!: number;

  /** Only a draft is edited. */
  demandDraft(action: string): void {
    if (this.state !== 'draft') throw new NotReady(action, this.state);
  }

  /** Closed means that nobody may join; what has been signed goes on. All end with the agreement. */
  demandStanding(action: string): void {
    if (this.state !== 'open' && this.state !== 'closed') throw new NotReady(action, this.state);
  }

  open(at: Date): void {
    this.demandDraft('open for signing');
    Object.assign(this, { state: 'open', openedAt: at });
  }

  discard(): void {
    this.demandDraft('be discarded');
    Object.assign(this, { state: 'discarded' });
  }

  demandOpen(action: string): void {
    if (this.state !== 'open') throw new NotReady(action, this.state);
  }

  close(): void {
    this.demandOpen('close');
    Object.assign(this, { state: 'closed' });
  }

  end(at: Date): void {
    this.demandStanding('end');
    Object.assign(this, { state: 'ended', endedAt: at });
  }
}

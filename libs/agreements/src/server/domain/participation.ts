import type { OdsCode } from '@accord/kernel';
import type { ParticipationState } from '@accord/agreements';
import { PartyPart } from './party-part.js';

/** One provider's part in an agreement. Practices sign one by one; nobody waits for the slowest. */
export class Participation extends PartyPart<ParticipationState> {
  readonly providerOdsCode!: OdsCode;

  get odsCode(): OdsCode { return this.providerOdsCode; }
  protected get submitted(): 'signed' { return 'signed'; }
  protected get gone(): 'withdrawn' { return 'withdrawn'; }
}

import type { OdsCode } from '@accord/kernel';
import type { PartState } from '@accord/agreements';
import type { ViewingOrganisationId, ViewSetId } from '@accord/views';
import { PartyPart, type InvitedTo } from './party-part.js';

/** One consumer's part in an agreement, with the one view set it sees of the service. */
export class ConsumerPart extends PartyPart<PartState> {
  readonly consumerOdsCode!: OdsCode;
  readonly viewingOrganisationId!: ViewingOrganisationId;
  readonly viewSetId!: ViewSetId;

  /** With the words come the views. */
  override invitedFor(terms: InvitedTo): void {
    super.invitedFor(terms);
    Object.assign(this, { viewSetId: terms.viewSetId });
  }

  override goOver(at: Date): void {
    super.goOver(at);
    Object.assign(this, { viewSetId: this.renewal!.viewSetId });
  }

  get odsCode(): OdsCode { return this.consumerOdsCode; }
  protected get submitted(): 'accepted' { return 'accepted'; }
  protected get gone(): 'left' { return 'left'; }
}

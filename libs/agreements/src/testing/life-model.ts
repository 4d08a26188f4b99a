import type { Side } from '@accord/agreements';

/** Who is at hand in the model: two officers, one of whom drafted, an approver, and each organisation's own signatory. */
export type Hand = 'drafter' | 'officer' | 'approver' | 'itself';
export type Step = 'sign' | 'decline' | 'verify' | 'reject' | 'invite' | 'approve' | 'goLive' | 'suspend' | 'resume' | 'leave';
export type Command = { readonly does: Step; readonly party: number; readonly by: Hand } | { readonly does: 'close' | 'end'; readonly party?: never };

export interface PartyModel {
  readonly side: Side;
  state: string;
  /** Sides by which it is suspended; each lifts its own. */
  suspendedBy: ('staff' | 'itself')[];
  wasLive: boolean;
}

const gone = (side: Side): string => (side === 'provider' ? 'withdrawn' : 'left');
const signed = (side: Side): string => (side === 'provider' ? 'signed' : 'accepted');

/**
 * Section 5 of the design, said a second time and in another way: as what each command does to a picture of one agreement. It shares no code
 * with what it is compared with. A command that answers false is refused, and has changed nothing.
 */
export class LifeModel {
  agreement: 'open' | 'closed' | 'ended' = 'open';
  readonly parties: PartyModel[];

  constructor(sides: readonly Side[]) {
    this.parties = sides.map((side) => ({ side, state: 'invited', suspendedBy: [], wasLive: false }));
  }

  take(command: Command): boolean {
    if (command.party === undefined) {
      return command.does === 'close' ? this.move(this.agreement === 'open', () => { this.agreement = 'closed'; }) : this.move(this.agreement !== 'ended', () => { this.agreement = 'ended'; });
    }
    const party = this.parties[command.party]!;
    const isStaff = command.by !== 'itself';
    const become = (state: string) => (): void => { party.state = state; };
    const submitted = signed(party.side);
    switch (command.does) {
      case 'sign': return this.move(!isStaff && this.agreement === 'open' && party.state === 'invited', become(submitted));
      case 'decline': return this.move(!isStaff && party.state === 'invited', become('declined'));
      // R3: whoever drafted what is signed does not verify it; nor does an approver, nor the organisation.
      case 'verify': return this.move(command.by === 'officer' && this.agreement !== 'ended' && party.state === submitted, become('verified'));
      case 'reject': return this.move((command.by === 'officer' || command.by === 'drafter') && [submitted, 'verified'].includes(party.state), become('rejected'));
      // Coming back after a refusal, or after having gone, is a new invitation. Closed means nobody may join.
      case 'invite': return this.move((command.by === 'officer' || command.by === 'drafter') && this.agreement === 'open' && ['rejected', 'declined', gone(party.side)].includes(party.state), () => {
        Object.assign(party, { state: 'invited', suspendedBy: [], wasLive: false });
      });
      case 'approve': return this.move(command.by === 'approver' && this.agreement !== 'ended' && party.state === 'verified', become('approved'));
      case 'goLive': return this.move((command.by === 'officer' || command.by === 'drafter') && this.agreement !== 'ended' && party.state === 'approved', () => { Object.assign(party, { state: 'live', wasLive: true }); });
      case 'suspend': return this.move(['live', 'suspended'].includes(party.state), () => {
        party.state = 'suspended';
        party.suspendedBy.push(isStaff ? 'staff' : 'itself');
      });
      case 'resume': {
        const whose = isStaff ? 'staff' : 'itself';
        // Who has gone may still lift what they had suspended before: the entry is tidied away, and gone they stay.
        return this.move(this.agreement !== 'ended' && party.suspendedBy.includes(whose), () => {
          party.suspendedBy.splice(party.suspendedBy.indexOf(whose), 1);
          if (party.state === 'suspended' && party.suspendedBy.length === 0) party.state = 'live';
        });
      }
      case 'leave': return this.move(!isStaff && [submitted, 'verified', 'approved', 'live', 'suspended'].includes(party.state), become(gone(party.side)));
    }
  }

  /** Places of the provider and the consumer of each pair in force: both live, and the agreement has not ended. */
  inForce(): readonly (readonly [number, number])[] {
    if (this.agreement === 'ended') return [];
    const live = (side: Side): number[] => this.parties.flatMap((party, place) => (party.side === side && party.state === 'live' ? [place] : []));
    return live('provider').flatMap((provider) => live('consumer').map((consumer) => [provider, consumer] as const));
  }

  private move(isLawful: boolean, change: () => void): boolean {
    if (isLawful) change();
    return isLawful;
  }
}

import type { Side } from '@accord/agreements';

/** Who is at hand in the model: two officers, one of whom drafted, an approver, and each organisation's own signatory. */
export type Hand = 'drafter' | 'officer' | 'approver' | 'itself';
export type Step = 'sign' | 'decline' | 'verify' | 'reject' | 'invite' | 'approve' | 'goLive' | 'suspend' | 'resume' | 'leave';
export type Command = { readonly does: Step; readonly party: number; readonly by: Hand } | { readonly does: 'close' | 'end' | 'amend'; readonly party?: never };

export interface PartyModel {
  readonly side: Side;
  state: string;
  /** Sides by which it is suspended; each lifts its own. */
  suspendedBy: ('staff' | 'itself')[];
  wasLive: boolean;
  /** How far it is with later words that it is asked to sign beside what it signed; null where it is asked for none. */
  asked: string | null;
  wentOver: boolean;
}

/** What a party that takes part does, or has done to it, about words it is asked for anew. */
const ANEW: ReadonlySet<string> = new Set<Step>(['sign', 'decline', 'verify', 'reject', 'invite', 'approve', 'goLive']);

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
    this.parties = sides.map((side) => ({ side, state: 'invited', suspendedBy: [], wasLive: false, asked: null, wentOver: false }));
  }

  take(command: Command): boolean {
    if (command.does === 'amend') return this.move(this.agreement === 'open', () => { this.parties.forEach((each) => { this.askAnew(each); }); });
    if (command.party === undefined) {
      return command.does === 'close' ? this.move(this.agreement === 'open', () => { this.agreement = 'closed'; }) : this.move(this.agreement !== 'ended', () => { this.agreement = 'ended'; });
    }
    const party = this.parties[command.party]!;
    const isStaff = command.by !== 'itself';
    const become = (state: string) => (): void => { party.state = state; };
    const submitted = signed(party.side);
    if (party.asked !== null && ['live', 'suspended'].includes(party.state) && ANEW.has(command.does)) return this.takeAnew(party as PartyModel & { asked: string }, command, submitted);
    switch (command.does) {
      case 'sign': return this.move(!isStaff && this.agreement === 'open' && party.state === 'invited', become(submitted));
      case 'decline': return this.move(!isStaff && party.state === 'invited', become('declined'));
      // R3: whoever drafted what is signed does not verify it; nor does an approver, nor the organisation.
      case 'verify': return this.move(command.by === 'officer' && this.agreement !== 'ended' && party.state === submitted, become('verified'));
      case 'reject': return this.move((command.by === 'officer' || command.by === 'drafter') && [submitted, 'verified'].includes(party.state), () => { Object.assign(party, { state: 'rejected', asked: null }); });
      // Coming back after a refusal, or after having gone, is a new invitation. Closed means nobody may join.
      case 'invite': return this.move((command.by === 'officer' || command.by === 'drafter') && this.agreement === 'open' && ['rejected', 'declined', gone(party.side)].includes(party.state), () => {
        Object.assign(party, { state: 'invited', suspendedBy: [], wasLive: false, asked: null });
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
      case 'leave': return this.move(!isStaff && [submitted, 'verified', 'approved', 'live', 'suspended'].includes(party.state), () => { Object.assign(party, { state: gone(party.side), asked: null }); });
    }
  }

  /** Whoever has signed is asked for the new words beside the old; whoever has not signs them at once, and whoever had said no or gone is asked once more. */
  private askAnew(party: PartyModel): void {
    if ([signed(party.side), 'verified', 'approved', 'live', 'suspended'].includes(party.state)) party.asked = 'invited';
    else if (['declined', gone(party.side)].includes(party.state)) Object.assign(party, { state: 'invited', suspendedBy: [], wasLive: false, asked: null });
  }

  /** The way of a later version, while the party goes on by the one it signed. */
  private takeAnew(party: PartyModel & { asked: string }, { does, by }: { readonly does: string; readonly by?: Hand }, submitted: string): boolean {
    const [isStaff, from] = [by !== 'itself', (...states: readonly string[]): boolean => states.includes(party.asked)];
    const officers = by === 'officer' || by === 'drafter';
    const asked = (state: string | null) => (): void => { Object.assign(party, { asked: state }); };
    switch (does) {
      case 'sign': return this.move(!isStaff && this.agreement === 'open' && from('invited'), asked(submitted));
      // It goes on by what it signed.
      case 'decline': return this.move(!isStaff && from('invited'), asked(null));
      case 'verify': return this.move(by === 'officer' && this.agreement !== 'ended' && from(submitted), asked('verified'));
      case 'reject': return this.move(officers && from(submitted, 'verified'), asked('rejected'));
      case 'invite': return this.move(officers && this.agreement === 'open' && from('rejected'), asked('invited'));
      case 'approve': return this.move(by === 'approver' && this.agreement !== 'ended' && from('verified'), asked('approved'));
      // Over: what it signed anew takes the place of what it signed before.
      default: return this.move(officers && this.agreement !== 'ended' && from('approved'), () => { Object.assign(party, { asked: null, wentOver: true }); });
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

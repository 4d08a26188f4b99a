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
  /** Which of its parts this is: coming back is another one. */
  life: number;
  /** The version whose words it has signed, or is to sign first. */
  number: number;
  /** How far it is with later words that it is asked to sign beside what it signed, and which; null where it is asked for none. */
  asked: string | null;
  askedFor: number;
  /** Later versions that it said no to. */
  saidNo: number[];
  wentOver: boolean;
}

/** What a party that takes part does, or has done to it, about words it is asked for anew. */
const ANEW: ReadonlySet<string> = new Set<Step>(['sign', 'decline', 'verify', 'reject', 'invite', 'approve', 'goLive']);

const gone = (side: Side): string => (side === 'provider' ? 'withdrawn' : 'left');
const signed = (side: Side): string => (side === 'provider' ? 'signed' : 'accepted');
/** Whether the viewing organisation said no to words that the practice has signed, or to earlier ones, and has not come after them since. */
const saidNoTo = (consumer: PartyModel, provider: PartyModel): boolean => consumer.saidNo.some((number) => number <= provider.number && number > consumer.number);

/**
 * Section 5 of the design, said a second time and in another way: as what each command does to a picture of one agreement. It shares no code
 * with what it is compared with. A command that answers false is refused, and has changed nothing.
 */
export class LifeModel {
  agreement: 'open' | 'closed' | 'ended' = 'open';
  readonly parties: PartyModel[];
  /** The version opened last. */
  private newest = 1;
  /** Pairs that were ever held, by the parts they are between, and whether they are now. */
  private readonly held = new Map<string, boolean>();

  /** @param pairs whether pairs are kept; the pure engine knows parties alone */
  constructor(sides: readonly Side[], private readonly pairs = true) {
    this.parties = sides.map((side) => ({ side, state: 'invited', suspendedBy: [], wasLive: false, life: 1, number: 1, asked: null, askedFor: 0, saidNo: [], wentOver: false }));
  }

  take(command: Command): boolean {
    const isTaken = this.judge(command);
    if (isTaken && this.pairs) this.keepPairs(command.does);
    return isTaken;
  }

  private judge(command: Command): boolean {
    if (command.does === 'amend') {
      return this.move(this.agreement === 'open', () => {
        this.newest += 1;
        this.parties.forEach((each) => { this.askAnew(each); });
      });
    }
    if (command.party === undefined) {
      return command.does === 'close' ? this.move(this.agreement === 'open', () => { this.agreement = 'closed'; }) : this.move(this.agreement !== 'ended', () => { this.agreement = 'ended'; });
    }
    const party = this.parties[command.party]!;
    const isStaff = command.by !== 'itself';
    const become = (state: string) => (): void => { party.state = state; };
    const submitted = signed(party.side);
    const takesPart = ['live', 'suspended'].includes(party.state);
    if (takesPart && command.does === 'invite' && party.asked === null && party.number < this.newest && party.saidNo.includes(this.newest)) {
      return this.move((command.by === 'officer' || command.by === 'drafter') && this.agreement === 'open', () => { Object.assign(party, { asked: 'invited', askedFor: this.newest }); });
    }
    if (party.asked !== null && takesPart && ANEW.has(command.does)) return this.takeAnew(party as PartyModel & { asked: string }, command, submitted);
    switch (command.does) {
      case 'sign': return this.move(!isStaff && this.agreement === 'open' && party.state === 'invited', become(submitted));
      case 'decline': return this.move(!isStaff && party.state === 'invited', become('declined'));
      // R3: whoever drafted what is signed does not verify it; nor does an approver, nor the organisation.
      case 'verify': return this.move(command.by === 'officer' && this.agreement !== 'ended' && party.state === submitted, become('verified'));
      case 'reject': return this.move((command.by === 'officer' || command.by === 'drafter') && [submitted, 'verified'].includes(party.state), () => { Object.assign(party, { state: 'rejected', asked: null }); });
      // Coming back after a refusal, or after having gone, is a new invitation. Closed means nobody may join.
      case 'invite': return this.move((command.by === 'officer' || command.by === 'drafter') && this.agreement === 'open' && ['rejected', 'declined', gone(party.side)].includes(party.state), () => { this.inviteFirst(party); });
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
    if ([signed(party.side), 'verified', 'approved', 'live', 'suspended'].includes(party.state)) Object.assign(party, { asked: 'invited', askedFor: this.newest });
    else if (['invited', 'declined', gone(party.side)].includes(party.state)) this.inviteFirst(party);
  }

  /** Asked for the words opened last, having signed nothing: within its part, or, after it declined or went, in another. */
  private inviteFirst(party: PartyModel): void {
    if (!['invited', 'rejected'].includes(party.state)) Object.assign(party, { life: party.life + 1, suspendedBy: [], wasLive: false, saidNo: [] });
    Object.assign(party, { state: 'invited', number: this.newest, asked: null });
  }

  /** The way of a later version, while the party goes on by the one it signed. */
  private takeAnew(party: PartyModel & { asked: string }, { does, by }: { readonly does: string; readonly by?: Hand }, submitted: string): boolean {
    const [isStaff, from] = [by !== 'itself', (...states: readonly string[]): boolean => states.includes(party.asked)];
    const officers = by === 'officer' || by === 'drafter';
    const asked = (state: string | null) => (): void => { Object.assign(party, { asked: state }); };
    switch (does) {
      case 'sign': return this.move(!isStaff && this.agreement === 'open' && from('invited'), asked(submitted));
      // It goes on by what it signed.
      case 'decline': return this.move(!isStaff && from('invited'), () => {
        party.saidNo.push(party.askedFor);
        asked(null)();
      });
      case 'verify': return this.move(by === 'officer' && this.agreement !== 'ended' && from(submitted), asked('verified'));
      case 'reject': return this.move(officers && from(submitted, 'verified'), asked('rejected'));
      case 'invite': return this.move(officers && this.agreement === 'open' && from('rejected'), asked('invited'));
      case 'approve': return this.move(by === 'approver' && this.agreement !== 'ended' && from('verified'), asked('approved'));
      // Over: what it signed anew takes the place of what it signed before; a practice after those who see its records.
      default: return this.move(officers && this.agreement !== 'ended' && from('approved') && !(this.pairs && party.side === 'provider' && this.viewerBehind(party)), () => {
        Object.assign(party, { number: party.askedFor, asked: null, wentOver: true });
        this.letGoOfWhoDeclined(party);
      });
    }
  }

  /** Whether somebody who sees a practice's records is asked for its words, or earlier ones, and has yet to go over to them. */
  private viewerBehind(provider: PartyModel): boolean {
    return this.between(provider).some(([key, consumer]) => this.held.get(key) === true && consumer.asked !== null && consumer.askedFor <= provider.askedFor);
  }

  /** A practice goes over without those who said no to words that it has now. */
  private letGoOfWhoDeclined(party: PartyModel): void {
    if (party.side === 'provider') for (const [key, consumer] of this.between(party)) if (this.held.get(key) === true && saidNoTo(consumer, party)) this.held.set(key, false);
  }

  /** What is live takes hold of its pairs once, where nobody said no to the practice's words or has them before them still; whoever goes lets go. */
  private keepPairs(does: string): void {
    for (const provider of this.parties.filter(({ side }) => side === 'provider')) {
      for (const [key, consumer] of this.between(provider)) {
        const [one, other] = [provider.state, consumer.state];
        if (this.agreement === 'ended' || [one, other].some((state) => !['live', 'suspended'].includes(state))) {
          if (this.held.has(key)) this.held.set(key, false);
        } else if ((does === 'goLive' || does === 'resume') && one === 'live' && other === 'live' && !this.held.has(key)
          && !saidNoTo(consumer, provider) && !(consumer.asked !== null && consumer.askedFor <= provider.number)) this.held.set(key, true);
      }
    }
  }

  /** A practice and each viewing organisation, by the parts they have now. */
  private between(provider: PartyModel): readonly (readonly [string, PartyModel])[] {
    const key = (party: PartyModel): string => `${this.parties.indexOf(party)}.${party.life}`;
    return this.parties.filter(({ side }) => side === 'consumer').map((consumer) => [`${key(provider)} ${key(consumer)}`, consumer] as const);
  }

  /** Places of the provider and the consumer of each pair in force: held, and both live. */
  inForce(): readonly (readonly [number, number])[] {
    return this.parties.flatMap((provider, place) => (provider.side !== 'provider' || provider.state !== 'live' ? [] : this.between(provider)
      .filter(([key, consumer]) => consumer.state === 'live' && this.held.get(key) === true).map(([, consumer]) => [place, this.parties.indexOf(consumer)] as const)));
  }

  private move(isLawful: boolean, change: () => void): boolean {
    if (isLawful) change();
    return isLawful;
  }
}

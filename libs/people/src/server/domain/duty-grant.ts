import { DUTY_REACH, InvalidInput, newId, SamePerson, type Duty, type LocalityId, type OdsCode, type PersonId } from '@accord/kernel';
import { forbiddingDuty, type GrantFacts, type GrantId, type GrantState } from '../../contract/index.js';
import { demandOrder, type Interval } from './interval.js';
import { DutiesSeparated, GrantNotOpen, NotToOneself } from './refusals.js';

export interface Proposal {
  readonly personId: PersonId;
  readonly duty: Duty;
  readonly odsCode: OdsCode | null;
  readonly localities: readonly LocalityId[];
  readonly during: Interval;
}

/** One duty of one person, somewhere, for a time. Proposed by one, confirmed by another, held by a third. */
export class DutyGrant implements GrantFacts {
  readonly id!: GrantId;
  readonly personId!: PersonId;
  readonly duty!: Duty;
  readonly odsCode: OdsCode | null = null;
  readonly localities: readonly LocalityId[] = [];
  readonly during!: Interval;
  readonly proposedBy: PersonId | null = null;
  readonly proposedAt!: Date;
  readonly confirmedBy: PersonId | null = null;
  readonly confirmedAt: Date | null = null;
  readonly endedBy: PersonId | null = null;
  readonly endedAt: Date | null = null;
  /** 1 or 2 for the two administrators whom the installer named: nobody was there to propose or confirm. */
  readonly installationSlot: number | null = null;
  readonly version: number = 1;

  private constructor() {}

  /** `held` are the duties this person already holds, or that wait for confirmation. */
  static propose(proposal: Proposal, by: PersonId, held: readonly Duty[], at: Date): DutyGrant {
    if (proposal.personId === by) throw new NotToOneself();
    demandReach(proposal);
    demandDates(proposal.during, at);
    demandSeparation(proposal.duty, held);
    return new DutyGrant().become({ ...proposal, id: newId<GrantId>(at), proposedBy: by, proposedAt: at });
  }

  static atInstallation(personId: PersonId, slot: 1 | 2, at: Date): DutyGrant {
    return new DutyGrant().become({
      id: newId<GrantId>(at), personId, duty: 'system-administrator', during: { from: at, until: null }, proposedAt: at, confirmedAt: at, installationSlot: slot,
    });
  }

  get from(): Date {
    return this.during.from;
  }

  get until(): Date | null {
    return this.during.until;
  }

  get state(): GrantState {
    if (this.endedAt !== null) return 'ended';
    return this.confirmedAt === null ? 'proposed' : 'confirmed';
  }

  /** A second person says yes; asked again what the person holds, since that may have changed meanwhile. */
  confirm(by: PersonId, held: readonly Duty[], at: Date): void {
    if (this.state !== 'proposed') throw new GrantNotOpen(this.state, 'confirm');
    if (by === this.personId) throw new NotToOneself();
    if (by === this.proposedBy) throw new SamePerson('confirm');
    demandSeparation(this.duty, held);
    this.become({ confirmedBy: by, confirmedAt: at, version: this.version + 1 });
  }

  /** Takes the duty away from this instant on; one person is enough. */
  end(by: PersonId, at: Date): void {
    if (this.state === 'ended') throw new GrantNotOpen(this.state, 'end');
    this.become({ endedBy: by, endedAt: at, version: this.version + 1 });
  }

  private become(change: Partial<DutyGrant>): this {
    return Object.assign(this, change);
  }
}

function demandReach({ duty, odsCode, localities }: Proposal): void {
  const reach = DUTY_REACH[duty];
  if ((reach === 'organisation') !== (odsCode !== null)) {
    throw new InvalidInput('odsCode', reach === 'organisation' ? `the duty ${duty} holds for one organisation` : `the duty ${duty} holds for no single organisation`);
  }
  if ((reach === 'localities') !== (localities.length > 0)) {
    throw new InvalidInput('localities', reach === 'localities' ? `the duty ${duty} needs at least one locality` : `the duty ${duty} holds for no locality`);
  }
}

function demandDates({ from, until }: Interval, at: Date): void {
  demandOrder({ from, until });
  if (until !== null && until <= at) throw new InvalidInput('until', 'it is already past');
}

function demandSeparation(asked: Duty, held: readonly Duty[]): void {
  const forbidding = forbiddingDuty(asked, held);
  if (forbidding !== undefined) throw new DutiesSeparated(asked, forbidding);
}

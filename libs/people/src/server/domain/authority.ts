import { InvalidInput, newId, SamePerson, type OdsCode, type PersonId } from '@accord/kernel';
import type { AuthorityFacts, AuthorityId } from '../../contract/index.js';
import { demandOrder, type Interval } from './interval.js';
import { AuthorityNotOpen, NotToOneself } from './refusals.js';

export interface AuthorityEntry {
  readonly odsCode: OdsCode;
  readonly personId: PersonId;
  readonly roleTitle: string;
  readonly during: Interval;
}

/** A line of an organisation's dated register of who may sign for it. */
export class Authority implements Omit<AuthorityFacts, 'signatoryName'> {
  readonly id!: AuthorityId;
  readonly odsCode!: OdsCode;
  readonly personId!: PersonId;
  readonly roleTitle!: string;
  readonly during!: Interval;
  readonly recordedBy!: PersonId;
  readonly recordedAt!: Date;
  readonly confirmedBy: PersonId | null = null;
  readonly confirmedAt: Date | null = null;
  readonly endedBy: PersonId | null = null;
  readonly endedAt: Date | null = null;
  readonly version: number = 1;

  private constructor() {}

  static record(entry: AuthorityEntry, by: PersonId, at: Date): Authority {
    if (entry.personId === by) throw new NotToOneself();
    const roleTitle = entry.roleTitle.trim();
    if (roleTitle === '' || roleTitle.length > 200) throw new InvalidInput('roleTitle', 'write 1 to 200 characters');
    demandOrder(entry.during);
    return new Authority().become({ ...entry, roleTitle, id: newId<AuthorityId>(at), recordedBy: by, recordedAt: at });
  }

  get from(): Date {
    return this.during.from;
  }

  get until(): Date | null {
    return this.during.until;
  }

  get state(): 'recorded' | 'confirmed' | 'ended' {
    if (this.endedAt !== null) return 'ended';
    return this.confirmedAt === null ? 'recorded' : 'confirmed';
  }

  confirm(by: PersonId, at: Date): void {
    if (this.state !== 'recorded') throw new AuthorityNotOpen(this.state, 'confirm');
    if (by === this.personId) throw new NotToOneself();
    if (by === this.recordedBy) throw new SamePerson('confirm');
    this.become({ confirmedBy: by, confirmedAt: at, version: this.version + 1 });
  }

  /** What was signed while it stood keeps its authority; nothing is signed under it from now on. */
  end(by: PersonId, at: Date): void {
    if (this.state === 'ended') throw new AuthorityNotOpen(this.state, 'end');
    this.become({ endedBy: by, endedAt: at, version: this.version + 1 });
  }

  private become(change: Partial<Authority>): this {
    return Object.assign(this, change);
  }
}

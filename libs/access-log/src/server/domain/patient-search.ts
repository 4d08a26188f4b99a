import { SamePerson, type PersonId } from '@accord/kernel';
import { PatientSearchSettled } from './refusals.js';

const HOUR_MS = 3_600_000;
/** What nobody grants in this time has to be asked anew, with the purpose as it is then. */
const WAITS_MS = 72 * HOUR_MS;
const GOOD_FOR_MS = 8 * HOUR_MS;

export interface Granted {
  readonly grantedBy: PersonId;
  readonly grantedAt: Date;
  readonly grantedUntil: Date;
}

export interface Declined {
  readonly declinedBy: PersonId;
  readonly declinedAt: Date;
  readonly declinedReason: string;
}

/** One asking to search the whole nation by one patient, until a second person settles it: once, by a yes or a no. */
export class PatientSearch {
  constructor(readonly id: string, readonly askedBy: PersonId, readonly askedAt: Date, readonly isSettled: boolean) {}

  /** The second person's yes: for some hours, to the one who asked, for the patient they named. */
  grant(by: PersonId, at: Date): Granted {
    this.demandWaiting(by, at);
    return { grantedBy: by, grantedAt: at, grantedUntil: new Date(at.getTime() + GOOD_FOR_MS) };
  }

  /** The second person's no. With another purpose, or to somebody else, it can be asked anew. */
  decline(by: PersonId, at: Date, reason: string): Declined {
    this.demandWaiting(by, at);
    return { declinedBy: by, declinedAt: at, declinedReason: reason };
  }

  private demandWaiting(by: PersonId, at: Date): void {
    if (by === this.askedBy) throw new SamePerson('confirm');
    if (this.isSettled || at.getTime() - this.askedAt.getTime() > WAITS_MS) throw new PatientSearchSettled();
  }
}

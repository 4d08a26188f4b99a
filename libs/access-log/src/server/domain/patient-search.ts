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

/** One asking to search the whole nation by one patient, until a second person grants it. */
export class PatientSearch {
  constructor(readonly id: string, readonly askedBy: PersonId, readonly askedAt: Date, readonly isGranted: boolean) {}

  /** The second person's yes: for some hours, to the one who asked, for the patient they named. */
  grant(by: PersonId, at: Date): Granted {
    if (by === this.askedBy) throw new SamePerson('confirm');
    if (this.isGranted || at.getTime() - this.askedAt.getTime() > WAITS_MS) throw new PatientSearchSettled();
    return { grantedBy: by, grantedAt: at, grantedUntil: new Date(at.getTime() + GOOD_FOR_MS) };
  }
}

import { Clock } from '@accord/kernel';

/** The signer's own time: it decides how far ahead a signature may reach, so it asks nobody else. */
export class MachineClock extends Clock {
  now(): Date {
    return new Date();
  }
}

import { Refusal } from '@accord/kernel';

/** What is told once a week needs the mail that comes once a week. */
export class WeeklyNeeded extends Refusal {
  readonly code = 'WEEKLY_NEEDED';
  readonly kind = 'invalid';
  constructor() { super('WEEKLY_NEEDED'); }
}

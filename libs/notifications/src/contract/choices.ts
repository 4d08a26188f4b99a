/** When somebody is told of a thing of one theme. */
export const RHYTHMS = ['at-once', 'weekly', 'never'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

export const THEMES = ['reviews', 'expiries', 'waiting'] as const;
export type Theme = (typeof THEMES)[number];

/** In the order of ISO 8601: Monday is 1. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface ReminderChoices extends Readonly<Record<Theme, Rhythm>> {
  /** Whether Home comes by mail once a week. */
  readonly weekly: boolean;
  /** 1 to 7. */
  readonly weekday: number;
}

/** What counts until somebody chooses. */
export const USUAL_CHOICES: ReminderChoices = { weekly: true, weekday: 1, reviews: 'at-once', expiries: 'at-once', waiting: 'weekly' };

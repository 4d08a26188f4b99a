import { InvalidInput } from '@accord/kernel';
import { RHYTHMS, THEMES, WEEKDAYS, type ReminderChoices, type Rhythm, type Weekday } from '../../contract/index.js';
import { WeeklyNeeded } from './weekly-needed.js';

/** As somebody says it. */
export interface SaidChoices {
  readonly weekly: boolean;
  readonly weekday: string;
  readonly reviews: string;
  readonly expiries: string;
  readonly waiting: string;
}

/** What somebody said they want to be told of, as choices that can be kept. */
export function chosenReminders(said: SaidChoices): ReminderChoices {
  const weekday = WEEKDAYS.indexOf(said.weekday as Weekday) + 1;
  if (weekday === 0) throw new InvalidInput('weekday', `write one of ${WEEKDAYS.join(', ')}`);
  for (const theme of THEMES) if (!RHYTHMS.includes(said[theme] as Rhythm)) throw new InvalidInput(theme, `write one of ${RHYTHMS.join(', ')}`);
  const [reviews, expiries, waiting] = [said.reviews as Rhythm, said.expiries as Rhythm, said.waiting as Rhythm];
  if (!said.weekly && [reviews, expiries, waiting].includes('weekly')) throw new WeeklyNeeded();
  return { weekly: said.weekly, weekday, reviews, expiries, waiting };
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ComingKind, ComingThing, WaitingThing } from '@accord/home';
import { DUTIES, startOfLondonDay, type Duty } from '@accord/kernel';
import { THEMES, USUAL_CHOICES, type ReminderChoices, type Rhythm } from './choices.js';
import { letterFor, remindersOf, weeklyKey, type PlannedLetter, type Told, type Tray } from './due-reminders.js';
import { daysUntil, lastWeekday, mailingDay } from './mailing-day.js';
import { isToldAlways, stageOf, type Stage } from './stages.js';

const DAY = 86_400_000;
const dayAfter = (day: string, by: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY).toISOString().slice(0, 10);
const START = '2026-01-05';
const QUIET: ReminderChoices = { ...USUAL_CHOICES, weekly: false, waiting: 'never' };

/** A review or an expiry as Home shows it on a day: ahead it comes, behind it waits, and more than 90 days ahead it is not shown. */
function trayOn(day: string, duty: Duty, things: readonly ComingThing[]): Tray {
  const late = (thing: ComingThing): WaitingThing => ({
    kind: thing.kind === 'review' ? 'review-late' : 'fact-late', subjectId: thing.subjectId, agreementId: null, about: thing.about, odsCode: null, count: 1, since: new Date(`${thing.onDay}T00:00:00Z`), dueOn: thing.onDay,
  });
  return {
    duty,
    coming: things.filter(({ onDay }) => daysUntil(onDay, day) >= 0 && daysUntil(onDay, day) <= 90),
    waiting: things.filter(({ kind, onDay }) => daysUntil(onDay, day) < 0 && (kind === 'review' || kind === 'fact-end')).map(late),
  };
}

/** Looks around on some days, and remembers what was told as the records do. */
function run(days: readonly string[], duty: Duty, things: readonly ComingThing[], choices: ReminderChoices): { readonly day: string; readonly letter: PlannedLetter }[] {
  const told = new Map<string, Stage>();
  return days.flatMap((day) => {
    const letter = letterFor({ trays: [trayOn(day, duty, things)], choices, told, today: day, reachedSince: START });
    for (const { thing, stage } of letter?.tells ?? []) told.set(thing, Math.min(told.get(thing) ?? Infinity, stage) as Stage);
    return letter === null ? [] : [{ day, letter }];
  });
}

const aThing = fc.record({ kind: fc.constantFrom<ComingKind>('review', 'end', 'certificate-end', 'fact-end'), subjectId: fc.uuid(), about: fc.constant('X'), onDay: fc.integer({ min: 0, max: 200 }).map((by) => dayAfter(START, by)) });
const someThings = fc.uniqueArray(aThing, { maxLength: 6, selector: ({ subjectId }) => subjectId });
/** Days on which the worker ran: any of them, in order, however many lie between. */
const someDays = fc.uniqueArray(fc.integer({ min: 0, max: 220 }), { minLength: 1, maxLength: 40 }).map((all) => all.sort((a, b) => a - b).map((by) => dayAfter(START, by)));
const aDuty = fc.constantFrom(...DUTIES);
const aRhythm = fc.constantFrom<Rhythm>('at-once', 'weekly', 'never');

describe('Reminders of what has a day', () => {
  it('tell each thing at most once a stage, always at the stage it has reached, whenever the worker ran', () => {
    fc.assert(fc.property(someThings, someDays, aDuty, (things, days, duty) => {
      const told = run(days, duty, things, QUIET).flatMap(({ day, letter }) => letter.tells.map((each) => ({ ...each, day })));
      expect(new Set(told.map(({ thing, stage }) => `${thing} ${stage}`)).size).toBe(told.length);
      for (const { thing, stage, day } of told) {
        const [kind, , onDay] = thing.split(':') as [ComingKind, string, string];
        expect(stageOf(kind, duty, daysUntil(onDay, day))).toBe(stage);
      }
    }), { numRuns: 2_000 });
  });

  it('catch up with one mail that tells each thing once, and pass over none', () => {
    fc.assert(fc.property(someThings, someDays, aDuty, (things, days, duty) => {
      const letters = run(days, duty, things, QUIET);
      expect(new Set(letters.map(({ day }) => day)).size).toBe(letters.length);
      for (const { letter } of letters) expect(new Set(letter.tells.map(({ thing }) => thing)).size).toBe(letter.tells.length);
      // At the last look everything stands told at the stage it has reached.
      const last = days.at(-1)!;
      const standing = new Map(letters.flatMap(({ letter }) => letter.tells.map(({ thing, stage }) => [thing, stage] as const)));
      for (const { thing, stage } of remindersOf([trayOn(last, duty, things)], last)) expect(standing.get(thing)).toBe(stage);
    }), { numRuns: 2_000 });
  });

  it('come on the very days where the worker runs daily, over both changes of the clocks', () => {
    const review: ComingThing = { kind: 'review', subjectId: 'a', about: 'X', onDay: '2026-04-20' };
    const days = Array.from({ length: 330 }, (_each, by) => dayAfter(START, by));
    const told = (duty: Duty, thing: ComingThing) => run(days, duty, [thing], QUIET).flatMap(({ day, letter }) => letter.tells.map(({ stage }) => `${day} ${stage}`));
    expect(told('practice-governance-lead', review)).toEqual(['2026-01-20 90', '2026-03-21 30', '2026-04-13 7']);
    expect(told('activation-officer', review)).toEqual(['2026-01-20 90', '2026-03-21 30', '2026-04-13 7', '2026-04-21 -1', '2026-04-27 -7']);
    expect(told('approver', review)).toEqual(['2026-04-27 -7']);
    expect(told('auditor-national', review)).toEqual([]);
    expect(told('viewer-governance-lead', { ...review, kind: 'fact-end', onDay: '2026-10-27' })).toEqual(['2026-07-29 90', '2026-09-27 30', '2026-10-20 7', '2026-10-28 -1']);
  });

  it('are one where nobody looked from before the first stage to after the last', () => {
    const review: ComingThing = { kind: 'review', subjectId: 'a', about: 'X', onDay: '2026-04-20' };
    expect(run(['2026-01-10', '2026-04-15', '2026-04-16'], 'signatory', [review], QUIET)).toEqual([{ day: '2026-04-15', letter: { kind: 'reminders', tells: [{ thing: 'review:a:2026-04-20', stage: 7 }] } }]);
  });

  it('never go back: who was told at a later stage, in a duty they no longer hold, is not told at an earlier one', () => {
    const trays = [trayOn('2026-04-01', 'signatory', [{ kind: 'review', subjectId: 'a', about: 'X', onDay: '2026-04-20' }])];
    const told = (stage: Stage): Told => new Map([['review:a:2026-04-20', stage]]);
    expect([90, 30, 7, -7].map((stage) => letterFor({ trays, choices: QUIET, told: told(stage as Stage), today: '2026-04-01', reachedSince: START })?.tells[0]?.stage ?? null)).toEqual([30, null, null, null]);
  });

  it('begin anew for a review that was moved', () => {
    const told: Told = new Map([['review:a:2026-04-20', -7]]);
    const tray = (onDay: string): Tray => trayOn('2026-04-30', 'activation-officer', [{ kind: 'review', subjectId: 'a', about: 'X', onDay }]);
    expect(letterFor({ trays: [tray('2026-04-20')], choices: QUIET, told, today: '2026-04-30', reachedSince: START })).toBeNull();
    expect(letterFor({ trays: [tray('2026-06-20')], choices: QUIET, told, today: '2026-04-30', reachedSince: START })?.tells).toEqual([{ thing: 'review:a:2026-06-20', stage: 90 }]);
  });
});

describe('The choice of a person', () => {
  it('switches everything off but an overdue review, for whom that belongs to', () => {
    fc.assert(fc.property(someThings, someDays, aDuty, (things, days, duty) => {
      const told = run(days, duty, things, { ...QUIET, reviews: 'never', expiries: 'never' }).flatMap(({ letter }) => letter.tells);
      for (const { thing, stage } of told) expect([thing.startsWith('review:'), stage < 0, isToldAlways(duty)]).toEqual([true, true, true]);
    }), { numRuns: 1_000 });
    expect(DUTIES.filter(isToldAlways)).toEqual(['activation-officer', 'approver']);
  });

  it('gathers what is wanted weekly into the one mail of the week, and tells nothing of it again when it is wanted at once later', () => {
    fc.assert(fc.property(someThings, someDays, aDuty, fc.integer({ min: 1, max: 7 }), fc.record({ reviews: aRhythm, expiries: aRhythm, waiting: aRhythm }), (things, days, duty, weekday, rhythms) => {
      const letters = run(days, duty, things, { weekly: true, weekday, ...rhythms });
      const weeks = letters.flatMap(({ letter }) => letter.tells.filter(({ thing }) => thing.startsWith('weekly:')).map(({ thing }) => thing));
      expect(new Set(weeks).size).toBe(weeks.length);
      for (const { day, letter } of letters) if (letter.kind === 'weekly') expect(letter.tells[0]).toEqual({ thing: weeklyKey(lastWeekday(weekday, day)), stage: 0 });
      const told = new Map<string, Stage>();
      for (const { thing, stage } of letters.flatMap(({ letter }) => letter.tells)) told.set(thing, Math.min(told.get(thing) ?? Infinity, stage) as Stage);
      const last = days.at(-1)!;
      const later = letterFor({ trays: [trayOn(last, duty, things)], choices: { ...QUIET, reviews: 'at-once', expiries: 'at-once' }, told, today: last, reachedSince: START });
      for (const each of later?.tells ?? []) expect((told.get(each.thing) ?? Infinity) > each.stage).toBe(true);
    }), { numRuns: 1_000 });
  });

  it('is caught up with once for a week nobody looked in, and never for one before the person could be reached', () => {
    const choices = { ...USUAL_CHOICES, weekday: 1 };
    const look = (today: string, told: Told, reachedSince: string) => letterFor({ trays: [], choices, told, today, reachedSince })?.tells.map(({ thing }) => thing) ?? [];
    expect(look('2026-03-12', new Map(), '2026-02-01')).toEqual(['weekly:2026-03-09']);
    expect(look('2026-03-13', new Map([['weekly:2026-03-09', 0 as const]]), '2026-02-01')).toEqual([]);
    expect(look('2026-03-12', new Map(), '2026-03-10')).toEqual([]);
    expect(look('2026-03-16', new Map(), '2026-03-10')).toEqual(['weekly:2026-03-16']);
  });

  it('tells of work that waits at once where that is wanted, once for each time it began to wait', () => {
    const sign = (since: string): Tray => ({ duty: 'signatory', coming: [], waiting: [{ kind: 'sign', subjectId: 'p', agreementId: 'a', about: 'X', odsCode: 'TSTP01', count: 1, since: new Date(since), dueOn: null }] });
    const choices: ReminderChoices = { ...QUIET, waiting: 'at-once' };
    const first = letterFor({ trays: [sign('2026-03-02T09:00:00Z')], choices, told: new Map(), today: '2026-03-02', reachedSince: START });
    expect(first?.tells).toHaveLength(1);
    const told: Told = new Map(first!.tells.map(({ thing, stage }) => [thing, stage]));
    expect(letterFor({ trays: [sign('2026-03-02T09:00:00Z')], choices, told, today: '2026-03-03', reachedSince: START })).toBeNull();
    expect(letterFor({ trays: [sign('2026-03-09T09:00:00Z')], choices, told, today: '2026-03-09', reachedSince: START })?.tells).toHaveLength(1);
    for (const theme of THEMES) expect(letterFor({ trays: [sign('2026-03-02T09:00:00Z')], choices: { ...QUIET, [theme]: 'never' }, told: new Map(), today: '2026-03-02', reachedSince: START })).toBeNull();
  });
});

describe('The day that mail belongs to', () => {
  it.each([
    ['2026-03-02T06:59:59Z', '2026-03-01', 'before seven in winter'], ['2026-03-02T07:00:00Z', '2026-03-02', 'from seven in winter'],
    ['2026-07-01T05:59:59Z', '2026-06-30', 'before seven in summer'], ['2026-07-01T06:00:00Z', '2026-07-01', 'from seven in summer, six in UTC'],
    ['2026-03-29T06:59:59Z', '2026-03-28', 'on the day of 23 hours, before eight'], ['2026-03-29T07:00:00Z', '2026-03-29', 'on the day of 23 hours, from eight'],
    ['2026-10-25T05:59:59Z', '2026-10-24', 'on the day of 25 hours, before six'], ['2026-10-25T06:00:00Z', '2026-10-25', 'on the day of 25 hours, from six'],
  ])('of %s is %s: %s', (at, day) => expect(mailingDay(new Date(at))).toBe(day));

  it('only ever goes on, by one, and begins seven hours after midnight in London', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 730 * 24 }), (hour) => {
      const at = new Date(Date.parse('2026-01-01T00:00:00Z') + hour * 3_600_000);
      const day = mailingDay(at);
      expect(startOfLondonDay(day).getTime() + 7 * 3_600_000).toBeLessThanOrEqual(at.getTime());
      expect(daysUntil(mailingDay(new Date(at.getTime() + 3_600_000)), day)).toBeLessThanOrEqual(1);
      expect(mailingDay(new Date(at.getTime() + 25 * 3_600_000)) > day).toBe(true);
    }));
  });

  it('knows the last Monday of any day', () => {
    expect(['2026-03-02', '2026-03-03', '2026-03-08', '2026-03-09'].map((day) => lastWeekday(1, day))).toEqual(['2026-03-02', '2026-03-02', '2026-03-02', '2026-03-09']);
    expect(lastWeekday(7, '2026-03-29')).toBe('2026-03-29');
  });
});

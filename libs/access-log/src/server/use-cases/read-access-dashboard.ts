import { Injectable } from '@nestjs/common';
import { civilDay, endOfLondonDay, InvalidInput, londonDayOf, newId, nextDay, startOfLondonDay, type Actor, type Tx } from '@accord/kernel';
import { Changes, demand, timeOf, Transactions } from '@accord/kernel/server';
import { MOST_DAYS_OF_A_DASHBOARD, type AccessDashboard, type DashboardCounts, type DashboardPeriod, type RecordedReading } from '../../contract/index.js';
import { reachOf } from '../domain/search-filter.js';

export interface DashboardAsked {
  /** London days, both inclusive; the 30 days up to today unless said otherwise. */
  readonly from?: string | null | undefined;
  readonly until?: string | null | undefined;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;

/** Counts what happened. It names no person and no patient, so it asks for no purpose; that it was read is on record all the same (R10). */
@Injectable()
export class ReadAccessDashboard {
  constructor(private readonly transactions: Transactions, private readonly changes: Changes) {}

  async execute(actor: Actor, asked: DashboardAsked, read: (tx: Tx, period: DashboardPeriod, reading: RecordedReading) => Promise<DashboardCounts>): Promise<AccessDashboard> {
    const { days, reading } = await this.transactions.run(actor, { act: 'access-log.count', subject: 'access-log' }, async (tx) => {
      demand(tx, 'read', 'AccessDashboard', { odsCode: actor.odsCode });
      const period = daysOf(asked, londonDayOf(timeOf(tx)));
      await this.changes.record(tx, { type: 'access-log.counted', subject: newId(timeOf(tx)), odsCode: actor.odsCode, details: { from: period.from, until: period.until } });
      return { days: period, reading: { reach: reachOf(actor), odsCode: actor.odsCode } as RecordedReading };
    });
    const { days: counted, ...counts } = await this.transactions.read(actor, (tx) => read(tx, {
      previousFrom: startOfLondonDay(days.previousFrom), from: startOfLondonDay(days.from), until: endOfLondonDay(days.until),
    }, reading));
    const each = [];
    for (let day = days.from; day <= days.until; day = nextDay(day)) each.push({ day, permitted: 0, refused: 0, ...counted.get(day) });
    return { ...days, ...counts, days: each };
  }
}

function daysOf(asked: DashboardAsked, today: string): Pick<AccessDashboard, 'from' | 'until' | 'previousFrom' | 'previousUntil'> {
  const until = asked.until ? civilDay(asked.until, 'until') : today;
  const from = asked.from ? civilDay(asked.from, 'from') : daysBefore(until, USUAL_DAYS - 1);
  if (from > until) throw new InvalidInput('until', 'it must not lie before "from"');
  const days = (Date.parse(until) - Date.parse(from)) / DAY_MS + 1;
  if (days > MOST_DAYS_OF_A_DASHBOARD) throw new InvalidInput('from', `ask for at most ${MOST_DAYS_OF_A_DASHBOARD} days`);
  return { from, until, previousFrom: daysBefore(from, days), previousUntil: daysBefore(from, 1) };
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

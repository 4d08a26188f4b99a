import { say } from './messages.js';
import { dayInProse, dayInTable, instantInTable, lastDay } from './written.js';

/** A day of a table, machine-readable. */
export function Day({ at, prose = false }: { readonly at: string | null | undefined; readonly prose?: boolean }) {
  if (at == null) return <span>–</span>;
  return <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>{prose ? dayInProse(at) : dayInTable(at)}</time>;
}

/** The last day of what holds until an instant; `until` itself is already outside. */
export function LastDay({ until, prose = false }: { readonly until: string | null | undefined; readonly prose?: boolean }) {
  return <Day at={until == null ? until : lastDay(until)} prose={prose} />;
}

/** An instant with seconds and its zone, machine-readable; where room is short the time stands below the day. */
export function Moment({ at }: { readonly at: string | null | undefined }) {
  if (at == null) return <span>–</span>;
  const [day = '', ...time] = instantInTable(at).split(' ');
  return <time dateTime={at}><span style={{ whiteSpace: 'nowrap' }}>{day}</span> <span style={{ whiteSpace: 'nowrap' }}>{time.join(' ')}</span></time>;
}

/** Until when something holds, to the second; where that is the first instant of a day, its last day is the one before, as everywhere. */
export function UntilInstant({ at }: { readonly at: string }) {
  return dayInTable(lastDay(at)) === dayInTable(at) ? <Moment at={at} /> : <><LastDay until={at} />{say('overFrom')} <Moment at={at} /></>;
}

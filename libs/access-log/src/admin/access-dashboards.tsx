import { Box, Button, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { AccordLink, Answered, Bars, browserClock, count, countOf, dayInProse, dayInTable, NothingHere, OrganisationName, Page, ProblemSummary, Section, useAsk, useSession, type Session } from '@accord/kernel/admin';
import { say } from './messages.js';
import { searchAddress, type Criteria } from './search-criteria.js';
import { capital } from './search-form.js';
import { TrendTable, type NamedTrend, type Trend } from './trend-table.js';
import { flagMeaning, flagWords, reasonWords } from './words.js';

const TREND = '{ now before }';
const NAMED = '{ value name now before }';
const DASHBOARD = `query AccessDashboard($from: String, $until: String) { accessDashboard(from: $from, until: $until) {
  from until previousFrom previousUntil permitted ${TREND} refused ${TREND} days { day permitted refused } reasons ${NAMED} flags ${NAMED} consumers ${NAMED} } }`;

interface Dashboard {
  readonly from: string;
  readonly until: string;
  readonly previousFrom: string;
  readonly previousUntil: string;
  readonly permitted: Trend;
  readonly refused: Trend;
  readonly days: readonly { readonly day: string; readonly permitted: number; readonly refused: number }[];
  readonly reasons: readonly NamedTrend[];
  readonly flags: readonly NamedTrend[];
  readonly consumers: readonly NamedTrend[];
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 92;
const SPANS = [7, 30, 90] as const;

/** How much was looked at, by whom, and what was refused: beside as many days before. Each number opens the search behind it. */
export function AccessDashboards() {
  const session = useSession();
  const [query] = useSearchParams();
  const [from, until] = [query.get('from'), query.get('until')];
  const asked = useAsk<{ accessDashboard: Dashboard }>(DASHBOARD, { from, until }, { once: true, keep: true });
  const shown = asked.data?.accessDashboard;
  return (
    <Page title={say('dashTitle')} sentence={shown === undefined ? say('dashRecorded') : <>{sentenceOf(shown)} {scopeOf(session)} {say('dashRecorded')}</>}>
      <Period key={`${shown?.from} ${shown?.until}`} from={shown?.from ?? from ?? ''} until={shown?.until ?? until ?? ''} />
      <Answered asked={asked}>{({ accessDashboard }) => <Figures dashboard={accessDashboard} />}</Answered>
    </Page>
  );
}

const sum = ({ permitted, refused }: Dashboard): Trend => ({ now: permitted.now + refused.now, before: permitted.before + refused.before });
const daysOf = ({ days }: Dashboard): string => countOf(days.length, 'day');

function sentenceOf(dashboard: Dashboard): string {
  const all = sum(dashboard);
  return say('dashSentence', { total: count(all.now), from: dayInProse(dashboard.from), until: dayInProse(dashboard.until), refused: count(dashboard.refused.now), days: daysOf(dashboard), before: count(all.before) });
}

function scopeOf({ me: { actingAs } }: Session): string {
  if (actingAs?.duty === 'auditor-national') return say('dashScopeNation');
  const organisation = actingAs?.organisationName === null || actingAs === null ? actingAs?.odsCode ?? '' : `${actingAs.organisationName} (${actingAs.odsCode})`;
  return say(actingAs?.duty === 'viewer-governance-lead' ? 'dashScopeConsumer' : 'dashScopeOwn', { organisation });
}

function Period({ from, until }: { readonly from: string; readonly until: string }) {
  const navigate = useNavigate();
  const [days, setDays] = useState({ from, until });
  const [isTooLong, setTooLong] = useState(false);
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(browserClock.now());
  const before = (count_: number): string => new Date(Date.parse(today) - (count_ - 1) * DAY_MS).toISOString().slice(0, 10);
  const show = (): void => {
    const length = (Date.parse(days.until) - Date.parse(days.from)) / DAY_MS + 1;
    setTooLong(!(length >= 1 && length <= MOST_DAYS));
    if (length >= 1 && length <= MOST_DAYS) Promise.resolve(navigate(`/dashboards?from=${days.from}&until=${days.until}`)).catch(() => undefined);
  };
  return (
    <Box component="form" noValidate className="no-print" aria-label={say('period')} onSubmit={(event) => { event.preventDefault(); show(); }} sx={{ mb: 3 }}>
      <ProblemSummary faults={isTooLong ? [{ field: 'dashboard-from', says: say('tooLong') }] : []} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
        {SPANS.map((span) => <Button key={span} component={Link} to={`/dashboards?from=${before(span)}&until=${today}`} aria-current={from === before(span) && until === today ? 'true' : undefined} variant={from === before(span) && until === today ? 'contained' : 'outlined'}>{say('last', { days: span })}</Button>)}
        <TextField id="dashboard-from" size="small" type="date" label={say('from')} value={days.from} onChange={(event) => setDays({ ...days, from: event.target.value })} slotProps={{ inputLabel: { shrink: true } }} />
        <TextField id="dashboard-until" size="small" type="date" label={say('until')} value={days.until} onChange={(event) => setDays({ ...days, until: event.target.value })} slotProps={{ inputLabel: { shrink: true } }} />
        <Button type="submit" variant="outlined">{say('show')}</Button>
      </Box>
    </Box>
  );
}

function Figures({ dashboard }: { readonly dashboard: Dashboard }) {
  const all = sum(dashboard);
  const { from, until, previousFrom, previousUntil } = dashboard;
  const to = (criteria: Criteria): string => searchAddress({ from, until, ...criteria });
  const toBefore = (criteria: Criteria): string => searchAddress({ from: previousFrom, until: previousUntil, ...criteria });
  const flag = (code: string): Trend => dashboard.flags.find(({ value }) => value === code) ?? { now: 0, before: 0 };
  if (all.now === 0 && all.before === 0) return <NothingHere says={say('noLooks')} why={say('noLooksWhy')} />;
  const numbers: readonly (readonly [string, Trend, Criteria])[] = [
    [say('total'), all, {}], [say('permitted'), dashboard.permitted, { decision: 'permit' }], [say('refused'), dashboard.refused, { decision: 'refuse' }],
    [say('emergencyLooks'), flag('EMERGENCY'), { flag: 'EMERGENCY' }], [say('selfClaimed'), flag('SELF_CLAIMED'), { flag: 'SELF_CLAIMED' }],
  ];
  const days = daysOf(dashboard);
  return (
    <>
      <Section title={say('numbers')}>
        <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 165px), 1fr))', gap: 1.5 }}>
          {numbers.map(([name, trend, criteria]) => (
            <Box component="li" key={name} sx={{ border: 1, borderColor: 'divider', borderRadius: 1, p: 1.5 }}>
              <Typography component="p" sx={{ fontWeight: 600 }}>{name}</Typography>
              <Typography component="p" sx={{ fontSize: '1.75rem', lineHeight: 1.3, fontVariantNumeric: 'tabular-nums' }}><AccordLink to={to(criteria)}>{count(trend.now)}<Hidden>{` ${name.toLowerCase()}`}</Hidden></AccordLink></Typography>
              <Typography component="p" sx={{ color: 'text.secondary', fontSize: '0.9375rem' }}>{trendWords(trend, days)} <AccordLink to={toBefore(criteria)}>{say('beforeNumber', { count: count(trend.before) })}<Hidden>{` ${name.toLowerCase()}`}</Hidden></AccordLink></Typography>
            </Box>
          ))}
        </Box>
      </Section>
      {all.now > 0 && <Bars title={say('perDayTitle')} head={say('perDay')} unit={say('events')} marks={say('refusedMark')} bars={dashboard.days.map(({ day, permitted, refused }) => ({
        key: day, label: dayInTable(day), value: permitted + refused, marked: refused, to: searchAddress({ from: day, until: day }),
      }))} />}
      <TrendTable title={say('refusals')} head={say('reason')} rows={dashboard.reasons} days={days} none={say('noRefusals')} words={({ value }) => capital(reasonWords(value))} to={({ value }) => to({ decision: 'refuse', reason: value })} toBefore={({ value }) => toBefore({ decision: 'refuse', reason: value })} />
      <TrendTable title={say('marked')} head={say('marks')} rows={dashboard.flags} days={days} none={say('noMarks')} words={({ value }) => <>{flagWords(value)}</>} hint={({ value }) => flagMeaning(value)} to={({ value }) => to({ flag: value })} toBefore={({ value }) => toBefore({ flag: value })} />
      <TrendTable title={say('topConsumers')} head={say('organisation')} rows={dashboard.consumers} days={days} none={say('noLooks')} words={({ value, name }) => (name === null ? value : <OrganisationName name={name} odsCode={value} />)} to={({ value }) => to({ consumer: value })} toBefore={({ value }) => toBefore({ consumer: value })} />
    </>
  );
}

function Hidden({ children }: { readonly children: string }) {
  return <Box component="span" sx={{ position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' }}>{children}</Box>;
}

function trendWords({ now, before }: Trend, days: string): string {
  if (now === before) return say('same', { days });
  return say(now > before ? 'more' : 'fewer', { by: before === 0 ? count(now) : `${count(Math.round((Math.abs(now - before) / before) * 100))}%`, days });
}

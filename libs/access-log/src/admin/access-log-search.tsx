import { Box, Button } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { AccordLink, Answered, Bars, count, countOf, NothingHere, Page, ProblemSummary, Section, useAsk, useSession, Waiting } from '@accord/kernel/admin';
import { EventFacets, type Facets } from './event-facets.js';
import { EventRows, type EventRow } from './event-rows.js';
import { barWords } from './bar-words.js';
import { faultsOf } from './criteria-faults.js';
import { rememberSearch } from './last-search.js';
import { say } from './messages.js';
import { PatientForm } from './patient-form.js';
import { PrintedLine } from './printed-line.js';
import { PurposeForm, PurposeLine, usePurpose } from './purpose.js';
import { SearchChips, type Names } from './search-chips.js';
import { criteriaOf, cursorsOf, filterOf, searchAddress } from './search-criteria.js';
import { SearchForm, type Organisation } from './search-form.js';

const EVENTS = `query AccessEvents($filter: AccessEventFilter, $reason: String, $after: String) { accessEvents(filter: $filter, reason: $reason, first: 25, after: $after) {
  events { id occurredAt userId userName consumerOdsCode consumerName providerOdsCode providerName views decision reason } total totalIsExact endCursor hasMore } }`;
const VALUES = '{ value name total }';
const COUNTS = `query AccessEventCounts($filter: AccessEventFilter, $reason: String) {
  accessEventHistogram(filter: $filter, reason: $reason) { unit bars { from until permitted refused } total isWhole }
  accessEventFacets(filter: $filter, reason: $reason) { decisions ${VALUES} reasons ${VALUES} views ${VALUES} consumers ${VALUES} providers ${VALUES} total isWhole } }`;
const SERVICES = 'query ServiceViews { services { views { code name } } }';

interface EventsFound { readonly accessEvents: { readonly events: readonly EventRow[]; readonly total: number; readonly totalIsExact: boolean; readonly endCursor: string | null; readonly hasMore: boolean } }
interface Counted {
  readonly accessEventHistogram: { readonly unit: 'hour' | 'day' | 'week' | 'month'; readonly bars: readonly { readonly from: string; readonly until: string; readonly permitted: number; readonly refused: number }[]; readonly total: number; readonly isWhole: boolean };
  readonly accessEventFacets: Facets;
}
const PER = { hour: 'perHour', day: 'perDay', week: 'perWeek', month: 'perMonth' } as const;

/** Finds who looked at what: everything asked stands in the URL, but no patient's number and no purpose. */
export function AccessLogSearch() {
  const session = useSession();
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const [purpose] = usePurpose();
  const criteria = criteriaOf(query);
  const cursors = cursorsOf(query);
  const needsPurpose = session.may('search', 'AccessEvent').needsReason || (criteria.patient !== undefined && session.may('search-by-patient', 'AccessEvent').needsReason);
  const hasFaults = faultsOf(criteria).length > 0;
  const hasPurpose = !needsPurpose || purpose !== '';
  const asks = hasPurpose && !hasFaults;
  const asked = { filter: filterOf(criteria), reason: purpose === '' ? null : purpose };
  const events = useAsk<EventsFound>(EVENTS, { ...asked, after: cursors.at(-1) ?? null }, { enabled: asks, once: true, keep: true });
  const counts = useAsk<Counted>(COUNTS, asked, { enabled: asks && events.error === null, once: true });
  const { data: services } = useAsk<{ services: readonly { views: readonly { code: string; name: string }[] }[] }>(SERVICES);
  const views = [...new Map((services?.services ?? []).flatMap((each) => each.views).map((view) => [view.code, view])).values()];
  const names: Names = {
    view: (code) => views.find((view) => view.code === code)?.name ?? code,
    organisation: (odsCode) => [...counts.data?.accessEventFacets.consumers ?? [], ...counts.data?.accessEventFacets.providers ?? []].find(({ value }) => value === odsCode)?.name ?? null,
  };
  const known = { consumer: useKnown(counts.data?.accessEventFacets.consumers), provider: useKnown(counts.data?.accessEventFacets.providers) };
  const go = (address: string): void => { Promise.resolve(navigate(address)).catch(() => undefined); };
  const again = (): void => { Promise.all([events.refetch(), counts.refetch()]).catch(() => undefined); };
  // The link that was followed is gone from the page: the focus goes to what it changed.
  const [criteriaBox, results] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const [search, last] = [searchAddress(criteria), cursors.at(-1) ?? ''];
  const before = useRef({ search, last });
  useEffect(() => {
    if (before.current.search !== search) criteriaBox.current?.focus({ preventScroll: true });
    else if (before.current.last !== last) results.current?.focus();
    before.current = { search, last };
    rememberSearch(searchAddress(criteriaOf(query), cursorsOf(query)));
  }, [search, last, query]);
  // Going from page to page the rows stand, dimmed, until the next come; under another search they would say what is not so.
  const [settled, setSettled] = useState(search);
  if (events.data !== undefined && !events.isPlaceholderData && settled !== search) setSettled(search);
  const page = events.isPlaceholderData && settled !== search ? undefined : events.data?.accessEvents;
  const whole = counts.data?.accessEventFacets;
  const isAll = Object.keys(criteria).length === 0;
  return (
    <Page title={say('title')} sentence={!asks || page === undefined ? say('recorded') : say(page.totalIsExact || whole?.isWhole === true ? 'found' : 'foundMany', { count: countOf(page.totalIsExact ? page.total : whole?.total ?? page.total, 'event'), recorded: say('recorded') })}
      actions={session.may('read', 'PatientSearch').allowed ? <AccordLink to="/patient-searches">{say('patientSearches')}</AccordLink> : undefined}>
      <PrintedLine />
      {!hasPurpose && <PurposeForm />}
      {needsPurpose && <PurposeLine />}
      <SearchForm criteria={criteria} views={views} organisations={known} search={(next) => {
        if (searchAddress(next) === searchAddress(criteria) && cursors.length === 0) again();
        else go(searchAddress(next));
      }} />
      <PatientForm search={(token) => go(searchAddress({ ...criteria, patient: token }))} />
      {hasPurpose && hasFaults && <p>{say('notAsked')}</p>}
      {asks && (
        <>
          <Box ref={criteriaBox} tabIndex={-1} sx={{ '&:focus': { outline: 'none' } }}><SearchChips criteria={criteria} names={names} /></Box>
          <ProblemSummary problem={events.error} />
          {events.error === null && page === undefined && <Waiting says={say('searching')} />}
          {page?.total === 0 && (isAll ? <NothingHere says={say('emptyAll')} why={say('emptyAllWhy')} /> : <NothingHere says={say('emptyFound')} why={say('emptyFoundWhy')} action={<Button component={Link} to="/access-log" variant="outlined">{say('showAll')}</Button>} />)}
          {page !== undefined && page.total > 0 && (
            <>
              <Answered asked={counts}>{({ accessEventHistogram: { unit, bars, isWhole, total }, accessEventFacets }) => (
                <>
                  {bars.length > 1 && <Bars title={say('overTime')} head={say(PER[unit])} unit={say('events')} marks={say('refusedMark')} bars={bars.map(({ from, until, permitted, refused }) => ({
                    key: from, label: barWords(unit, from, until), value: permitted + refused, marked: refused, to: searchAddress({ ...criteria, from, until }),
                  }))} />}
                  {!isWhole && <p>{say('notWhole', { count: count(total) })}</p>}
                  <EventFacets facets={accessEventFacets} criteria={criteria} names={names} />
                </>
              )}</Answered>
              <Box ref={results} tabIndex={-1} aria-busy={events.isPlaceholderData} sx={{ 'scrollMarginTop': 80, '&:focus': { outline: 'none' }, 'opacity': events.isPlaceholderData ? 0.5 : 1 }}><Section title={say('results')}>
                <EventRows rows={page.events} names={names} />
                <Box component="nav" aria-label={say('pages')} className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 2 }}>
                  {cursors.length > 1 && <Button component={Link} to={searchAddress(criteria)}>{say('first')}</Button>}
                  {cursors.length > 0 && <Button component={Link} variant="outlined" to={searchAddress(criteria, cursors.slice(0, -1))}>{say('previous')}</Button>}
                  {page.hasMore && page.endCursor !== null && <Button component={Link} variant="outlined" to={searchAddress(criteria, [...cursors, page.endCursor])}>{say('next')}</Button>}
                </Box>
              </Section></Box>
            </>
          )}
        </>
      )}
    </Page>
  );
}

/** Organisations that were found so far on this page, by name: those of a narrower search do not take the others away. */
function useKnown(found: Facets['consumers'] | undefined): readonly Organisation[] {
  const [known, setKnown] = useState<readonly Organisation[]>([]);
  const added = (found ?? []).flatMap(({ value, name }) => (name === null || known.some(({ odsCode }) => odsCode === value) ? [] : [{ odsCode: value, name }]));
  if (added.length > 0) setKnown([...known, ...added]);
  return known;
}

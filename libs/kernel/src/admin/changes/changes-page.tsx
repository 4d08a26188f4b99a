import { Box, Button } from '@mui/material';
import { useSearchParams } from 'react-router';
import { AccordLink } from '../accord-link.js';
import { Answered } from '../answered.js';
import { DataTable } from '../data-table.js';
import { dutyWords } from '../duty-words.js';
import { NothingHere } from '../nothing-here.js';
import { OrganisationByCode } from '../organisation-by-code.js';
import { Page } from '../page.js';
import { Moment } from '../times.js';
import { useAsk } from '../use-ask.js';
import { count, inWords } from '../written.js';
import { ChangesFilter } from './changes-filter.js';
import { askedOf, CHANGES, filterOf, type ChangeRow, type ChangesAnswer } from './changes-query.js';
import { say } from './messages.js';

/** Every change one may see, newest first; the search stands in the address. */
export function ChangesPage() {
  const [asked, setAsked] = useSearchParams();
  const filter = filterOf(asked);
  const after = asked.get('after');
  const answer = useAsk<ChangesAnswer>(CHANGES, { filter: askedOf(filter), after }, { keep: true });
  const found = answer.data?.changeRecords;
  const { personId, ...ofEverybody } = filter;
  const goTo = (cursor: string | null): void => setAsked({ ...filter, ...(cursor === null ? {} : { after: cursor }) });
  return (
    <Page title={say('title')} sentence={<>{say('sentence')} {found !== undefined && say(found.totalIsExact ? 'found' : 'foundAtLeast', { total: count(found.total) })}</>}>
      <ChangesFilter key={asked.toString()} filter={filter} onAsk={(next) => setAsked(next)} />
      {personId !== undefined && <p>{say('onlyOf', { name: found?.records[0]?.actorName ?? say('onePerson') })} <AccordLink to={`/changes?${new URLSearchParams(ofEverybody).toString()}`}>{say('ofEverybody')}</AccordLink></p>}
      <Answered asked={answer}>
        {({ changeRecords: { records, hasMore, endCursor } }) => <>
          {records.length === 0 && <NothingHere says={say('none')} why={say('noneWhy')} action={Object.keys(filter).length > 0 ? <Button variant="outlined" onClick={() => setAsked({})}>{say('showAll')}</Button> : undefined} />}
          {records.length > 0 && <ChangesTable rows={records} />}
          <Box component="nav" aria-label={say('title')} sx={{ display: 'flex', gap: 2, mt: 2 }}>
            {after !== null && <Button variant="outlined" onClick={() => goTo(null)}>{say('latest')}</Button>}
            {hasMore && <Button variant="outlined" onClick={() => goTo(endCursor)}>{say('earlier')}</Button>}
          </Box>
        </>}
      </Answered>
    </Page>
  );
}

function ChangesTable({ rows }: { readonly rows: readonly ChangeRow[] }) {
  return (
    <DataTable caption={say('title')} rows={rows} keyOf={(row) => row.id} columns={[
      { key: 'what', head: say('what'), cell: (row) => (row.agreementId === null ? inWords(row.type) : <AccordLink to={`/agreements/${row.agreementId}`}>{inWords(row.type)}</AccordLink>) },
      { key: 'when', head: say('when'), cell: (row) => <Moment at={row.recordedAt} /> },
      { key: 'person', head: say('person'), cell: (row) => <>{row.personId === null ? row.actorName : <AccordLink to={`/changes?personId=${row.personId}&type=everything`}>{row.actorName}</AccordLink>}{row.duty !== null && <><br /><small>{dutyWords(row.duty)}</small></>}</> },
      { key: 'outcome', head: say('outcome'), cell: (row) => (row.outcome === 'refused' ? say('refusedWith', { code: row.refusalCode ?? '' }) : say('done')) },
      { key: 'organisation', head: say('organisation'), cell: (row) => (row.odsCode === null ? '–' : <OrganisationByCode odsCode={row.odsCode} to={`/organisations/${row.odsCode}`} />) },
      { key: 'reason', head: say('reason'), cell: (row) => (row.reason === null ? '–' : <Box sx={{ minWidth: { sm: '12rem' } }}>{row.reason}</Box>) },
      { key: 'more', head: say('more'), cell: (row) => <ChangeDetails row={row} /> },
    ]} />
  );
}

function ChangeDetails({ row }: { readonly row: ChangeRow }) {
  const details = Object.entries(JSON.parse(row.details) as Record<string, unknown>).filter(([, value]) => value !== null);
  return (
    <details>
      <summary style={{ whiteSpace: 'nowrap' }}>{say('more')}</summary>
      <ul style={{ margin: 0, paddingLeft: '1.1rem', overflowWrap: 'anywhere' }}>
        {details.map(([name, value]) => <li key={name}>{inWords(name.replaceAll(/([A-Z])/g, ' $1'))}: {typeof value === 'object' ? JSON.stringify(value) : String(value)}</li>)}
        <li>{say('aboutId', { subject: row.subject })}</li>
        <li>{say('by', { kind: row.actorKind })}</li>
        <li>{say('origin', { origin: row.origin })}</li>
      </ul>
    </details>
  );
}

import { Box, Button } from '@mui/material';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { AccordLink } from '../accord-link.js';
import { Answered } from '../answered.js';
import { DataTable, FactList } from '../data-table.js';
import { dutyWords } from '../duty-words.js';
import { NothingHere } from '../nothing-here.js';
import { OrganisationByCode } from '../organisation-by-code.js';
import { Page } from '../page.js';
import { Moment } from '../times.js';
import { useAsk } from '../use-ask.js';
import { count, inWords } from '../written.js';
import { actorSaid, changeSaid, detailSaid, gatewayCodeOf, wordsOf } from './change-said.js';
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
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const turn = (id: string): void => setOpened((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]));
  return (
    <DataTable caption={say('title')} rows={rows} keyOf={(row) => row.id} below={(row) => (opened.has(row.id) ? <ChangeDetails row={row} /> : null)} columns={[
      { key: 'what', head: say('what'), cell: (row) => (row.agreementId === null ? changeSaid(row) : <AccordLink to={`/agreements/${row.agreementId}`}>{changeSaid(row)}</AccordLink>) },
      { key: 'when', head: say('when'), cell: (row) => <Moment at={row.recordedAt} /> },
      { key: 'person', head: say('person'), cell: (row) => <>{row.personId === null ? actorSaid(row.actorName).name : <AccordLink to={`/changes?personId=${row.personId}&type=everything`}>{row.actorName}</AccordLink>}{row.duty !== null && <><br /><small>{dutyWords(row.duty)}</small></>}</> },
      { key: 'outcome', head: say('outcome'), cell: (row) => (row.outcome === 'refused' ? <>{say('refused')}{row.refusalCode !== null && <><br /><small>{inWords(row.refusalCode)}</small></>}</> : say('done')) },
      { key: 'organisation', head: say('organisation'), cell: (row) => (row.odsCode === null ? gatewayOf(row) : <OrganisationByCode odsCode={row.odsCode} to={`/organisations/${row.odsCode}`} />) },
      { key: 'reason', head: say('reason'), cell: (row) => (row.reason === null ? '–' : <Box sx={{ minWidth: { sm: '12rem' } }}>{row.reason}</Box>) },
      { key: 'more', head: say('more'), cell: (row) => <Button size="small" className="no-print" aria-expanded={opened.has(row.id)} aria-controls={`details-${row.id}`} aria-label={`${say(opened.has(row.id) ? 'hide' : 'more')}: ${changeSaid(row)}`} onClick={() => turn(row.id)} sx={{ whiteSpace: 'nowrap' }}>{say(opened.has(row.id) ? 'hide' : 'more')}</Button> },
    ]} />
  );
}

function gatewayOf(row: ChangeRow): string {
  const code = gatewayCodeOf(row);
  return code === null ? '–' : say('gateway', { code });
}

/** All that is kept of one change, as wide as the table. */
function ChangeDetails({ row }: { readonly row: ChangeRow }) {
  const details = Object.entries(JSON.parse(row.details) as Record<string, unknown>).filter(([, value]) => value !== null);
  const system = actorSaid(row.actorName).id;
  return (
    <Box id={`details-${row.id}`}>
      <FactList facts={[
        ...details.map(([name, value]) => [wordsOf(name), detailSaid(value)] as const),
        ...(row.refusalCode === null ? [] : [[say('code'), row.refusalCode] as const]),
        ...(system === null ? [] : [[say('system'), system] as const]),
        [say('thing'), row.subject === '' ? '–' : row.subject], [say('by'), inWords(row.actorKind)], [say('origin'), row.origin], [say('record'), row.type],
      ]} />
    </Box>
  );
}

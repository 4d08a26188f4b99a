import { Box, Button, Typography } from '@mui/material';
import { useMemo } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { AccordLink, Answered, count, countOf, DataTable, NothingHere, Page, Section, StateWords, useAsk } from '@accord/kernel/admin';
import { cellWords, COVERAGE, csvOf, standingTone, STANDINGS, totalsOf, type Coverage, type CoverageAnswer } from './coverage.js';
import { CoverageGrid } from './coverage-grid.js';
import { NoLocality } from './locality-page.js';
import { say, wordFor } from './messages.js';
import { Pager } from './pager.js';
import { Choice } from './readiness-table.js';

const PER_PAGE = 50;
const NARROW = '(max-width: 600px)';

/** Which practice shares with which viewing organisation: a matrix, or the same as a table, or as a file. */
export function CoveragePage() {
  const { id = '' } = useParams();
  const [asked, setAsked] = useSearchParams();
  const found = useAsk<CoverageAnswer>(COVERAGE, { id, service: asked.get('service') }, { keep: true });
  const coverage = found.data?.localityCoverage ?? null;
  const totals = useMemo(() => (coverage === null ? null : totalsOf(coverage)), [coverage]);
  if (found.data !== undefined && coverage === null) return <NoLocality />;
  const isTable = (asked.get('as') ?? (window.matchMedia(NARROW).matches ? 'table' : 'matrix')) === 'table';
  const set = (name: string, value: string): void => setAsked((before) => { before.delete('page'); if (value === '') before.delete(name); else before.set(name, value); return before; });
  return (
    <Page title={coverage === null ? say('coverage') : say('coverageTitle', { name: coverage.localityName })} sentence={coverage === null || totals === null ? undefined : say('coverageSentence', {
      live: count(totals.live), all: count(totals.practices * totals.viewers), practices: countOf(totals.practices, 'practice'), viewers: countOf(totals.viewers, 'viewing organisation'),
    })}
      actions={<AccordLink to={`/localities/${id}`}>{say('backToLocality')}</AccordLink>}>
      <Answered asked={found}>{() => {
        if (coverage === null || totals === null) return null;
        if (coverage.viewers.length === 0) return <NothingHere says={say('coverageEmpty')} why={say('coverageEmptyWhy')} action={<AccordLink to={`/localities/${id}`}>{say('backToLocality')}</AccordLink>} />;
        return (
          <>
            <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', mb: 2 }}>
              {coverage.services.length > 1 && <Choice id="coverage-service" isRequired label={say('service')} value={coverage.serviceCode ?? ''} choose={(service) => set('service', service)} choices={coverage.services.map(({ code, name }) => [code, name])} />}
              <Button variant="outlined" onClick={() => set('as', isTable ? 'matrix' : 'table')}>{say(isTable ? 'showGrid' : 'showTable')}</Button>
              <Button variant="outlined" onClick={() => download(coverage)}>{say('download')}</Button>
            </Box>
            {isTable ? <PairTable coverage={coverage} /> : <><Typography component="p" id="coverage-help" sx={{ mb: 1 }}>{say('gridHelp')}</Typography><CoverageGrid coverage={coverage} /></>}
            <Box sx={{ mt: 4 }}><Section title={say('legend')}>
              <DataTable caption={say('legend')} rows={STANDINGS} keyOf={(standing) => standing} columns={[
                { key: 'standing', head: say('filterStanding'), cell: (standing) => <StateWords words={wordFor('standing', standing)} tone={standingTone(standing)} /> },
                { key: 'means', head: say('means'), cell: (standing) => wordFor('means', standing) },
                { key: 'count', head: say('pairs'), figures: true, cell: (standing) => count(totals.byStanding.get(standing) ?? 0) },
              ]} />
            </Section></Box>
          </>
        );
      }}</Answered>
    </Page>
  );
}

/** The same pairs line by line, narrowed by how they stand. */
function PairTable({ coverage }: { readonly coverage: Coverage }) {
  const [asked, setAsked] = useSearchParams();
  const standing = asked.get('standing') ?? '';
  const page = Math.max(1, Number(asked.get('page') ?? '1') || 1);
  const pairs = useMemo(() => coverage.rows.flatMap((practice) => practice.cells.map((kind, place) => ({ practice, viewer: coverage.viewers[place]!, kind: coverage.kinds[kind]! }))).filter(({ kind }) => standing === '' || kind.standing === standing), [coverage, standing]);
  const set = (name: string, value: string): void => setAsked((before) => { before.delete('page'); if (value === '') before.delete(name); else before.set(name, value); return before; });
  return (
    <>
      <Box sx={{ mb: 2 }}><Choice id="coverage-standing" label={say('filterStanding')} value={standing} choose={(value) => set('standing', value)} choices={STANDINGS.map((each) => [each, wordFor('standing', each)])} /></Box>
      {pairs.length === 0 ? <NothingHere says={say('noneMatch')} action={<Button variant="outlined" onClick={() => set('standing', '')}>{say('showAll')}</Button>} /> : (
        <DataTable caption={say('columnPair')} rows={pairs.slice((page - 1) * PER_PAGE, page * PER_PAGE)} keyOf={({ practice, viewer }) => `${practice.odsCode} ${viewer.odsCode}`} columns={[
          { key: 'practice', head: say('columnPractice'), cell: ({ practice }) => <AccordLink to={`/organisations/${practice.odsCode}`}>{practice.name} ({practice.odsCode})</AccordLink> },
          { key: 'viewer', head: say('columnViewer'), cell: ({ viewer }) => <AccordLink to={`/viewing-organisations/${viewer.odsCode}`}>{viewer.name} ({viewer.odsCode})</AccordLink> },
          { key: 'standing', head: say('filterStanding'), cell: ({ kind }) => <StateWords words={cellWords(kind)} tone={standingTone(kind.standing)} /> },
          { key: 'agreement', head: say('columnAgreement'), cell: ({ kind }) => kind.agreementReference ?? say('notNamed') },
        ]} />
      )}
      <Pager name={say('coverage')} page={page} perPage={PER_PAGE} total={pairs.length} go={(to) => setAsked((before) => { before.set('page', String(to)); return before; })} />
    </>
  );
}

function download(coverage: Coverage): void {
  const address = URL.createObjectURL(new Blob([`\uFEFF${csvOf(coverage)}`], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `coverage-${coverage.localityCode}${coverage.serviceCode === null ? '' : `-${coverage.serviceCode}`}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}

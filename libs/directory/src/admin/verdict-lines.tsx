import { Answered, count, DataTable, inWords, NothingHere, OrganisationName, Section, StateWords, useAsk, type Tone } from '@accord/kernel/admin';
import { Box, Button, TextField, Typography } from '@mui/material';
import { useSearchParams } from 'react-router';
import { LINES, VERDICTS, type LinesAnswer, type Run, type Verdict, type VerdictRow } from './import-queries.js';
import { sayImport as say } from './messages.js';

const PER_PAGE = 50;
const TONES: Readonly<Record<Verdict, Tone>> = { fault: 'stopped', closed: 'stopped', dormant: 'stopped', moved: 'waiting', added: 'good', reopened: 'good', changed: 'good', unchanged: 'quiet' };

/** Every line of the file, faults first; which ones stands in the address. */
export function VerdictLines({ run }: { readonly run: Run }) {
  const [asked, setAsked] = useSearchParams();
  const verdict = VERDICTS.find((each) => each === asked.get('verdict')) ?? null;
  const page = Math.max(1, Number(asked.get('page') ?? 1) || 1);
  const answer = useAsk<LinesAnswer>(LINES, { id: run.id, verdict, page, perPage: PER_PAGE }, { keep: true });
  const go = (next: { readonly verdict?: string | null; readonly page?: number }): void => {
    const [kind, number] = [next.verdict === undefined ? verdict : next.verdict, next.page ?? 1];
    setAsked({ ...(kind === null ? {} : { verdict: kind }), ...(number === 1 ? {} : { page: String(number) }) }, { preventScrollReset: true });
  };
  return (
    <Section title={say('lines')}>
      <TextField id="lines-verdict" size="small" label={say('show')} select value={verdict ?? ''} sx={{ mb: 2, minWidth: 220 }} onChange={(event) => go({ verdict: event.target.value === '' ? null : event.target.value })} slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}>
        <option value="">{say('all')}</option>
        {VERDICTS.map((each) => <option key={each} value={each}>{say(`v.${each}`)} ({count(run.counts.find(({ verdict: kind }) => kind === each)?.rows ?? 0)})</option>)}
      </TextField>
      <Answered asked={answer}>
        {({ directoryImportVerdicts: { total, items } }) => <>
          {items.length === 0 ? <NothingHere says={say('lines.none')} /> : <Lines rows={items} />}
          <Pages page={page} last={Math.max(1, Math.ceil(total / PER_PAGE))} go={(number) => go({ page: number })} />
        </>}
      </Answered>
    </Section>
  );
}

function Lines({ rows }: { readonly rows: readonly VerdictRow[] }) {
  return (
    <DataTable caption={say('lines')} rows={rows} keyOf={(row) => String(row.line)} columns={[
      { key: 'line', head: say('line'), cell: (row) => count(row.line) },
      { key: 'verdict', head: say('verdict'), cell: (row) => <StateWords words={say(`v.${row.verdict}`)} tone={TONES[row.verdict]} /> },
      { key: 'organisation', head: say('organisation'), cell: organisationOf },
      { key: 'why', head: say('why'), cell: whyOf },
    ]} />
  );
}

function organisationOf({ name, odsCode, isKnown }: VerdictRow) {
  if (odsCode === '') return '–';
  return name === '' ? odsCode : <OrganisationName name={name} odsCode={odsCode} to={isKnown ? `/organisations/${odsCode}` : undefined} />;
}

function whyOf({ faults, fields }: VerdictRow) {
  if (faults.length > 0) return <ul style={{ margin: 0, paddingLeft: '1.1rem' }}>{faults.map(({ code, sentence }) => <li key={code}>{sentence} ({code})</li>)}</ul>;
  return fields.length === 0 ? say('no-difference') : fields.map((field) => inWords(field.replaceAll(/([A-Z0-9]+)/g, ' $1'))).join(', ');
}

function Pages({ page, last, go }: { readonly page: number; readonly last: number; readonly go: (page: number) => void }) {
  if (last === 1) return null;
  return (
    <Box component="nav" aria-label={say('pages')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', mt: 2 }}>
      <Button variant="outlined" disabled={page <= 1} onClick={() => go(page - 1)}>{say('previous')}</Button>
      <Typography component="span" aria-live="polite">{say('page-of', { page: count(page), last: count(last) })}</Typography>
      <Button variant="outlined" disabled={page >= last} onClick={() => go(page + 1)}>{say('next')}</Button>
    </Box>
  );
}

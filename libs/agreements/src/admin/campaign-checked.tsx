import { count, countOf, DataTable, Section, StateWords } from '@accord/kernel/admin';
import { Alert, Box, Button } from '@mui/material';
import { useState } from 'react';
import { campaignWords } from './campaign-words.js';

export interface CheckedRow {
  readonly line: number | null;
  readonly given: string;
  readonly verdict: 'chosen' | 'named-twice' | 'not-a-code' | 'unknown' | 'not-yours' | 'nothing-signed';
  readonly odsCode: string | null;
  readonly name: string | null;
  readonly localityName: string | null;
  readonly agreements: number;
}

const SHOWN = 200;

/** The dry run: what becomes of every line, and why a line is left out. Nothing has been saved. */
export function CampaignChecked({ rows, isStale }: { readonly rows: readonly CheckedRow[]; readonly isStale: boolean }) {
  const [onlyLeftOut, setOnlyLeftOut] = useState(false);
  const chosen = rows.filter(({ verdict }) => verdict === 'chosen');
  const leftOut = rows.length - chosen.length;
  const listed = onlyLeftOut ? rows.filter(({ verdict }) => verdict !== 'chosen') : rows;
  const agreements = chosen.reduce((sum, row) => sum + row.agreements, 0);
  const others = leftOut === 0 ? campaignWords('checkedAll') : campaignWords('checkedOthers', { count: `${countOf(leftOut, 'line')} will` });
  return (
    <Box sx={{ mt: 4 }}>
      <Section title={campaignWords('checked')}>
        {isStale && <Alert severity="warning" role="status" sx={{ mb: 2, maxWidth: '75ch' }}>{campaignWords('checkAgain')}</Alert>}
        <p role="status">{campaignWords('checkedSays', { chosen: countOf(chosen.length, 'practice'), agreements: countOf(agreements, 'agreement'), others })}</p>
        {leftOut > 0 && <Button onClick={() => setOnlyLeftOut(!onlyLeftOut)} sx={{ mb: 1 }}>{campaignWords(onlyLeftOut ? 'allLines' : 'onlyLeftOut')}</Button>}
        <DataTable caption={campaignWords('checked')} rows={listed.slice(0, SHOWN)} keyOf={(row) => `${row.line ?? 'locality'} ${row.given} ${row.verdict}`} columns={[
          { key: 'line', head: campaignWords('line'), cell: (row) => (row.line === null ? campaignWords('fromLocality') : count(row.line)) },
          { key: 'given', head: campaignWords('given'), cell: (row) => row.given },
          { key: 'practice', head: campaignWords('practice'), cell: (row) => (row.name === null ? '' : `${row.name} (${row.odsCode ?? ''})`) },
          { key: 'locality', head: campaignWords('locality'), cell: (row) => row.localityName ?? '' },
          { key: 'verdict', head: campaignWords('verdict'), cell: (row) => <StateWords tone={row.verdict === 'chosen' ? 'good' : 'quiet'} words={campaignWords(row.verdict, { agreements: countOf(row.agreements, 'agreement') })} /> },
        ]} />
        {listed.length > SHOWN && <p>{campaignWords('linesShown', { shown: count(SHOWN), all: count(listed.length) })}</p>}
      </Section>
    </Box>
  );
}

import { count, countOf, ProblemSummary, useAsk, Waiting } from '@accord/kernel/admin';
import { Box, Button, Checkbox, FormControlLabel, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import type { Named } from './agreement-query.js';
import { say } from './messages.js';

const PROVIDERS = 'query DraftProviders($localityId: ID!) { draftProviders(localityId: $localityId) { odsCode name } }';
const SHOWN_AT_ONCE = 100;

export interface DraftProvidersProps {
  readonly localityId: string;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly hasFault: boolean;
}

/** The practices of the locality: found by name or code, ticked one by one or all at once. */
export function DraftProviders({ localityId, chosen, onChange, hasFault }: DraftProvidersProps) {
  const asked = useAsk<{ readonly draftProviders: readonly Named[] }>(PROVIDERS, { localityId }, { enabled: localityId !== '' });
  const [typed, setTyped] = useState('');
  const offered = asked.data?.draftProviders ?? [];
  const matching = offered.filter(({ name, odsCode }) => `${name} ${odsCode}`.toLowerCase().includes(typed.trim().toLowerCase()));
  // Chosen once, and since closed or moved away: shown, so that it can be taken out.
  const strangers = asked.data === undefined ? [] : chosen.filter((code) => !offered.some(({ odsCode }) => odsCode === code));
  const tick = (code: string, isChosen: boolean): void => onChange(isChosen ? [...chosen, code].sort() : chosen.filter((each) => each !== code));
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, minWidth: 0 }}>
      <Typography component="legend" variant="h2" sx={{ p: 0, mb: 1 }}>{say('practices')}</Typography>
      {localityId === '' && <p>{say('chooseLocalityFirst')}</p>}
      {localityId !== '' && asked.isPending && <Waiting says={say('loadingPractices')} />}
      {asked.error !== null && <ProblemSummary problem={asked.error} />}
      <Box sx={{ display: localityId === '' ? 'none' : 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', mb: 1 }}>
        <TextField id="find-providers" type="search" size="small" label={say('findPractice')} value={typed} error={hasFault} onChange={(event) => setTyped(event.target.value)} sx={{ minWidth: { xs: '100%', sm: 260 } }}
          onKeyDown={(event) => { if (event.key === 'Enter') event.preventDefault(); }} />
        {offered.length > 1 && <Button variant="outlined" onClick={() => onChange(offered.map(({ odsCode }) => odsCode))} disabled={offered.length === 0 || chosen.length === offered.length}>{say('chooseAll', { practices: countOf(offered.length, 'practice') })}</Button>}
        <Button onClick={() => onChange([])} disabled={chosen.length === 0}>{say('chooseNone')}</Button>
      </Box>
      <p role="status" style={{ margin: '0 0 0.5rem' }}>{localityId === '' ? '' : say('chosenOf', { chosen: count(chosen.length), practices: countOf(offered.length, 'practice') })}</p>
      {strangers.map((code) => <p key={code} style={{ margin: '0.25rem 0' }}>{say('noLongerThere', { code })} <Button size="small" onClick={() => tick(code, false)}>{say('takeOut', { name: code })}</Button></p>)}
      {matching.length > 0 && (
        <Box sx={{ border: 1, borderColor: 'divider', borderRadius: 1, px: 2, py: 1, maxHeight: 340, overflow: 'auto', display: 'grid', gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' }, columnGap: 3 }}>
          {matching.slice(0, SHOWN_AT_ONCE).map(({ odsCode, name }) => (
            <FormControlLabel key={odsCode} sx={{ mr: 0 }} control={<Checkbox size="small" checked={chosen.includes(odsCode)} onChange={(event) => tick(odsCode, event.target.checked)} />} label={`${name} (${odsCode})`} />
          ))}
        </Box>
      )}
      {matching.length > SHOWN_AT_ONCE && <p>{say('firstOfMany', { shown: SHOWN_AT_ONCE, practices: countOf(matching.length, 'practice') })}</p>}
      {asked.data !== undefined && matching.length === 0 && <p>{say(offered.length === 0 ? 'noPracticesThere' : 'noPracticeMatches')}</p>}
    </Box>
  );
}

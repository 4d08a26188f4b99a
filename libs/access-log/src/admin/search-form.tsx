import { Box, Button, TextField } from '@mui/material';
import { useState } from 'react';
import { dayInTable, instantInTable, ProblemSummary, type FieldFault } from '@accord/kernel/admin';
import { say } from './messages.js';
import { mayBeNhsNumber, searchAddress, type Criteria, type Criterion } from './search-criteria.js';
import { FLAG_CODES, flagWords, REASON_CODES, reasonWords } from './words.js';

export interface SearchFormProps {
  readonly criteria: Criteria;
  readonly views: readonly { readonly code: string; readonly name: string }[];
  readonly search: (criteria: Criteria) => void;
}

type Choices = readonly (readonly [value: string, label: string])[];
const TEXTS: readonly Extract<Criterion, 'userId' | 'messageId' | 'prescriptionId' | 'consumer' | 'provider' | 'gateway'>[] = ['userId', 'messageId', 'prescriptionId', 'consumer', 'provider', 'gateway'];
const MORE: readonly Criterion[] = ['view', 'flag', 'messageId', 'prescriptionId', 'gateway'];
const GRID = { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 190px), 1fr))', gap: 1.5, alignItems: 'start', pt: 1 } as const;
const isDay = (text: string | undefined): boolean => text === undefined || text === '' || text.length === 10;

/** All that may be asked for but the patient, who has a form of their own. */
export function SearchForm({ criteria, views, search }: SearchFormProps) {
  const [typed, setTyped] = useState(criteria);
  const [shown, setShown] = useState(criteria);
  // A chip or a bar asks for something else: the form then says so too, and what was typed meanwhile gives way.
  if (searchAddress(shown) !== searchAddress(criteria)) {
    setShown(criteria);
    setTyped(criteria);
  }
  const [isMore, setMore] = useState(MORE.some((name) => criteria[name] !== undefined));
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const set = (name: Criterion, value: string): void => setTyped({ ...typed, [name]: value });
  const submit = (): void => {
    const found: FieldFault[] = TEXTS.filter((name) => mayBeNhsNumber(typed[name] ?? '')).map((name) => ({ field: `search-${name}`, says: say('misplaced', { field: say(name) }) }));
    if (isDay(typed.from) && isDay(typed.until) && typed.from && typed.until && typed.until < typed.from) found.push({ field: 'search-until', says: say('order') });
    setFaults(found);
    if (found.some(({ field }) => MORE.some((name) => field === `search-${name}`))) setMore(true);
    if (found.length === 0) search({ ...Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, ['consumer', 'provider'].includes(name) ? value.trim().toUpperCase() : value.trim()])) });
  };
  const text = (name: (typeof TEXTS)[number], hint?: string) => (
    <TextField key={name} id={`search-${name}`} size="small" label={say(name)} helperText={hint} value={typed[name] ?? ''} autoComplete="off" onChange={(event) => set(name, event.target.value)} slotProps={{ htmlInput: { maxLength: 256, spellCheck: false } }} />
  );
  const day = (name: 'from' | 'until') => {
    const at = typed[name];
    const now = at === undefined || isDay(at) ? undefined : say(name === 'from' ? 'nowFrom' : 'nowUntil', { at: instantInTable(at) });
    return <TextField key={name} id={`search-${name}`} size="small" type="date" label={say(name)} helperText={now ?? (name === 'until' ? say('untilHint') : undefined)} value={isDay(at) ? at ?? '' : ''} onChange={(event) => set(name, event.target.value)} slotProps={{ inputLabel: { shrink: true } }} />;
  };
  const choice = (name: 'view' | 'decision' | 'reason' | 'flag', choices: Choices) => (
    <TextField key={name} id={`search-${name}`} size="small" select label={say(name)} value={typed[name] ?? ''} onChange={(event) => set(name, event.target.value)} slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}>
      <option value="">{say('any')}</option>
      {[...choices, ...(typed[name] !== undefined && typed[name] !== '' && !choices.some(([value]) => value === typed[name]) ? [[typed[name], typed[name]] as const] : [])].map(([value, label]) => <option key={value} value={value}>{label}</option>)}
    </TextField>
  );
  return (
    <Box component="form" role="search" aria-label={say('form')} noValidate className="no-print" onSubmit={(event) => { event.preventDefault(); submit(); }} sx={{ mb: 2 }}>
      <ProblemSummary faults={faults} />
      <Box sx={GRID}>
        {day('from')}{day('until')}
        {text('consumer', say('consumerHint'))}{text('provider', say('consumerHint'))}
        {text('userId')}
        {choice('decision', [['permit', say('permit')], ['refuse', say('refuse')]])}
        {choice('reason', REASON_CODES.filter((code) => code !== 'PERMITTED').map((code) => [code, capital(reasonWords(code))]))}
      </Box>
      <Box component="details" open={isMore} onToggle={(event) => setMore((event.currentTarget as HTMLDetailsElement).open)} sx={{ mt: 1 }}>
        <Box component="summary" sx={{ cursor: 'pointer', fontWeight: 600, py: 0.5 }}>{say('moreFields')}</Box>
        <Box sx={GRID}>
          {choice('view', views.map(({ code, name }) => [code, name]))}
          {choice('flag', FLAG_CODES.map((code) => [code, flagWords(code)]))}
          {text('messageId')}{text('prescriptionId')}{text('gateway', say('gatewayHint'))}
        </Box>
      </Box>
      <Box sx={{ display: 'flex', gap: 1, mt: 1.5 }}>
        <Button type="submit" variant="contained">{say('find')}</Button>
        {Object.keys(criteria).length > 0 && <Button onClick={() => { setTyped({}); setFaults([]); search({}); }}>{say('clear')}</Button>}
      </Box>
    </Box>
  );
}

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** A day or an instant, as a table writes it. */
export const timeWords = (at: string): string => (at.length === 10 ? dayInTable(at) : instantInTable(at));

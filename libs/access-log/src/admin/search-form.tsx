import { Box, Button, TextField } from '@mui/material';
import { useState } from 'react';
import { dayInTable, instantInTable, ProblemSummary, type FieldFault } from '@accord/kernel/admin';
import { faultsOf, isTime, TEXTS } from './criteria-faults.js';
import { say } from './messages.js';
import { searchAddress, type Criteria, type Criterion } from './search-criteria.js';
import { FLAG_CODES, flagWords, REASON_CODES, reasonWords } from './words.js';

export interface Organisation { readonly odsCode: string; readonly name: string }

export interface SearchFormProps {
  readonly criteria: Criteria;
  readonly views: readonly { readonly code: string; readonly name: string }[];
  /** Organisations that may be chosen by name, as far as they are known here. */
  readonly organisations: Readonly<Record<'consumer' | 'provider', readonly Organisation[]>>;
  readonly search: (criteria: Criteria) => void;
}

type Choices = readonly (readonly [value: string, label: string])[];
const MORE: readonly Criterion[] = ['view', 'flag', 'messageId', 'prescriptionId', 'gateway'];
const GRID = { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 190px), 1fr))', gap: 1.5, alignItems: 'start', pt: 1 } as const;
const isDay = (text: string | undefined): boolean => text === undefined || text === '' || (text.length === 10 && isTime(text));

/** All that may be asked for but the patient, who has a form of their own. */
export function SearchForm({ criteria, views, organisations, search }: SearchFormProps) {
  const [typed, setTyped] = useState(criteria);
  const [shown, setShown] = useState(criteria);
  const [faults, setFaults] = useState<readonly FieldFault[]>(() => faultsOf(criteria));
  const [isMore, setMore] = useState(MORE.some((name) => criteria[name] !== undefined));
  // A chip or a bar asks for something else: the form then says so too, and what was typed meanwhile gives way.
  if (searchAddress(shown) !== searchAddress(criteria)) {
    setShown(criteria);
    setTyped(criteria);
    setFaults(faultsOf(criteria));
    if (MORE.some((name) => criteria[name] !== undefined)) setMore(true);
  }
  const set = (name: Criterion, value: string): void => setTyped({ ...typed, [name]: value });
  const submit = (): void => {
    const asked: Criteria = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, name === 'consumer' || name === 'provider' ? codeOf(value, organisations[name]) : value.trim()]));
    const found = faultsOf(asked);
    setFaults(found);
    if (found.some(({ field }) => MORE.some((name) => field === `search-${name}`))) setMore(true);
    if (found.length === 0) search(asked);
  };
  const text = (name: (typeof TEXTS)[number], hint?: string) => (
    <TextField key={name} id={`search-${name}`} size="small" label={say(name)} helperText={hint} value={typed[name] ?? ''} autoComplete="off" onChange={(event) => set(name, event.target.value)} slotProps={{ htmlInput: { maxLength: 256, spellCheck: false, ...((name === 'consumer' || name === 'provider') && { list: `known-${name}` }) } }} />
  );
  const day = (name: 'from' | 'until') => {
    const at = typed[name];
    const now = at === undefined || isDay(at) || !isTime(at) ? undefined : say(name === 'from' ? 'nowFrom' : 'nowUntil', { at: instantInTable(at) });
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
      {(['consumer', 'provider'] as const).map((name) => <datalist key={name} id={`known-${name}`}>{organisations[name].map((each) => <option key={each.odsCode} value={named(each)} />)}</datalist>)}
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

const named = ({ odsCode, name }: Organisation): string => `${name} (${odsCode})`;

/** What was typed, as a code: chosen by name it is the code of that name; else as it stands. */
export function codeOf(typed: string, known: readonly Organisation[]): string {
  const text = typed.trim().toUpperCase();
  const chosen = known.filter((each) => [each.name.toUpperCase(), named(each).toUpperCase()].includes(text));
  return chosen.length === 1 ? chosen[0]!.odsCode : /^[A-Z0-9]{3,12}$/.test(text) ? text : typed.trim();
}

/** A day or an instant, as a table writes it; what is neither, as it is. */
export const timeWords = (at: string): string => (!isTime(at) ? at : at.length === 10 ? dayInTable(at) : instantInTable(at));

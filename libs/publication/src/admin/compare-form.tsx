import { ProblemSummary, Section, type FieldFault } from '@accord/kernel/admin';
import { Box, Button, TextField } from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { history } from './history-messages.js';
import { say } from './messages.js';

const FIRST = /^(?:0|[1-9]\d*)$/;
const SECOND = /^[1-9]\d*$/;

/** What keeps two numbers from being compared, told where they are written. */
export function compareFaults(from: string, to: string, newest: number): readonly FieldFault[] {
  const notYet = (field: string, label: string, written: string): readonly FieldFault[] => (Number(written) > newest ? [{ field, says: say('compareNotYet', { field: label, number: written, newest }) }] : []);
  const faults = [
    ...(FIRST.test(from) ? notYet('compare-from', say('compareFirst'), from) : [{ field: 'compare-from', says: say('compareFrom') }]),
    ...(SECOND.test(to) ? notYet('compare-to', say('compareSecond'), to) : [{ field: 'compare-to', says: say('compareTo') }]),
  ];
  return faults.length === 0 && Number(from) === Number(to) ? [{ field: 'compare-to', says: say('compareSame') }] : faults;
}

interface CompareProps {
  /** What stands in the fields at first. */
  readonly before: string;
  readonly number: number;
  readonly newest: number;
  /** What stands there was asked for, by an address: what is wrong with it is said at once. */
  readonly isAsked?: boolean;
}

/** Any two publications by their numbers, the one before unless another is chosen; 0 is before the first. */
export function Compare({ before, number, newest, isAsked: wasAsked = false }: CompareProps) {
  const navigate = useNavigate();
  const [from, setFrom] = useState(before);
  const [to, setTo] = useState(String(number));
  const [isAsked, setAsked] = useState(wasAsked);
  const faults = isAsked ? compareFaults(from, to, newest) : [];
  const isWrong = (field: string): boolean => faults.some((fault) => fault.field === field);
  const go = (): void => {
    setAsked(true);
    if (compareFaults(from, to, newest).length > 0) return;
    const [later, earlier] = [Math.max(Number(from), Number(to)), Math.min(Number(from), Number(to))];
    Promise.resolve(navigate(`/publications/${later}?with=${earlier}`)).catch(() => undefined);
  };
  return (
    <Section title={say('compareTitle')}>
      <ProblemSummary faults={faults} />
      <Box component="form" className="no-print" noValidate onSubmit={(event) => { event.preventDefault(); go(); }} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'flex-start' }}>
        <TextField id="compare-from" size="small" label={say('compareFirst')} value={from} onChange={(event) => setFrom(event.target.value.trim())} helperText={history('fromNothing')} error={isWrong('compare-from')} slotProps={{ htmlInput: { inputMode: 'numeric' } }} sx={{ width: 210 }} />
        <TextField id="compare-to" size="small" label={say('compareSecond')} value={to} onChange={(event) => setTo(event.target.value.trim())} error={isWrong('compare-to')} slotProps={{ htmlInput: { inputMode: 'numeric' } }} sx={{ width: 150 }} />
        <Button type="submit" variant="outlined">{say('compare')}</Button>
      </Box>
    </Section>
  );
}

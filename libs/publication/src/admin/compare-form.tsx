import { Section } from '@accord/kernel/admin';
import { Box, Button, TextField } from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { history } from './history-messages.js';
import { say } from './messages.js';

const FIRST = /^(?:0|[1-9]\d{0,8})$/;
const SECOND = /^[1-9]\d{0,8}$/;

/** Any two publications by their numbers, the one before unless another is chosen; 0 is before the first. */
export function Compare({ before, number }: { readonly before: number; readonly number: number }) {
  const navigate = useNavigate();
  const [from, setFrom] = useState(String(before));
  const [to, setTo] = useState(String(number));
  const isWhole = FIRST.test(from) && SECOND.test(to) && Number(from) !== Number(to);
  const go = (): void => {
    const [later, earlier] = [Math.max(Number(from), Number(to)), Math.min(Number(from), Number(to))];
    Promise.resolve(navigate(`/publications/${later}?with=${earlier}`)).catch(() => undefined);
  };
  return (
    <Section title={say('compareTitle')}>
      <Box component="form" className="no-print" onSubmit={(event) => { event.preventDefault(); if (isWhole) go(); }} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'flex-start' }}>
        <TextField id="compare-from" size="small" label={say('compareFirst')} value={from} onChange={(event) => setFrom(event.target.value.trim())} helperText={history('fromNothing')} slotProps={{ htmlInput: { inputMode: 'numeric' } }} sx={{ width: 210 }} />
        <TextField id="compare-to" size="small" label={say('compareSecond')} value={to} onChange={(event) => setTo(event.target.value.trim())} slotProps={{ htmlInput: { inputMode: 'numeric' } }} sx={{ width: 150 }} />
        <Button type="submit" variant="outlined" disabled={!isWhole}>{say('compare')}</Button>
      </Box>
    </Section>
  );
}

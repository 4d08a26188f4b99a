import { Box } from '@mui/material';
import { say } from './messages.js';

/** How a state bears on sharing: what holds, what waits for somebody, what is stopped, what is over or not begun. */
export type Tone = 'good' | 'waiting' | 'stopped' | 'quiet';

const SHAPE: Readonly<Record<Tone, string>> = { good: '●', waiting: '◐', stopped: '■', quiet: '○' };
const COLOUR: Readonly<Record<Tone, string>> = { good: 'success.main', waiting: 'warning.main', stopped: 'error.main', quiet: 'text.secondary' };

/** A state: words first, then a shape, then a colour. `waitsFor` names who is waited for. */
export function StateWords({ words, tone, waitsFor }: { readonly words: string; readonly tone: Tone; readonly waitsFor?: string | undefined }) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', gap: 0.75, alignItems: 'baseline' }}>
      <Box component="span" aria-hidden sx={{ color: COLOUR[tone], flex: 'none' }}>{SHAPE[tone]}</Box>
      <span>{waitsFor === undefined ? words : say('waitingFor', { words, who: waitsFor })}</span>
    </Box>
  );
}

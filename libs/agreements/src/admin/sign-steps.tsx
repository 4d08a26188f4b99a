import { Box, Button, GlobalStyles, Typography } from '@mui/material';
import { useEffect, useRef, type ReactNode } from 'react';
import { SIGN_STEPS, type SignStep } from './sign-facts.js';
import { signWords } from './sign-words.js';

const NAME = (isProvider: boolean): Readonly<Record<SignStep, string>> => ({
  read: signWords('stepRead'), authority: signWords('stepAuthority'), sign: signWords(isProvider ? 'stepSignProvider' : 'stepSignConsumer'), done: signWords('stepDone'),
});

export interface SignStepsProps {
  readonly current: SignStep;
  /** The step that is needed next: what lies before it is done and may be looked at again. */
  readonly needed: SignStep;
  readonly isProvider: boolean;
  readonly go: (step: SignStep) => void;
}

/** The steps at the left (above, on a narrow screen): what is done, what is now, what comes. */
export function SignSteps({ current, needed, isProvider, go }: SignStepsProps) {
  const place = SIGN_STEPS.indexOf(needed);
  return (
    <Box component="nav" aria-label={signWords('steps')} className="no-print">
      <Box component="ol" sx={{ listStyle: 'none', p: 0, m: 0, display: 'flex', flexDirection: { xs: 'row', md: 'column' }, flexWrap: 'wrap', gap: 0.5 }}>
        {SIGN_STEPS.map((step, index) => {
          const isDone = index < place || needed === 'done';
          const words = `${index + 1}. ${NAME(isProvider)[step]}`;
          const state = signWords(step === current ? 'stateNow' : isDone ? 'stateDone' : 'stateLater');
          const isOpen = needed !== 'done' && index <= place;
          return (
            <Box component="li" key={step} aria-current={step === current ? 'step' : undefined}
              sx={{ borderStyle: 'solid', borderWidth: { xs: '0 0 3px', md: '0 0 0 4px' }, borderColor: step === current ? 'primary.main' : 'divider', px: 0.5, minWidth: { md: 160 } }}>
              {isOpen && step !== current
                ? <Button size="small" onClick={() => go(step)} sx={{ textAlign: 'left', justifyContent: 'flex-start', px: 0.5, fontSize: '1rem' }}>{words} ({state})</Button>
                : <Box component="span" sx={{ display: 'inline-block', px: 0.5, py: 0.75, fontWeight: step === current ? 700 : 400, color: step === current || isDone ? 'text.primary' : 'text.secondary' }}>{words} ({state})</Box>}
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}

/** The bar at the foot: always the next thing that is needed, and the button to it where one press is all. */
export function SignBar({ says, act }: { readonly says: string; readonly act?: ReactNode }) {
  return (
    <Box component="aside" aria-label={signWords('next')} className="no-print" sx={{
      position: 'sticky', bottom: 0, zIndex: 2, bgcolor: 'background.paper', borderTop: 2, borderColor: 'primary.main', mt: 4, px: 2, py: 1.5,
      display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', justifyContent: 'space-between',
    }}>
      <GlobalStyles styles={{ html: { scrollPaddingBottom: '8rem' } }} />
      <Typography component="p" role="status"><strong>{signWords('next')}:</strong> {says}</Typography>
      {act}
    </Box>
  );
}

/** The heading of a step; takes the focus when one comes to it from another, so that nobody is lost. */
export function SignStepHeading({ children, takesFocus }: { readonly children: ReactNode; readonly takesFocus: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { if (takesFocus) heading.current?.focus(); }, [takesFocus]);
  return <Typography variant="h2" ref={heading} tabIndex={-1} sx={{ mb: 2, '&:focus': { outline: 'none' } }}>{children}</Typography>;
}

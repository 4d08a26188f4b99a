import { count } from '@accord/kernel/admin';
import { Box, LinearProgress, Typography } from '@mui/material';
import type { Run } from './import-queries.js';
import { sayImport as say } from './messages.js';

/** How far the worker is, with counts. */
export function ImportProgress({ run }: { readonly run: Run }) {
  const words = wordsOf(run);
  const part = run.step === 'writing' && run.stepsTotal !== null && run.stepsTotal > 0 ? { variant: 'determinate' as const, value: (100 * run.stepsDone) / run.stepsTotal } : {};
  return (
    <Box role="status" sx={{ maxWidth: 560, my: 2 }}>
      <Typography component="p" sx={{ mb: 1 }}>{words}.{run.tries > 1 && ` ${say('step.tries', { tries: count(run.tries) })}`}</Typography>
      <LinearProgress aria-label={words} {...part} />
    </Box>
  );
}

function wordsOf({ step, stepsDone, stepsTotal, tries }: Run): string {
  const [done, total] = [count(stepsDone), count(stepsTotal ?? 0)];
  if (tries === 0 || step === 'waiting') return say('step.waiting');
  if (step === 'planning') return stepsDone === 0 ? say('step.planning', { done: total }) : say('step.planning.done');
  return step === 'writing' ? say('step.writing', { done, total }) : say('step.reading', { done });
}

import { Box, LinearProgress, Typography } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AccordProblem } from './accord-problem.js';
import { ProblemSummary } from './problem-summary.js';

/** Shows what was answered; until then that it is coming, and in its place why it did not. */
export function Answered<T>({ asked, children }: { readonly asked: UseQueryResult<T, AccordProblem>; readonly children: (answer: T) => ReactNode }) {
  if (asked.data !== undefined) return <>{children(asked.data)}</>;
  if (asked.error !== null) return <ProblemSummary problem={asked.error} />;
  return <Waiting />;
}

/** Something is coming. */
export function Waiting({ says = 'Loading' }: { readonly says?: string }) {
  return (
    <Box role="status" sx={{ py: 3, maxWidth: 480 }}>
      <Typography component="p" sx={{ mb: 1 }}>{says}…</Typography>
      <LinearProgress aria-label={says} />
    </Box>
  );
}

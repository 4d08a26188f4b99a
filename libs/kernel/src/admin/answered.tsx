import { Box, LinearProgress, Typography } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import { useContext, type ReactNode } from 'react';
import type { AccordProblem } from './accord-problem.js';
import { say } from './messages.js';
import { NotForDuty } from './not-for-duty.js';
import { InPageContext, Page } from './page.js';
import { ProblemSummary } from './problem-summary.js';

export interface AnsweredProps<T> {
  readonly asked: UseQueryResult<T, AccordProblem>;
  /** What the page is called until the answer names it, where the page itself comes with the answer. */
  readonly title?: string;
  readonly children: (answer: T) => ReactNode;
}

/** Shows what was answered; until then that it is coming, and in its place why it did not. Outside a page it is one, so that a title always stands. */
export function Answered<T>({ asked, title, children }: AnsweredProps<T>) {
  const isInPage = useContext(InPageContext);
  if (asked.data !== undefined) return <>{children(asked.data)}</>;
  const instead = asked.error === null ? <Waiting /> : <NotAnswered problem={asked.error} />;
  if (isInPage) return instead;
  return <Page title={asked.error?.isForAnotherDuty === true ? say('notForDuty') : title ?? say(asked.error === null ? 'loading' : 'notShown')}>{instead}</Page>;
}

/** Why there is no answer. */
export function NotAnswered({ problem }: { readonly problem: AccordProblem }) {
  return problem.isForAnotherDuty ? <NotForDuty code={problem.code} /> : <ProblemSummary problem={problem} />;
}

/** Something is coming. */
export function Waiting({ says = say('loading') }: { readonly says?: string }) {
  return (
    <Box role="status" sx={{ py: 3, maxWidth: 480 }}>
      <Typography component="p" sx={{ mb: 1 }}>{say('comes', { what: says })}</Typography>
      <LinearProgress aria-label={says} />
    </Box>
  );
}

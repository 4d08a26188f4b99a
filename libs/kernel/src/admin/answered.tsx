import { Box, LinearProgress, Typography } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import { useContext, useRef, type ReactNode } from 'react';
import type { AccordProblem } from './accord-problem.js';
import { say } from './messages.js';
import { NotForDuty } from './not-for-duty.js';
import { useNotRefreshed } from './not-refreshed.js';
import { InPageContext, Page } from './page.js';
import { ProblemSummary } from './problem-summary.js';
import { useTakesLong } from './takes-long.js';

export interface AnsweredProps<T> {
  readonly asked: UseQueryResult<T, AccordProblem>;
  readonly children: (answer: T) => ReactNode;
}

/** A part of a page was put where no page is: nothing would say what stands there. */
export class OutsidePage extends Error {}

/** Shows, inside a page, what was answered; until then that it is coming, and in its place why it did not. */
export function Answered<T>({ asked, children }: AnsweredProps<T>) {
  if (!useContext(InPageContext)) throw new OutsidePage('Answered stands inside a Page; where the answer brings the page, it is AnsweredPage.');
  useNotRefreshed();
  return asked.data !== undefined ? <>{children(asked.data)}</> : <Instead asked={asked} />;
}

/** A page that comes whole with its answer: until then one stands that says what is coming, or why it did not. */
export function AnsweredPage<T>({ asked, title, children }: AnsweredProps<T> & { /** What the page is called until the answer names it. */ readonly title: string }) {
  useNotRefreshed();
  if (asked.data !== undefined) return <>{children(asked.data)}</>;
  return <Page title={asked.error?.isForAnotherDuty === true ? say('notForDuty') : title}><Instead asked={asked} /></Page>;
}

/** What was asked and has no answer yet, or none. */
export interface Unanswered { readonly error: AccordProblem | null; readonly refetch: () => unknown }

/** That there was no answer goes on standing while it is asked again: what comes and goes cannot be read, and its button not be pressed. */
export function Instead({ asked: { error, refetch } }: { readonly asked: Unanswered }) {
  const last = useRef<AccordProblem | null>(null);
  if (error !== null && (last.current === null || error.code !== last.current.code)) last.current = error;
  const problem = error === null && last.current?.isNoAnswer !== true ? null : last.current;
  return problem === null ? <Waiting /> : <NotAnswered problem={problem} tryAgain={() => { refetch(); }} />;
}

/** Why there is no answer. */
export function NotAnswered({ problem, tryAgain }: { readonly problem: AccordProblem; readonly tryAgain?: () => void }) {
  return problem.isForAnotherDuty ? <NotForDuty code={problem.code} /> : <ProblemSummary problem={problem} tryAgain={tryAgain} />;
}

/** Something is coming. */
export function Waiting({ says = say('loading') }: { readonly says?: string }) {
  const isLong = useTakesLong(true);
  return (
    <Box role="status" sx={{ py: 3, maxWidth: 480 }}>
      <Typography component="p" sx={{ mb: 1 }}>{say('comes', { what: says })}</Typography>
      {isLong && <Typography component="p" sx={{ mb: 1 }}>{say('takesLong')}</Typography>}
      <LinearProgress aria-label={says} />
    </Box>
  );
}

import { Alert, AlertTitle, Button, Link } from '@mui/material';
import { useEffect, useRef } from 'react';
import type { AccordProblem } from './accord-problem.js';
import { say } from './messages.js';
import { signInAddress } from './sign-in-address.js';

export interface FieldFault {
  /** The id of the input it is about. */
  readonly field: string;
  readonly says: string;
}

export interface ProblemSummaryProps {
  readonly problem?: AccordProblem | null | undefined;
  readonly faults?: readonly FieldFault[];
  /** Shows what stands now, where the page can; otherwise it is loaded anew. */
  readonly lookAgain?: () => void;
  /** The id of the input that a refusal is about, by its code, or by the field that the server names. */
  readonly fieldOf?: Readonly<Record<string, string>>;
  /** Asks again what was not answered. */
  readonly tryAgain?: (() => void) | undefined;
}

/**
 * What went wrong, at the top of a form: focused when it appears and when the form is sent again, with links to the fields and a
 * code to quote. Where it changes while somebody is putting it right, they are left where they type.
 */
export function ProblemSummary({ problem, faults = [], lookAgain, fieldOf = {}, tryAgain }: ProblemSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const shown = (problem ?? null) !== null || faults.length > 0;
  const wasShown = useRef<AccordProblem | boolean | null>(false);
  useEffect(() => {
    const stands = shown && (problem ?? true);
    const isTyping = stands === wasShown.current && document.activeElement?.matches('[type=submit]') !== true;
    wasShown.current = stands;
    if (shown && !isTyping) box.current?.focus();
  }, [problem, shown, faults.length]);
  if (!shown) return null;
  const refused = problem == null ? undefined : [problem.code, ...problem.fields].map((each) => fieldOf[each]).find((each) => each !== undefined);
  return (
    <Alert severity={problem?.needsStepUp === true ? 'warning' : 'error'} role="alert" ref={box} tabIndex={-1} sx={{ mb: 3, maxWidth: '75ch' }}
      action={problem?.needsStepUp === true ? <Button color="inherit" href={signInAddress(true)}>{say('useKey')}</Button>
        : tryAgain !== undefined && problem?.isNoAnswer === true ? <Button color="inherit" onClick={tryAgain}>{say('tryAgain')}</Button> : undefined}>
      <AlertTitle>{say(problem?.needsStepUp === true ? 'oneMoreStep' : 'problem')}</AlertTitle>
      {faults.length > 0 && (
        <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>
          {faults.map(({ field, says }) => (
            <li key={`${field} ${says}`} style={{ padding: '0.25rem 0' }}><ToField field={field} says={says} /></li>
          ))}
        </ul>
      )}
      {problem != null && <>
        <p style={{ margin: 0 }}>{refused === undefined ? problem.message : <ToField field={refused} says={problem.message} />}</p>
        {problem.isOutdated && !(problem.isOver && lookAgain === undefined) && <p style={{ margin: '0.25rem 0 0' }}>{lookAgain === undefined
          ? <Link href="" color="inherit">{say('look')}</Link> : <Link component="button" type="button" color="inherit" onClick={lookAgain}>{say('look')}</Link>}{!problem.isOver && say('kept')}</p>}
        <p style={{ margin: '0.25rem 0 0' }}>{say('code', { code: problem.code })}</p>
      </>}
    </Alert>
  );
}

/** Leads to the input that a sentence is about. */
function ToField({ field, says }: FieldFault) {
  return <Link href={`#${field}`} color="inherit" onClick={(event) => { event.preventDefault(); document.getElementById(field)?.focus(); }}>{says}</Link>;
}

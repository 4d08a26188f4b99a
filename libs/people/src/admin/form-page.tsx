import { AccordLink, DoneNotice, NothingHere, Page, ProblemSummary, type AccordProblem, type FieldFault } from '@accord/kernel/admin';
import { Button } from '@mui/material';
import type { ReactNode } from 'react';
import { say } from './messages.js';

export interface FormPageProps {
  readonly title: string;
  readonly sentence: string;
  readonly send: string;
  readonly allowed: boolean;
  readonly faults: readonly FieldFault[];
  readonly problem: AccordProblem | null;
  readonly isPending: boolean;
  readonly onSend: () => void;
  /** What is said, and where to go, once it is done. */
  readonly done: { readonly says: string; readonly to: string; readonly see: string } | null;
  readonly children: ReactNode;
}

/** A form of its own page: faults in a summary with links, and at the end what happens next. */
export function FormPage({ title, sentence, send, allowed, faults, problem, isPending, onSend, done, children }: FormPageProps) {
  if (!allowed) return <Page title={title}><NothingHere says={say('not-this-duty')} action={<AccordLink to="/people">{say('people')}</AccordLink>} /></Page>;
  if (done !== null) return <Page title={title} wide={false}><DoneNotice>{done.says} <AccordLink to={done.to}>{done.see}</AccordLink></DoneNotice></Page>;
  return (
    <Page title={title} sentence={sentence} wide={false}>
      <ProblemSummary problem={problem} faults={faults} />
      <form noValidate onSubmit={(event) => { event.preventDefault(); onSend(); }}>
        {children}
        <Button type="submit" variant="contained" disabled={isPending} sx={{ mt: 2 }}>{send}</Button>
      </form>
    </Page>
  );
}

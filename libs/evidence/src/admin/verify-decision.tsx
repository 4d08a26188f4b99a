import { ConfirmAct, countOf, Section, useAct, useKept, type FieldFault, type May } from '@accord/kernel/admin';
import { Box, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import type { QueueRow } from './evidence-query.js';
import { say } from './messages.js';
import { reasonOf, RejectReason, type RejectReasonGiven } from './reject-reason.js';
import { VerifyQuestions, type Answers, type Question } from './verify-questions.js';

export type Decided = 'accepted' | 'rejected';
export interface Decides { readonly decided: (how: Decided) => void }

/** What is decided, and how it is said. */
export interface ToDecide {
  readonly may: May;
  readonly questions: readonly Question[];
  readonly hint: ReactNode;
  readonly acceptWith: string;
  readonly rejectWith: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The version of what was looked at. */
  readonly version: number;
  readonly says: Readonly<Record<'accept' | 'acceptTitle' | 'acceptPreview' | 'acceptLearns' | 'rejectTitle' | 'rejectPreview' | 'notAllowed', string>>;
  readonly isLetter?: boolean;
}

/** The questions, and the two acts. Answers are kept until it is decided, also through a sign-in. */
export function VerifyDecision({ row, decided, may, questions, hint, acceptWith, rejectWith, input, version, says, isLetter }: Decides & ToDecide & { readonly row: QueueRow }) {
  const [answers, setAnswers, forget] = useKept<Answers>(`evidence:${row.id}:answers`, {});
  const [given, give] = useState<RejectReasonGiven>({ chosen: '', words: '' });
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [accept, reject] = [useAct<unknown>(acceptWith), useAct<unknown>(rejectWith)];
  if (!may.allowed) return <Section title={say('questions')}><Typography>{says.notAllowed}</Typography></Section>;

  const left = questions.filter(({ key }) => answers[key] === undefined).length;
  const because = row.notByYou !== null ? say(row.notByYou)
    : questions.some(({ key }) => answers[key] === 'no') ? say('answeredNo')
      : left > 0 ? say('answerFirst', { count: countOf(left, 'question') }) : undefined;
  const done = (answer: unknown, how: Decided): boolean => {
    if (answer === null) return false;
    forget();
    decided(how);
    return true;
  };
  const confirmReject = async (): Promise<boolean> => {
    const told = reasonOf(given);
    setFaults('faults' in told ? told.faults : []);
    return 'reason' in told && done(await reject.act({ ...input, reason: told.reason }), 'rejected');
  };
  return (
    <Section title={say('questions')}>
      {row.notByYou === null && (
        <>
          <Typography sx={{ mb: 1 }}>{hint}</Typography>
          <VerifyQuestions questions={questions} answers={answers} answer={(key, answer) => setAnswers((before) => ({ ...before, [key]: answer }))} />
        </>
      )}
      <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mt: 2 }}>
        <ConfirmAct label={says.accept} title={says.acceptTitle} may={may} disabledBecause={because} isPending={accept.isPending} problem={accept.problem} reset={accept.reset} bindsTo={version}
          preview={<><Typography>{says.acceptPreview}</Typography><Typography sx={{ mt: 1 }}>{says.acceptLearns}</Typography></>}
          confirm={async () => done(await accept.act(input), 'accepted')} />
        <ConfirmAct label={say('reject')} title={says.rejectTitle} may={may} asksReason={false} narrowing isPending={reject.isPending} problem={reject.problem} bindsTo={version}
          reset={() => { setFaults([]); reject.reset(); }} preview={<RejectReason given={given} give={give} faults={faults} preview={says.rejectPreview} isLetter={isLetter === true} />} confirm={confirmReject} />
      </Box>
    </Section>
  );
}

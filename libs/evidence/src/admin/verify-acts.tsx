import { AccordLink, ConfirmAct, countOf, Section, useAct, useKept, useSession, type FieldFault } from '@accord/kernel/admin';
import { Box, Typography } from '@mui/material';
import { useState } from 'react';
import { REJECT, VERIFY, type Shown } from './evidence-query.js';
import { say } from './messages.js';
import { reasonOf, RejectReason, type RejectReasonGiven } from './reject-reason.js';
import { questionsFor, VerifyQuestions, type Answers } from './verify-questions.js';

export type Decided = 'accepted' | 'rejected';

/** The questions, and the two acts. Answers are kept until it is decided, also through a sign-in. */
export function VerifyActs({ row, file, decided }: Shown & { readonly decided: (how: Decided) => void }) {
  const session = useSession();
  const [answers, setAnswers, forget] = useKept<Answers>(`evidence:${row.id}:answers`, {});
  const [given, give] = useState<RejectReasonGiven>({ chosen: '', words: '' });
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const accept = useAct<unknown>(VERIFY);
  const reject = useAct<unknown>(REJECT);
  const may = session.may('verify', row.side === 'provider' ? 'Participation' : 'ConsumerPart', { localityId: row.localityId });
  const words = { name: row.organisationName, odsCode: row.odsCode, reference: row.agreementReference ?? '', locality: row.localityName };
  if (row.standing !== 'waiting') return null;
  if (!may.allowed) return <Section title={say('questions')}><Typography>{say('onlyOfficers', words)}</Typography></Section>;

  const questions = questionsFor({ row, file });
  const left = questions.filter(({ key }) => answers[key] === undefined).length;
  const because = row.notByYou !== null ? say(row.notByYou)
    : questions.some(({ key }) => answers[key] === 'no') ? say('answeredNo')
      : left > 0 ? say('answerFirst', { count: countOf(left, 'question') }) : undefined;
  const input = { id: row.partyId, side: row.side, expectedVersion: row.partyVersion };
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
      {row.notByYou === null ? (
        <>
          <Typography sx={{ mb: 1 }}>{say('questionsHint')} <AccordLink to={`/agreements/${row.agreementId}?tab=document`}>{say('compare')}</AccordLink></Typography>
          <VerifyQuestions questions={questions} answers={answers} answer={(key, answer) => setAnswers((before) => ({ ...before, [key]: answer }))} />
        </>
      ) : null}
      <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mt: 2 }}>
        <ConfirmAct label={say('accept')} title={say('acceptTitle')} may={may} disabledBecause={because} isPending={accept.isPending} problem={accept.problem} reset={accept.reset} bindsTo={row.partyVersion ?? 0}
          preview={<><Typography>{say('acceptPreview', words)}</Typography><Typography sx={{ mt: 1 }}>{say('acceptLearns', words)}</Typography></>}
          confirm={async () => done(await accept.act(input), 'accepted')} />
        <ConfirmAct label={say('reject')} title={say('rejectTitle')} may={may} asksReason={false} narrowing isPending={reject.isPending} problem={reject.problem} bindsTo={row.partyVersion ?? 0}
          reset={() => { setFaults([]); reject.reset(); }} preview={<RejectReason given={given} give={give} faults={faults} preview={say('rejectPreview', words)} />} confirm={confirmReject} />
      </Box>
    </Section>
  );
}

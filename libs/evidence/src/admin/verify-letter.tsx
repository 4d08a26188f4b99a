import { AccordLink, Answered, ConfirmAct, countOf, FactList, Section, useAct, useAsk, useKept, useSession, type FieldFault } from '@accord/kernel/admin';
import { Box, Typography } from '@mui/material';
import { useState } from 'react';
import { LETTER, REJECT_LETTER, VERIFY_LETTER, type Letter, type LetterAnswer, type Shown } from './evidence-query.js';
import { NARROW } from './machine-findings.js';
import { say } from './messages.js';
import { reasonOf, RejectReason, type RejectReasonGiven } from './reject-reason.js';
import type { Decided } from './verify-acts.js';
import { questionsOfLetter, VerifyQuestions, type Answers } from './verify-questions.js';

type Decides = { readonly decided: (how: Decided) => void };

/** What a letter is said to say, beside its pages. */
export function LetterSays({ row }: Pick<Shown, 'row'>) {
  const asked = useAsk<LetterAnswer>(LETTER, { id: row.id });
  return (
    <Answered asked={asked}>
      {({ writtenInstruction: letter }) => (letter === null ? null : (
        <Section title={say('letterSays')}>
          <Box component="ul" sx={{ m: 0, mb: 2, pl: 2.5, overflowWrap: 'anywhere' }}>
            {letter.replies.map(({ participationId, agreementId, reference, title, versionNumber, reply }) => (
              <li key={participationId}><AccordLink to={`/agreements/${agreementId}`}>{say(reply === 'withdraw' ? 'letterWithdraw' : 'letterKeep', { reference, title, version: versionNumber })}</AccordLink></li>
            ))}
          </Box>
          <Box sx={NARROW}><FactList facts={[[say('letterReason'), letter.reason]]} /></Box>
        </Section>
      ))}
    </Answered>
  );
}

/** While a letter waits, the questions and the two acts. */
export function VerifyLetter({ row, file, decided }: Shown & Decides) {
  const letter = useAsk<LetterAnswer>(LETTER, { id: row.id }).data?.writtenInstruction;
  return letter == null || row.standing !== 'waiting' ? null : <Decision row={row} file={file} letter={letter} decided={decided} />;
}

function Decision({ row, file, letter, decided }: Shown & Decides & { readonly letter: Letter }) {
  const session = useSession();
  const [answers, setAnswers, forget] = useKept<Answers>(`evidence:${row.id}:answers`, {});
  const [given, give] = useState<RejectReasonGiven>({ chosen: '', words: '' });
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [accept, reject] = [useAct<unknown>(VERIFY_LETTER), useAct<unknown>(REJECT_LETTER)];
  const may = session.may('verify', 'WrittenInstruction', { localityId: row.localityId });
  const words = { name: row.organisationName, odsCode: row.odsCode, title: letter.campaignTitle, locality: row.localityName };
  if (!may.allowed) return <Section title={say('questions')}><Typography>{say('onlyOfficers', words)}</Typography></Section>;
  const questions = questionsOfLetter({ row, file }, letter);
  const left = questions.filter(({ key }) => answers[key] === undefined).length;
  const because = row.notByYou !== null ? say(row.notByYou) : questions.some(({ key }) => answers[key] === 'no') ? say('answeredNo') : left > 0 ? say('answerFirst', { count: countOf(left, 'question') }) : undefined;
  const input = { id: row.id, expectedVersion: letter.version };
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
          <Typography sx={{ mb: 1 }}>{say('questionsHint')}</Typography>
          <VerifyQuestions questions={questions} answers={answers} answer={(key, answer) => setAnswers((before) => ({ ...before, [key]: answer }))} />
        </>
      )}
      <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mt: 2 }}>
        <ConfirmAct label={say('acceptLetter')} title={say('acceptLetterTitle')} may={may} disabledBecause={because} isPending={accept.isPending} problem={accept.problem} reset={accept.reset} bindsTo={letter.version}
          preview={<><Typography>{say('acceptLetterPreview', words)}</Typography><Typography sx={{ mt: 1 }}>{say('acceptLetterLearns', words)}</Typography></>}
          confirm={async () => done(await accept.act(input), 'accepted')} />
        <ConfirmAct label={say('reject')} title={say('rejectLetterTitle')} may={may} asksReason={false} narrowing isPending={reject.isPending} problem={reject.problem} bindsTo={letter.version}
          reset={() => { setFaults([]); reject.reset(); }} preview={<RejectReason given={given} give={give} faults={faults} preview={say('rejectLetterPreview', words)} isLetter />} confirm={confirmReject} />
      </Box>
    </Section>
  );
}

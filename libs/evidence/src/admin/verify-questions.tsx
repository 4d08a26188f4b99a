import { dayInProse } from '@accord/kernel/admin';
import { Box, FormControlLabel, Radio, RadioGroup } from '@mui/material';
import type { Letter, Shown } from './evidence-query.js';
import { say } from './messages.js';

export type Answer = 'yes' | 'no';
export type Answers = Readonly<Record<string, Answer>>;

export interface Question {
  readonly key: string;
  readonly asks: string;
}

/** What only a person can judge of this document. Where the machine noticed something to look at, that is asked too. */
export function questionsFor({ row, file }: Shown): readonly Question[] {
  const signatory = file.signatory ?? say('hidden');
  const signed = row.kind === 'generated' ? say('qNamed', { signatory }) : file.signedPage === null ? say('qSignedSomewhere', { signatory }) : say('qSigned', { signatory, page: file.signedPage });
  return [
    { key: 'document', asks: say('qDocument', { reference: row.agreementReference ?? '' }) },
    { key: 'signed', asks: signed },
    { key: 'for', asks: say('qFor', { name: row.organisationName, odsCode: row.odsCode }) },
    { key: 'date', asks: say('qDate', { day: dayInProse(file.signedAt) }) },
    ...(row.severity === 'warning' ? [{ key: 'findings', asks: say('qFindings') }] : []),
  ];
}

/** Of a letter: whether it says what was recorded, agreement by agreement, and whether somebody who may has signed it. */
export function questionsOfLetter({ row, file }: Shown, { replies }: Letter): readonly Question[] {
  const [, ...others] = questionsFor({ row, file });
  return [
    { key: 'document', asks: say('qLetter') },
    ...replies.map(({ participationId, reference, reply }) => ({ key: participationId, asks: say(reply === 'withdraw' ? 'qLetterWithdraw' : 'qLetterKeep', { reference }) })),
    ...others,
  ];
}

/** Each question with yes and no; nothing is answered for anybody. */
export function VerifyQuestions({ questions, answers, answer }: { readonly questions: readonly Question[]; readonly answers: Answers; readonly answer: (key: string, given: Answer) => void }) {
  return (
    <>
      {questions.map(({ key, asks }) => (
        <Box key={key} component="fieldset" sx={{ border: 0, p: 0, m: 0, mb: 1.5 }}>
          <Box component="legend" sx={{ p: 0, fontWeight: 600 }}>{asks}</Box>
          <RadioGroup row name={`question-${key}`} aria-label={asks} value={answers[key] ?? ''} onChange={(_event, given) => answer(key, given as Answer)}>
            {(['yes', 'no'] as const).map((given) => <FormControlLabel key={given} value={given} label={say(given)} control={<Radio id={`question-${key}-${given}`} size="small" />} />)}
          </RadioGroup>
        </Box>
      ))}
    </>
  );
}

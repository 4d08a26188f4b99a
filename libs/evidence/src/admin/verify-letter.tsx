import { AccordLink, Answered, FactList, Section, useAsk, useSession } from '@accord/kernel/admin';
import { Box } from '@mui/material';
import { LETTER, REJECT_LETTER, VERIFY_LETTER, type LetterAnswer, type Shown } from './evidence-query.js';
import { NARROW } from './machine-findings.js';
import { say } from './messages.js';
import { VerifyDecision, type Decides } from './verify-decision.js';
import { questionsOfLetter } from './verify-questions.js';

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
  const session = useSession();
  const letter = useAsk<LetterAnswer>(LETTER, { id: row.id }).data?.writtenInstruction;
  if (letter == null || row.standing !== 'waiting') return null;
  const words = { name: row.organisationName, odsCode: row.odsCode, title: letter.campaignTitle, locality: row.localityName };
  return (
    <VerifyDecision
      row={row} decided={decided} may={session.may('verify', 'WrittenInstruction', { localityId: row.localityId })} questions={questionsOfLetter({ row, file }, letter)} hint={say('questionsHint')}
      acceptWith={VERIFY_LETTER} rejectWith={REJECT_LETTER} input={{ id: row.id, expectedVersion: letter.version }} version={letter.version} isLetter
      says={{ accept: say('acceptLetter'), acceptTitle: say('acceptLetterTitle'), acceptPreview: say('acceptLetterPreview', words), acceptLearns: say('acceptLetterLearns', words), rejectTitle: say('rejectLetterTitle'), rejectPreview: say('rejectLetterPreview', words), notAllowed: say('onlyOfficers', words) }}
    />
  );
}

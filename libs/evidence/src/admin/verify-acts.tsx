import { AccordLink, useSession } from '@accord/kernel/admin';
import { REJECT, VERIFY, type Shown } from './evidence-query.js';
import { say } from './messages.js';
import { VerifyDecision, type Decides } from './verify-decision.js';
import { questionsFor } from './verify-questions.js';

/** While what a party signed waits, the questions and the two acts. */
export function VerifyActs({ row, file, decided }: Shown & Decides) {
  const session = useSession();
  if (row.standing !== 'waiting') return null;
  const words = { name: row.organisationName, odsCode: row.odsCode, reference: row.agreementReference ?? '', locality: row.localityName };
  return (
    <VerifyDecision
      row={row} decided={decided} may={session.may('verify', row.side === 'provider' ? 'Participation' : 'ConsumerPart', { localityId: row.localityId })} questions={questionsFor({ row, file })}
      hint={<>{say('questionsHint')} <AccordLink to={`/agreements/${row.agreementId}?tab=document`}>{say('compare')}</AccordLink></>}
      acceptWith={VERIFY} rejectWith={REJECT} input={{ id: row.partyId, side: row.side, expectedVersion: row.partyVersion }} version={row.partyVersion ?? 0}
      says={{ accept: say('accept'), acceptTitle: say('acceptTitle'), acceptPreview: say('acceptPreview', words), acceptLearns: say('acceptLearns', words), rejectTitle: say('rejectTitle'), rejectPreview: say('rejectPreview', words), notAllowed: say('onlyOfficers', words) }}
    />
  );
}

import { Box, Button, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import { AccordLink, dayInProse, Section, useAsk, useSession } from '@accord/kernel/admin';
import { factsForAbility, subjectOf, type PartyFacts } from './party-facts.js';
import type { Signing } from './sign-facts.js';
import { SignFindings, type UploadFinding } from './sign-findings.js';
import { SignStepHeading } from './sign-steps.js';
import { signWords } from './sign-words.js';

const QUERY = 'query WaitingParts { myParties { id agreementId agreementReference side odsCode state } }';
type Waiting = Pick<PartyFacts, 'id' | 'agreementId' | 'agreementReference' | 'side' | 'odsCode' | 'state'>;

/** The last step: how it stands, what happens next, who is told, and what waits for this person after it. */
export function SignDone({ party, agreement, takesFocus, findings }: Signing & { readonly takesFocus: boolean; readonly findings: readonly UploadFinding[] | null }) {
  const { may } = useSession();
  const words = { name: party.name, locality: agreement.localityName, begins: dayInProse(agreement.beginsOn) };
  const isSubmitted = ['signed', 'accepted'].includes(party.state);
  return (
    <>
      <SignStepHeading takesFocus={takesFocus}>{standing(party, agreement.localityName)}</SignStepHeading>
      {findings !== null && <SignFindings findings={findings} />}
      {isSubmitted && (
        <>
          <Section title={signWords('nextHeading')}>
            <Box component="ol" sx={{ m: 0, pl: 3, maxWidth: '70ch', '& li': { mb: 1 } }}>{(['next1', 'next2', 'next3'] as const).map((key) => <li key={key}>{signWords(key, words)}</li>)}</Box>
          </Section>
          <Section title={signWords('toldHeading')}><Typography component="p" sx={{ maxWidth: '70ch' }}>{signWords('told', words)}</Typography></Section>
        </>
      )}
      <Box component="ul" sx={{ listStyle: 'none', p: 0, mb: 3, '& li': { mb: 1 } }}>
        <li><AccordLink to={`/agreements/${party.agreementId}/parties/${party.side}/${party.id}`}>{signWords('openParty', words)}</AccordLink></li>
        {party.evidenceId !== null && may('read', 'Evidence', factsForAbility(party, agreement.localityId)).allowed && <li><AccordLink to={`/evidence/${party.evidenceId}`}>{signWords('openEvidence')}</AccordLink></li>}
      </Box>
      <Another than={party.id} />
    </>
  );
}

/** One agreement at a time: what waits for this person after this one. */
function Another({ than }: { readonly than: string }) {
  const { me, may } = useSession();
  const isSigning = may('sign', 'Participation').allowed || may('accept', 'ConsumerPart').allowed;
  const asked = useAsk<{ myParties: readonly Waiting[] }>(QUERY, {}, { enabled: isSigning && me.actingAs?.odsCode != null });
  if (!isSigning || asked.data === undefined) return null;
  const next = asked.data.myParties.find((party) => party.id !== than && party.state === 'invited'
    && may(party.side === 'provider' ? 'sign' : 'accept', subjectOf(party.side), factsForAbility(party, '')).allowed);
  if (next === undefined) return <Typography component="p">{signWords('noOther')}</Typography>;
  return <Button variant="contained" component={RouterLink} to={`/agreements/${next.agreementId}/sign/${next.id}`}>{signWords('anotherWaits', { reference: next.agreementReference })}</Button>;
}

function standing({ state, name, submittedBy, stateAt }: PartyFacts, locality: string): string {
  const words = { name, who: submittedBy ?? '', day: dayInProse(stateAt), locality };
  if (state === 'signed') return signWords(submittedBy === null ? 'doneHanded' : 'doneSigned', words);
  if (state === 'accepted') return signWords(submittedBy === null ? 'doneHanded' : 'doneAccepted', words);
  if (state === 'declined') return signWords('doneDeclined', words);
  if (state === 'rejected') return signWords('doneRejected', words);
  return signWords(state === 'withdrawn' || state === 'left' ? 'doneGone' : 'doneElse', words);
}

import { Box, Button, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import { AccordLink, browserClock, dayInProse, Section, useAsk, useSession, Waiting } from '@accord/kernel/admin';
import { factsForAbility, subjectOf, type PartyFacts } from './party-facts.js';
import type { Signing } from './sign-facts.js';
import { SignFindings, type UploadFinding } from './sign-findings.js';
import { SignStepHeading } from './sign-steps.js';
import { signWords } from './sign-words.js';

const QUERY = 'query WaitingParts { myParties { id agreementId agreementReference side odsCode state renewal { state } } }';
const KIND = 'query KindOfEvidence($id: ID!) { evidence(id: $id) { kind } }';
type WaitingPart = Pick<PartyFacts, 'id' | 'agreementId' | 'agreementReference' | 'side' | 'odsCode' | 'state'> & { readonly renewal: Pick<PartyFacts, 'state'> | null };

/** The last step: how it stands, what happens next, who is told, and what waits for this person after it. */
export function SignDone({ party, agreement, takesFocus, findings }: Signing & { readonly takesFocus: boolean; readonly findings: readonly UploadFinding[] | null }) {
  const { may } = useSession();
  const words = { name: party.name, locality: agreement.localityName, begins: dayInProse(agreement.beginsOn), number: party.versionNumber, signed: party.goesOnBy ?? '' };
  const hasBegun = agreement.beginsOn <= browserClock.now().toISOString().slice(0, 10);
  const isSubmitted = ['signed', 'accepted'].includes(party.state);
  const readsEvidence = party.evidenceId !== null && may('read', 'Evidence', factsForAbility(party, agreement.localityId)).allowed;
  const evidence = useAsk<{ evidence: { kind: string } }>(KIND, { id: party.evidenceId }, { enabled: readsEvidence });
  // Who signed and who sent it is one sentence, so it waits for what kind of document it is.
  if (readsEvidence && evidence.data === undefined && evidence.error === null) return <Waiting />;
  return (
    <>
      <SignStepHeading takesFocus={takesFocus}>{standing(party, agreement.localityName, evidence.data?.evidence.kind ?? null)}</SignStepHeading>
      {findings !== null && <SignFindings findings={findings} />}
      {isSubmitted && (
        <>
          <Section title={signWords('nextHeading')}>
            <Box component="ol" sx={{ m: 0, pl: 3, maxWidth: '70ch', '& li': { mb: 1 } }}>{(['next1', 'next2', party.proposalState === 'running' ? 'next3Proposed' : party.goesOnBy !== undefined ? 'next3Anew' : hasBegun ? 'next3Begun' : 'next3'] as const).map((key) => <li key={key}>{signWords(key, words)}</li>)}</Box>
          </Section>
          <Section title={signWords('toldHeading')}><Typography component="p" sx={{ maxWidth: '70ch' }}>{signWords('told', words)}</Typography></Section>
        </>
      )}
      <Box component="ul" sx={{ listStyle: 'none', p: 0, mb: 3, '& li': { mb: 1 } }}>
        <li><AccordLink to={`/agreements/${party.agreementId}/parties/${party.side}/${party.id}`}>{signWords('openParty', words)}</AccordLink></li>
        {readsEvidence && <li><AccordLink to={`/evidence/${party.evidenceId ?? ''}`}>{signWords('openEvidence')}</AccordLink></li>}
      </Box>
      <Another than={party.id} />
    </>
  );
}

/** One agreement at a time: what waits for this person after this one. */
function Another({ than }: { readonly than: string }) {
  const { me, may } = useSession();
  const isSigning = may('sign', 'Participation').allowed || may('accept', 'ConsumerPart').allowed;
  const asked = useAsk<{ myParties: readonly WaitingPart[] }>(QUERY, {}, { enabled: isSigning && me.actingAs?.odsCode != null });
  if (!isSigning || asked.data === undefined) return null;
  const next = asked.data.myParties.find((party) => party.id !== than && (party.renewal ?? party).state === 'invited'
    && may(party.side === 'provider' ? 'sign' : 'accept', subjectOf(party.side), factsForAbility(party, '')).allowed);
  if (next === undefined) return <Typography component="p">{signWords('noOther')}</Typography>;
  return <Button variant="contained" component={RouterLink} to={`/agreements/${next.agreementId}/sign/${next.id}`}>{signWords('anotherWaits', { reference: next.agreementReference })}</Button>;
}

function standing({ state, name, submittedBy, stateAt, versionNumber: number, goesOnBy: signed }: PartyFacts, locality: string, kind: string | null): string {
  const words = { name, who: submittedBy ?? '', day: dayInProse(stateAt), locality };
  if (state === 'signed' || state === 'accepted') {
    if (submittedBy === null || kind === null) return signWords('doneCame', words);
    return signWords(kind === 'uploaded' ? 'doneHanded' : state === 'signed' ? 'doneSigned' : 'doneAccepted', words);
  }
  if (state === 'declined') return signed === undefined ? signWords('doneDeclined', words) : signWords('doneDeclinedAnew', { ...words, number, signed });
  if (state === 'rejected') return signWords('doneRejected', words);
  return signWords(state === 'withdrawn' || state === 'left' ? 'doneGone' : 'doneElse', words);
}

import { Box, Button } from '@mui/material';
import { useEffect, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { AccordLink, Answered, NothingHere, Page, ProblemSummary, useAsk, useKept, useSession, type FieldFault } from '@accord/kernel/admin';
import { proposalWords } from './proposal-words.js';
import { askedOf, factsForAbility, PARTY_FIELDS, SERVICE_FIELDS, subjectOf } from './party-facts.js';
import { SignAuthority } from './sign-authority.js';
import { SignChoice } from './sign-choice.js';
import { SignDone } from './sign-done.js';
import { inWordsOf, NO_PROGRESS, nextStep, wayOf, SIGN_STEPS, SIGNED_AGREEMENT_FIELDS, SIGNED_VERSION_FIELDS, type SignedVersion, type Signing, type SignProgress, type SignStep } from './sign-facts.js';
import type { UploadFinding } from './sign-findings.js';
import { READ_FIELD, SignReading } from './sign-reading.js';
import { useRegister } from './sign-register.js';
import { SignBar, SignSteps } from './sign-steps.js';
import { signWords } from './sign-words.js';

const QUERY = `query Signing($partyId: ID!, $id: ID!) {
  party(id: $partyId) { ${PARTY_FIELDS} } agreement(id: $id) { ${SIGNED_AGREEMENT_FIELDS} } agreementVersions(id: $id) { ${SIGNED_VERSION_FIELDS} } services { ${SERVICE_FIELDS} }
}`;

type Answer = { readonly [Field in keyof Signing]: Signing[Field] | null } & { readonly agreementVersions: readonly SignedVersion[] };

/** Signing for a sharing organisation, accepting for a viewing one: one agreement, step by step. */
export function SignPage() {
  const { id = '', partyId = '' } = useParams();
  const asked = useAsk<Answer>(QUERY, { id, partyId });
  if (asked.data === undefined) return <Page title={signWords('title')}><Answered asked={asked}>{() => null}</Answered></Page>;
  const { party, agreement, agreementVersions, services } = asked.data;
  // A page of its own for each part, so that nothing kept for one is written to another.
  if (party !== null && agreement !== null && services !== null) {
    const own = askedOf(party);
    return <OneSigning key={party.id} party={own} agreement={inWordsOf(agreement, agreementVersions, own.versionNumber)} services={services} />;
  }
  return (
    <Page title={signWords('title')}>
      <NothingHere says={signWords('absent')} why={signWords('absentWhy')} action={<AccordLink to="/agreements">{signWords('toAgreements')}</AccordLink>} />
    </Page>
  );
}

function OneSigning({ party, agreement, services }: Signing) {
  const { may } = useSession();
  const facts = factsForAbility(party, agreement.localityId);
  const isProvider = party.side === 'provider';
  const mayHere = may(isProvider ? 'sign' : 'accept', subjectOf(party.side), facts).allowed;
  const mayUpload = may('upload', 'Evidence', facts).allowed;
  const words = { name: party.name, reference: agreement.reference };
  const title = signWords(!mayHere && party.state === 'invited' ? 'titleHand' : isProvider ? 'titleProvider' : 'titleConsumer', words);
  if (party.state === 'invited' && !(mayHere || mayUpload)) return <Blocked title={title} says={signWords('doneNotYours')} party={party} />;
  if (party.state === 'invited' && (agreement.state !== 'open' || agreement.expired)) return <Blocked title={title} says={signWords('doneNotOpen')} party={party} />;
  return <Steps party={party} agreement={agreement} services={services} mayHere={mayHere} mayUpload={mayUpload} title={title} />;
}

function Blocked({ title, says, party }: Pick<Signing, 'party'> & { readonly title: string; readonly says: string }) {
  return (
    <Page title={title}>
      <NothingHere says={says} why={signWords('absentWhy')} action={<AccordLink to={`/agreements/${party.agreementId}/parties/${party.side}/${party.id}`}>{signWords('openParty', { name: party.name })}</AccordLink>} />
    </Page>
  );
}

const SENTENCE = { read: 'sentenceRead', authority: 'sentenceAuthority', sign: 'sentenceSign', done: 'sentenceDone' } as const;

function sentenceOf(party: Signing['party'], needed: SignStep): string {
  const { name, versionNumber: number, goesOnBy: signed, proposalState } = party;
  if (needed === 'done' || signed === undefined) return signWords(SENTENCE[needed], { name });
  return proposalState === 'running' ? proposalWords('signSays', { name, number, signed }) : signWords('sentenceAnew', { name, number, signed });
}

function Steps({ party, agreement, services, mayHere, mayUpload, title }: Signing & { readonly mayHere: boolean; readonly mayUpload: boolean; readonly title: string }) {
  const [progress, setProgress] = useKept<SignProgress>(`sign ${party.id}`, NO_PROGRESS);
  const [asked, setAsked] = useSearchParams();
  const [hasMoved, setMoved] = useState(false);
  const [ticked, setTicked] = useState(progress.readDigest === party.termsDigest);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [findings, setFindings] = useState<readonly UploadFinding[] | null>(null);
  const register = useRegister(party.odsCode);
  const needed = nextStep(party, progress);
  const wanted = asked.get('step') as SignStep | null;
  // Never further than what is needed next; with nothing left to do, nowhere else.
  const current = needed !== 'done' && wanted !== null && SIGN_STEPS.includes(wanted) && SIGN_STEPS.indexOf(wanted) < SIGN_STEPS.indexOf(needed) ? wanted : needed;
  // The first step has an address too, so that Back leads to it from the next.
  useEffect(() => { if (wanted === null && current !== 'done') setAsked({ step: current }, { replace: true }); }, [wanted, current, setAsked]);
  const isProvider = party.side === 'provider';
  const keep = (change: Partial<SignProgress>): void => setProgress((before) => ({ ...before, ...change }));
  const go = (step: SignStep): void => { setMoved(true); setFaults([]); setAsked({ step }); window.scrollTo(0, 0); };
  const confirmRead = (): void => {
    if (!ticked) return setFaults([{ field: READ_FIELD, says: signWords('confirmReadFirst') }]);
    keep({ readDigest: party.termsDigest });
    go('authority');
  };
  const shared = { party, agreement, services, takesFocus: hasMoved || (needed === 'done' && (findings !== null || wanted !== null)) };
  return (
    <Page title={title} sentence={sentenceOf(party, needed)}>
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', md: '200px minmax(0, 1fr)' }, gap: { xs: 2, md: 4 } }}>
        <SignSteps current={current} needed={needed} isProvider={isProvider} go={go} />
        <Box sx={{ minWidth: 0 }}>
          <ProblemSummary faults={faults} />
          {current === 'read' && <SignReading {...shared} hasRead={ticked} hasChanged={progress.readDigest !== null && progress.readDigest !== party.termsDigest} setRead={setTicked} fault={faults.length > 0} />}
          {current === 'authority' && <SignAuthority {...shared} register={register} mayHere={mayHere} mayUpload={mayUpload} />}
          {current === 'sign' && <SignChoice {...shared} lines={register.data?.authorities.items ?? []} mayHere={mayHere} mayUpload={mayUpload} progress={progress} keep={keep} taken={setFindings} />}
          {current === 'done' && <SignDone key={party.state} {...shared} findings={findings} />}
          {current === 'read' && <SignBar says={signWords('nextRead')} act={<Button variant="contained" onClick={confirmRead}>{signWords('continue')}</Button>} />}
          {current === 'authority' && <SignBar says={signWords('nextAuthority')} act={<Button variant="contained" onClick={() => { keep({ hasSeenAuthority: true }); go('sign'); }}>{signWords('continue')}</Button>} />}
          {current === 'sign' && <SignBar says={signWords(wayOf(progress, mayHere, mayUpload) === 'upload' ? 'nextUpload' : isProvider ? 'nextSign' : 'nextAccept')} />}
        </Box>
      </Box>
    </Page>
  );
}

import { AccordLink, AnsweredPage, browserClock, dayInProse, NothingHere, Page, span, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import { Alert, AlertTitle, Box, Typography } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router';
import { DocumentPages } from './document-pages.js';
import { ONE, type OneAnswer, type Shown } from './evidence-query.js';
import { standingOf } from './evidence-words.js';
import { DeclaredFacts, MachineFindings } from './machine-findings.js';
import { say } from './messages.js';
import { NextInQueue } from './next-in-queue.js';
import { VerifyActs } from './verify-acts.js';
import type { Decided } from './verify-decision.js';
import { LetterSays, VerifyLetter } from './verify-letter.js';

/** One signed document: look at its pages beside what the machine noticed, answer, decide. */
export function EvidencePage() {
  const { id = '' } = useParams();
  const asked = useAsk<OneAnswer>(ONE, { id }, { keep: true });
  if (asked.error?.code === 'NOT_FOUND' || asked.data?.evidenceInQueue === null) {
    return <Page title={say('title')}><NothingHere says={say('absent')} why={say('absentWhy')} action={<AccordLink to="/evidence">{say('toQueue')}</AccordLink>} /></Page>;
  }
  return (
    <AnsweredPage asked={asked} title={say('title')}>
      {({ evidenceInQueue: row, evidence: file }) => (row === null ? null : <OnePiece key={row.id} row={row} file={file} />)}
    </AnsweredPage>
  );
}

function OnePiece({ row, file }: Shown) {
  const session = useSession();
  const [decided, setDecided] = useState<Decided | null>(null);
  return (
    <Page title={say('one', { name: row.organisationName })} sentence={sentenceOf({ row, file })}>
      {decided !== null && <Done row={row} how={decided} isLetter={row.campaignId !== null} />}
      <NextInQueue id={row.id} />
      <Typography component="div"><StateWords {...standingOf(row, session.may('verify', 'Evidence').allowed)} /></Typography>
      <About row={row} />
      <Box sx={{ display: 'grid', gap: { xs: 2, md: 4 }, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 3fr) minmax(20rem, 2fr)' }, alignItems: 'start' }}>
        <Box sx={{ position: { md: 'sticky' }, top: { md: '1rem' }, minWidth: 0 }}><DocumentPages row={row} file={file} /></Box>
        <Box sx={{ minWidth: 0 }}>
          {row.campaignId !== null && <LetterSays row={row} />}
          <MachineFindings row={row} file={file} />
          <DeclaredFacts row={row} file={file} />
          {row.campaignId === null ? <VerifyActs row={row} file={file} decided={setDecided} /> : <VerifyLetter row={row} file={file} decided={setDecided} />}
        </Box>
      </Box>
    </Page>
  );
}

function About({ row }: Pick<Shown, 'row'>) {
  const where = { name: row.organisationName, odsCode: row.odsCode, locality: row.localityName };
  if (row.kind === 'instruction') return <Typography sx={{ mb: 3 }}>{say('aboutLetter', where)} <AccordLink to={`/campaigns/${row.campaignId}/practices/${row.odsCode}`}>{row.campaignTitle}</AccordLink>.</Typography>;
  return <Typography sx={{ mb: 3 }}>{say('about', { ...where, kind: say(row.kind).toLowerCase().replace('accord', 'Accord') })} <AccordLink to={`/agreements/${row.agreementId}`}>{row.agreementReference}</AccordLink>, {row.agreementTitle}.</Typography>;
}

/** What has been done, and what happens next; it takes the focus, so that nobody is left at a button that is gone. */
function Done({ row, how, isLetter }: Pick<Shown, 'row'> & { readonly how: Decided; readonly isLetter: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The dialog hands the focus back as it closes; this comes after.
    const later = setTimeout(() => { box.current?.focus(); }, 350);
    return () => { clearTimeout(later); };
  }, [how]);
  const words = { name: row.organisationName };
  return (
    <Alert ref={box} tabIndex={-1} severity={how === 'accepted' ? 'success' : 'info'} role="status" sx={{ mb: 3, maxWidth: '75ch' }}>
      <AlertTitle component="h2">{say(how === 'accepted' ? (isLetter ? 'letterAccepted' : 'accepted') : isLetter ? 'letterRejected' : 'rejectedDone')}</AlertTitle>
      <p style={{ margin: 0 }}>{say(how === 'accepted' ? (isLetter ? 'letterAcceptedNext' : 'acceptedNext') : isLetter ? 'letterRejectedNext' : 'rejectedNext', words)}</p>
      {isLetter && <p style={{ margin: '0.5rem 0 0' }}><AccordLink to={`/campaigns/${row.campaignId}/practices/${row.odsCode}`}>{say('toCampaign', words)}</AccordLink></p>}
      {row.partyId !== null && <p style={{ margin: '0.5rem 0 0' }}><AccordLink to={`/agreements/${row.agreementId}/parties/${row.side}/${row.partyId}`}>{say('toPart', words)}</AccordLink></p>}
    </Alert>
  );
}

const LETTER_SENTENCE = {
  waiting: 'sentenceLetterWaiting', overtaken: 'sentenceLetterOvertaken', quarantined: 'sentenceLetterQuarantined', verified: 'sentenceLetterVerified', rejected: 'sentenceLetterRejected', invalidated: 'sentenceInvalidated',
} as const;

function sentenceOf({ row, file }: Shown): string {
  const ago = span(browserClock.now().getTime() - new Date(row.submittedAt).getTime());
  if (row.kind === 'instruction') {
    const day = dayInProse((row.standing === 'rejected' ? file.rejectedAt : file.verifiedAt) ?? row.submittedAt);
    return say(LETTER_SENTENCE[row.standing], { name: row.organisationName, title: row.campaignTitle ?? '', span: ago, day });
  }
  const words = { name: row.organisationName, reference: row.agreementReference ?? '' };
  switch (row.standing) {
    case 'waiting': return say('sentenceWaiting', { ...words, span: ago });
    case 'overtaken': return say('sentenceOvertaken', words);
    case 'quarantined': return say('sentenceQuarantined', words);
    case 'verified': return say('sentenceVerified', { ...words, day: dayInProse(file.verifiedAt ?? row.submittedAt) });
    case 'rejected': return say('sentenceRejected', { ...words, day: dayInProse(file.rejectedAt ?? row.submittedAt) });
    case 'invalidated': return say('sentenceInvalidated', words);
  }
}

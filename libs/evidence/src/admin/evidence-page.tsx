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
import { VerifyActs, type Decided } from './verify-acts.js';

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
      {decided !== null && <Done row={row} how={decided} />}
      <NextInQueue id={row.id} />
      <Typography component="div"><StateWords {...standingOf(row, session.may('verify', 'Evidence').allowed)} /></Typography>
      <Typography sx={{ mb: 3 }}>{say('about', { name: row.organisationName, odsCode: row.odsCode, kind: say(row.kind).toLowerCase().replace('accord', 'Accord'), locality: row.localityName })} <AccordLink to={`/agreements/${row.agreementId}`}>{row.agreementReference}</AccordLink>, {row.agreementTitle}.</Typography>
      <Box sx={{ display: 'grid', gap: { xs: 2, md: 4 }, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 3fr) minmax(20rem, 2fr)' }, alignItems: 'start' }}>
        <Box sx={{ position: { md: 'sticky' }, top: { md: '1rem' }, minWidth: 0 }}><DocumentPages row={row} file={file} /></Box>
        <Box sx={{ minWidth: 0 }}>
          <MachineFindings row={row} file={file} />
          <DeclaredFacts row={row} file={file} />
          <VerifyActs row={row} file={file} decided={setDecided} />
        </Box>
      </Box>
    </Page>
  );
}

/** What has been done, and what happens next; it takes the focus, so that nobody is left at a button that is gone. */
function Done({ row, how }: Pick<Shown, 'row'> & { readonly how: Decided }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The dialog hands the focus back as it closes; this comes after.
    const later = setTimeout(() => { box.current?.focus(); }, 350);
    return () => { clearTimeout(later); };
  }, [how]);
  const words = { name: row.organisationName };
  return (
    <Alert ref={box} tabIndex={-1} severity={how === 'accepted' ? 'success' : 'info'} role="status" sx={{ mb: 3, maxWidth: '75ch' }}>
      <AlertTitle component="h2">{say(how === 'accepted' ? 'accepted' : 'rejectedDone')}</AlertTitle>
      <p style={{ margin: 0 }}>{say(how === 'accepted' ? 'acceptedNext' : 'rejectedNext', words)}</p>
      {row.partyId !== null && <p style={{ margin: '0.5rem 0 0' }}><AccordLink to={`/agreements/${row.agreementId}/parties/${row.side}/${row.partyId}`}>{say('toPart', words)}</AccordLink></p>}
    </Alert>
  );
}

function sentenceOf({ row, file }: Shown): string {
  const words = { name: row.organisationName, reference: row.agreementReference };
  switch (row.standing) {
    case 'waiting': return say('sentenceWaiting', { ...words, span: span(browserClock.now().getTime() - new Date(row.submittedAt).getTime()) });
    case 'overtaken': return say('sentenceOvertaken', words);
    case 'quarantined': return say('sentenceQuarantined', words);
    case 'verified': return say('sentenceVerified', { ...words, day: dayInProse(file.verifiedAt ?? row.submittedAt) });
    case 'rejected': return say('sentenceRejected', { ...words, day: dayInProse(file.rejectedAt ?? row.submittedAt) });
    case 'invalidated': return say('sentenceInvalidated', words);
  }
}

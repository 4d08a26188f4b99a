import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { AccordLink, instantInTable, StateWords, useSession } from '@accord/kernel/admin';
import { Fingerprint } from './fingerprint.js';
import type { FullEvent } from './full-event.js';
import { say } from './messages.js';
import { outcomeWords, reasonMeaning } from './words.js';

const FRESHNESS: Readonly<Record<string, 'fresh' | 'stale' | 'refuseFreshness'>> = { fresh: 'fresh', stale: 'stale', refuse: 'refuseFreshness' };

/** From the look down to the signed page it rests on. A step that is not the reader's to see says so and leads nowhere. */
export function EventLadder({ event }: { readonly event: FullEvent }) {
  return (
    <Box component="ol" sx={{ listStyle: 'none', p: 0, m: 0, maxWidth: 900 }}>
      <Step number={1} title={say('stepEvent')}>
        <p>{say('stepEventSays', { at: instantInTable(event.receivedAt), sequence: event.sequence, gateway: event.gatewayName ?? say('gateway').toLowerCase() })}</p>
        <Fingerprint of={event.leafHash} />
      </Step>
      <Step number={2} title={say('stepDecision')}>
        <p><StateWords words={outcomeWords(event.decision, event.reason)} tone={event.decision === 'permit' ? 'good' : 'stopped'} /></p>
        <p>{reasonMeaning(event.reason)}</p>
        {event.stopId !== null && <p><AccordLink to={`/stops/${event.stopId}`}>{say('openStop')}</AccordLink></p>}
      </Step>
      <Step number={3} title={say('stepPublication')}><Publication event={event} /></Step>
      <Step number={4} title={say('stepAgreement')}><Agreement event={event} /></Step>
      <Step number={5} title={say('stepEvidence')} isLast><Evidence event={event} /></Step>
    </Box>
  );
}

function Step({ number, title, isLast = false, children }: { readonly number: number; readonly title: string; readonly isLast?: boolean; readonly children: ReactNode }) {
  return (
    <Box component="li" sx={{ 'display': 'grid', 'gridTemplateColumns': '2.25rem 1fr', 'columnGap': 1.5, 'position': 'relative', 'pb': isLast ? 0 : 2.5, '& p': { mt: 0, mb: 0.5, overflowWrap: 'anywhere' } }}>
      {!isLast && <Box aria-hidden sx={{ position: 'absolute', left: '1.125rem', top: '2.25rem', bottom: 0, borderLeft: 2, borderColor: 'divider' }} />}
      <Box aria-hidden sx={{ width: '2.25rem', height: '2.25rem', borderRadius: '50%', border: 2, borderColor: 'primary.main', display: 'grid', placeItems: 'center', fontWeight: 700 }}>{number}</Box>
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="h3" sx={{ fontSize: '1.0625rem', fontWeight: 600, lineHeight: '2.25rem' }}>{title}</Typography>
        {children}
      </Box>
    </Box>
  );
}

function Publication({ event }: { readonly event: FullEvent }) {
  const session = useSession();
  const { publicationNumber: number, publicationHash, stopListNumber, freshness } = event;
  if (number === null || number === 0) return <p>{say('stepNoPublication')}</p>;
  const maySee = publicationHash !== null && session.may('read', 'Publication').allowed;
  return (
    <>
      <p>{say('stepPublicationSays', { number, stops: stopListNumber === null ? '' : say('withStops', { number: stopListNumber }), freshness: FRESHNESS[freshness] === undefined ? freshness : say(FRESHNESS[freshness]) })}</p>
      {maySee && <p><AccordLink to={`/publications/${number}`}>{say('openPublication', { number })}</AccordLink></p>}
      <Fingerprint of={publicationHash} />
    </>
  );
}

function Agreement({ event: { agreementReference: reference, agreementId, agreementVersion: version, agreementVersionHash } }: { readonly event: FullEvent }) {
  if (reference === null) return <p>{say('stepNoAgreement')}</p>;
  if (agreementId === null) return <p>{say('agreementHidden', { reference })}</p>;
  return (
    <>
      <p><AccordLink to={`/agreements/${agreementId}`}>{version === null ? say('openAgreement', { reference }) : say('stepAgreementSays', { reference, version })}</AccordLink></p>
      <Fingerprint of={agreementVersionHash} />
    </>
  );
}

function Evidence({ event: { providerEvidence, consumerEvidence, providerName, providerOdsCode, consumerName, consumerOdsCode, agreementReference } }: { readonly event: FullEvent }) {
  if (agreementReference === null) return <p>{say('stepNoAgreement')}</p>;
  const sides = [
    ...(providerEvidence === null ? [] : [{ ...providerEvidence, words: say('evidenceProvider', { organisation: `${providerName ?? ''} (${providerOdsCode})`.trim() }) }]),
    ...(consumerEvidence === null ? [] : [{ ...consumerEvidence, words: say('evidenceConsumer', { organisation: `${consumerName ?? ''} (${consumerOdsCode})`.trim() }) }]),
  ];
  if (sides.length === 0) return <p>{say('noEvidence')}</p>;
  return (
    <>
      {sides.map(({ id, sha256, words }) => <Box key={id} sx={{ mb: 1 }}><p><AccordLink to={`/evidence/${id}`}>{words}</AccordLink></p><Fingerprint of={sha256} /></Box>)}
      {sides.length === 1 && <p>{say('evidencePart')}</p>}
    </>
  );
}

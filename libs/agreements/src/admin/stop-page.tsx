import { Alert, Button } from '@mui/material';
import type { ReactNode } from 'react';
import { useLocation, useParams } from 'react-router';
import { AccordLink, Answered, count, countOf, dayInProse, FactList, Moment, NothingHere, OrganisationName, Page, Section, useAsk } from '@accord/kernel/admin';
import { STOP_FIELDS, type StopFacts } from './party-facts.js';
import { stopName } from './stop-name.js';
import { StopGateways, useApplied } from './stop-gateways.js';
import { StopResume } from './stop-resume.js';
import { stopWords } from './stop-words.js';

const QUERY = `query Stop($id: ID!) { stop(id: $id) { ${STOP_FIELDS} } }`;

/** One stop: what, of whom, since when and why, and how far the gateways are with it. */
export function StopPage() {
  const { id = '' } = useParams();
  const asked = useAsk<{ stop: StopFacts | null }>(QUERY, { id }, { everyMs: 5000 });
  if (asked.data === undefined) return <Page title={stopWords('suspensionKind')}><Answered asked={asked}>{() => null}</Answered></Page>;
  const { stop } = asked.data;
  if (stop !== null) return <OneStop stop={stop} />;
  return (
    <Page title={stopWords('suspensionKind')}>
      <NothingHere says={stopWords('absent')} why={stopWords('absentWhy')} action={<AccordLink to="/stops">{stopWords('toStops')}</AccordLink>} />
    </Page>
  );
}

function OneStop({ stop }: { readonly stop: StopFacts }) {
  const applied = useApplied(stop.id);
  // Told to whoever has just done it.
  const { impactMoved } = (useLocation().state ?? {}) as { readonly impactMoved?: boolean | null };
  return (
    <Page title={stopWords(stop.kind, { name: stopName(stop) })} sentence={sentence()} actions={<>
      {stop.statementPath !== null && <Button variant="contained" component="a" href={stop.statementPath} title={stopWords('statementHint')}>{stopWords('statement')}</Button>}
      <Button variant="outlined" onClick={() => window.print()}>{stopWords('print')}</Button>
    </>}>
      {impactMoved === true && <Alert severity="warning" role="status" sx={{ mb: 2, maxWidth: '75ch' }}>{stopWords('impactMoved')}</Alert>}
      <StopGateways stop={stop} applied={applied} />
      <Section title={stopWords('what')}><FactList facts={facts(stop)} /></Section>
      <Section title={stopWords('resume')}><StopResume stop={stop} /></Section>
    </Page>
  );

  function sentence(): string {
    const day = dayInProse(stop.imposedAt);
    if (stop.liftedAt !== null) return stopWords('lifted', { day, until: dayInProse(stop.liftedAt) });
    const statement = applied.asked.data?.appliedBy;
    if (statement === undefined) return stopWords('standsUnasked', { day });
    const all = statement.applied.length + statement.waiting.length;
    return statement.complete ? stopWords('standsComplete', { day }) : stopWords('stands', { day, applied: count(statement.applied.length), all: countOf(all, 'gateway') });
  }
}

function facts(stop: StopFacts): readonly (readonly [string, ReactNode])[] {
  const odsCode = stop.providerOdsCode ?? stop.consumerOdsCode;
  const part = stop.participationId !== null ? `/agreements/${stop.agreementId ?? ''}/parties/provider/${stop.participationId}`
    : stop.consumerPartId !== null ? `/agreements/${stop.agreementId ?? ''}/parties/consumer/${stop.consumerPartId}` : null;
  return [
    [stopWords('kind'), stopWords(`${stop.kind}Kind`)],
    ...(odsCode === null ? [] : [[stopWords('forWhom'), <OrganisationName key="whom" name={stop.organisationName ?? ''} odsCode={odsCode} to={part ?? undefined} />] as const]),
    ...(stop.scopeKind === 'pair' && stop.consumerOdsCode !== null ? [[stopWords('viewer'), <OrganisationName key="viewer" name={stop.consumerName ?? ''} odsCode={stop.consumerOdsCode} />] as const] : []),
    ...(stop.systemId === null ? [] : [[stopWords('system'), stop.systemName ?? stop.systemId] as const]),
    ...(stop.viewNames === null ? [] : [[stopWords('views'), stop.viewNames.join(', ')] as const]),
    ...(stop.agreementId === null ? [] : [[stopWords('agreement'), <AccordLink key="agreement" to={`/agreements/${stop.agreementId}`}>{stop.agreementReference ?? ''}</AccordLink>] as const]),
    ...(stop.localityName === null ? [] : [[stopWords('locality'), stop.localityName] as const]),
    [stopWords('since'), <Moment key="since" at={stop.fromAt} />],
    [stopWords('by'), stopWords(stop.imposedSide)],
    [stopWords('reason'), stop.reason ?? stopWords('reasonHidden')],
    ...(stop.liftedAt === null ? [] : [[stopWords('resumedAt'), <Moment key="resumed" at={stop.liftedAt} />] as const]),
  ];
}

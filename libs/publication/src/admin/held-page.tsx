import { AccordLink, AnsweredPage, countOf, DataTable, Day, LastDay, Moment, NotForDuty, NothingHere, OrganisationName, Page, ProblemSummary, Section, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import { Alert, AlertTitle, Box, Button, TextField } from '@mui/material';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { standingWords, toneOf } from './gateway-words.js';
import { HELD, isLate, lateTitle, lateWords, onWords, wasNeverGiven, type HeldAnswer, type HeldShown, type HoldingShown } from './held-facts.js';
import { held } from './held-messages.js';
import { useViewWords, type ViewWords } from './terms-words.js';

/** For a controller of its own practice; for staff of one they choose. The practice and the page stand in the address. */
export function HeldPage() {
  const [search] = useSearchParams();
  const session = useSession();
  const own = session.me.actingAs?.odsCode ?? null;
  const isTheirs = session.may('read', 'HeldSummary').allowed;
  if (!isTheirs) return <Page title={held('title')}><NotForDuty code="NOT_PERMITTED" /></Page>;
  const provider = own ?? search.get('organisation');
  if (provider === null || provider === '') return <Page title={held('title')} sentence={held('askSentence')}><Choose /></Page>;
  return <OfPractice provider={provider} isOwn={own !== null} />;
}

function OfPractice({ provider, isOwn }: { readonly provider: string; readonly isOwn: boolean }) {
  const [search] = useSearchParams();
  const after = search.get('after');
  const asked = useAsk<HeldAnswer>(HELD, { provider, after }, { everyMs: after === null ? 15_000 : false, keep: true });
  // Whom one may not ask of is told where one writes whom.
  if (!isOwn && asked.data === undefined && (asked.error?.isForAnotherDuty === true || asked.error?.code === 'NOT_FOUND')) return <Page title={held('title')} sentence={held('askSentence')}><Choose key={provider} refused={provider} /></Page>;
  return (
    <AnsweredPage asked={asked} title={isOwn ? held('titleOwn') : held('title')}>
      {({ heldInName: answer }) => (
        <Page title={isOwn ? held('titleOwn') : held('titleOf', { name: `${answer.provider.name} (${answer.provider.odsCode})` })} sentence={sentence(answer)}>
          {!isOwn && <Choose key={provider} />}
          <Late gateways={answer.gateways} whose={isOwn ? null : answer.provider.name} />
          {answer.gateways.length === 0 ? <NothingHere says={held('nothingHeld', { name: answer.provider.name })} why={held(isOwn ? 'nothingHeldWhyOwn' : 'nothingHeldWhy')} /> : <Gateways gateways={answer.gateways} />}
          {answer.total > 0 && <Pairs answer={answer} after={after} isOwn={isOwn} />}
        </Page>
      )}
    </AnsweredPage>
  );
}

function sentence({ provider, gateways, total }: HeldAnswer['heldInName']): string {
  const name = provider.name;
  if (total === 0) return held('nothingHeld', { name });
  const showing = gateways.filter(({ viewers, hasRefused }) => (viewers ?? 1) > 0 && !hasRefused);
  if (showing.length === 0) return held('noneShown', { name });
  const most = Math.max(...showing.map(({ viewers }) => viewers ?? 0));
  const holding = showing.length;
  return held('allHold', { name, viewers: countOf(most, held('viewer'), held('viewers')), gateways: countOf(holding, held('gatewayOne'), held('gatewayMany')) });
}

function Choose({ refused }: { /** A code that was asked for and is not theirs to see. */ readonly refused?: string }) {
  const [search, setSearch] = useSearchParams();
  const [code, setCode] = useState(search.get('organisation') ?? '');
  const [isWrong, setWrong] = useState(false);
  const go = (): void => {
    const whole = code.trim().toUpperCase();
    setWrong(!/^[A-Z0-9]{1,20}$/.test(whole));
    if (/^[A-Z0-9]{1,20}$/.test(whole)) setSearch({ organisation: whole });
  };
  return (
    <>
      <ProblemSummary faults={isWrong ? [{ field: 'held-organisation', says: held('wrongCode') }] : refused === undefined ? [] : [{ field: 'held-organisation', says: held('notSeen', { code: refused.toUpperCase() }) }]} />
      <Box component="form" role="search" className="no-print" onSubmit={(event) => { event.preventDefault(); go(); }} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'flex-start', mb: 3 }}>
        <TextField id="held-organisation" size="small" label={held('ask')} helperText={held('askHelp')} value={code} onChange={(event) => setCode(event.target.value)} error={isWrong || refused !== undefined} />
        <Button type="submit" variant="outlined">{held('show')}</Button>
      </Box>
    </>
  );
}

function Late({ gateways, whose }: { readonly gateways: readonly HoldingShown[]; /** The practice, where it is not the reader's own. */ readonly whose: string | null }) {
  const [late, never] = [gateways.filter(isLate), gateways.filter(wasNeverGiven)];
  const apart = never.length === 0 ? null : <Alert severity="info" sx={{ mb: 3, maxWidth: '80ch' }}>{held('neverGiven', { names: never.map(({ name }) => name).join(', ') })}</Alert>;
  if (late.length === 0) return apart;
  return (
    <>
    <Alert severity="warning" sx={{ mb: 3, maxWidth: '80ch' }}>
      <AlertTitle>{lateTitle(late)}</AlertTitle>
      <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>{late.map((each) => <li key={each.code}>{lateWords(each)}</li>)}</ul>
      <p style={{ margin: '0.5rem 0 0' }}>{whose === null ? held('lateMeansOwn') : held('lateMeans', { name: whose })}</p>
    </Alert>
    {apart}
    </>
  );
}

function Gateways({ gateways }: { readonly gateways: readonly HoldingShown[] }) {
  return (
    <Section title={held('gateways')}>
      <DataTable<HoldingShown> caption={held('gateways')} rows={gateways} keyOf={({ code }) => code} columns={[
        { key: 'name', head: held('gateway'), cell: ({ name, code }) => `${name} (${code})` },
        { key: 'standing', head: held('standing'), cell: ({ standing }) => <StateWords tone={toneOf(standing)} words={standingWords(standing)} /> },
        { key: 'holds', head: held('holds'), cell: ({ pairs }) => (pairs === null ? held('unreadable') : countOf(pairs, held('pairOne'), held('pairMany'))) },
        { key: 'shows', head: held('shows'), cell: ({ viewers, hasRefused }) => (hasRefused ? held('showsNobody') : viewers === null ? held('unreadable') : viewers === 0 ? held('showsNobody') : countOf(viewers, held('viewer'), held('viewers'))) },
        { key: 'confirmed', head: held('confirmed'), cell: ({ publication, stopList, appliedAt }) => (publication === null ? held('never') : <><Moment at={appliedAt} />, {held('confirmedSays', { publication, stopList: stopList ?? 0 })}</>) },
        { key: 'refuses', head: held('refuses'), cell: ({ refusesAt }) => <Moment at={refusesAt} /> },
      ]} />
    </Section>
  );
}

function Pairs({ answer: { pairs, gateways, total, endCursor, provider }, after, isOwn }: { readonly answer: HeldAnswer['heldInName']; readonly after: string | null; readonly isOwn: boolean }) {
  const words = useViewWords();
  const addressOf = (cursor: string | null): string => `/held?${String(new URLSearchParams({ ...(isOwn ? {} : { organisation: provider.odsCode }), ...(cursor === null ? {} : { after: cursor }) }))}`;
  return (
    <Section title={held('pairsTitle')}>
      <DataTable<HeldShown> caption={held('pairsTitle')} rows={pairs} keyOf={(row) => [row.consumer.odsCode, row.agreement, row.version, row.from, ...row.gateways].join(' ')} columns={[
        { key: 'whom', head: held('whom'), cell: ({ consumer }) => <OrganisationName {...consumer} to={`/viewing-organisations/${consumer.odsCode}`} /> },
        { key: 'views', head: held('views'), cell: (row) => <Views row={row} words={words} /> },
        { key: 'until', head: held('until'), cell: ({ until }) => <LastDay until={until} /> },
        { key: 'agreement', head: held('agreement'), cell: ({ agreement, agreementId, version, from }) => <>{agreementId === null ? agreement : <AccordLink to={`/agreements/${agreementId}`}>{agreement}</AccordLink>}, {held('version', { version })}, {held('from')} <Day at={from} /></> },
        { key: 'page', head: held('page'), cell: ({ signedPage }) => (signedPage === null ? held('pageNone') : <AccordLink to={`/evidence/${signedPage.evidenceId}`}>{signedPage.page === null ? held('pageWhole') : held('pageOf', { page: signedPage.page })}</AccordLink>) },
        { key: 'on', head: held('on'), cell: ({ gateways: on }) => onWords(on, gateways) },
      ]} />
      {(after !== null || endCursor !== null) && (
        <Box component="nav" aria-label={held('pairsTitle')} sx={{ display: 'flex', gap: 3, mt: 2 }}>
          <span>{held('of', { shown: pairs.length, total })}</span>
          {after !== null && <AccordLink to={addressOf(null)}>{held('first')}</AccordLink>}
          {endCursor !== null && <AccordLink to={addressOf(endCursor)}>{held('more')}</AccordLink>}
        </Box>
      )}
    </Section>
  );
}

function Views({ row: { service, views, stoppedViews }, words }: { readonly row: HeldShown; readonly words: ViewWords }) {
  if (stoppedViews.length === views.length) return <><StateWords tone="stopped" words={held('stopped')} /><br />{words(service, views)}</>;
  return <>{words(service, views)}{stoppedViews.length > 0 && <><br /><StateWords tone="stopped" words={held('stoppedSome', { views: words(service, stoppedViews) })} /></>}</>;
}

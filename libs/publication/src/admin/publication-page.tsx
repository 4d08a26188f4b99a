import { AccordLink, AnsweredPage, DataTable, FactList, instantInTable, Moment, NothingHere, OrganisationName, Page, Section, StateWords, useAsk } from '@accord/kernel/admin';
import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { Navigate, useParams, useSearchParams } from 'react-router';
import { ACT_FIELDS, Acts, sizeWords, type ActsShown } from './acts-words.js';
import { appliedSentence, type ReceiptShown } from './applied-words.js';
import { CHANGE_FIELDS, changeWords, type ChangeShown } from './change-words.js';
import { Compare } from './compare-form.js';
import { history } from './history-messages.js';
import { say } from './messages.js';
import { PairChanges } from './pair-changes.js';
import { took } from './took.js';

interface Shown {
  readonly number: number; readonly hash: string; readonly previousHash: string | null; readonly stopList: number; readonly stopsChanged: boolean; readonly publishedAt: string;
  readonly files: number; readonly bytes: number; readonly acts: ActsShown; readonly changes: readonly ChangeShown[]; readonly receipts: readonly ReceiptShown[];
}

interface Answer { readonly currentPublication: { readonly number: number } | null; readonly publication: Shown | null }

export const PUBLICATION = `query Publication($number: Int!, $since: Int, $after: String) { currentPublication { number } publication(number: $number) {
  number hash previousHash stopList stopsChanged publishedAt files bytes ${ACT_FIELDS} changes(since: $since, after: $after) { ${CHANGE_FIELDS} } receipts { gatewayId code name revoked appliedAt number isGiven holdsUntil }
} }`;

/** One publication: what it changed, its place in the chain, and who has applied it. With `?with=` compared with any other. */
export function PublicationPage() {
  const written = useParams()['number'] ?? '';
  if (!/^[1-9]\d{0,8}$/.test(written)) {
    return <Page title={say('publications')}><NothingHere says={say('noPublication', { number: written })} why={say('notANumber')} action={<AccordLink to="/publications">{say('publications')}</AccordLink>} /></Page>;
  }
  return <Numbered number={Number(written)} />;
}

function Numbered({ number }: { readonly number: number }) {
  const [search] = useSearchParams();
  const wanted = search.get('with');
  const compared = wanted === null || !/^\d{1,9}$/.test(wanted) ? null : Number(wanted);
  const since = compared === number ? null : compared;
  // "What changed since" is true of the later one only.
  const isTurned = since !== null && since > number;
  const asked = useAsk<Answer>(PUBLICATION, { number, since, after: search.get('localities') }, { everyMs: 5_000, keep: true, enabled: !isTurned });
  if (isTurned) return <Navigate replace to={`/publications/${since}?with=${number}`} />;
  return (
    <AnsweredPage asked={asked} title={say('publication', { number })}>
      {({ publication, currentPublication }) => {
        const newest = currentPublication?.number ?? number;
        // What an address asks for and there is none of is said where it can be written anew.
        const isWrong = wanted !== null && (since === null || publication === null);
        const compare = newest < 2 ? null : <Compare key={`${number} ${wanted ?? ''}`} before={wanted ?? String(Math.min(number, newest) - 1)} number={publication === null && !isWrong ? newest : number} newest={newest} isAsked={isWrong} />;
        return publication === null
          ? <Page title={say('publication', { number })}><NothingHere says={say('noPublication', { number })} why={say('noPublicationWhy')} action={<AccordLink to="/publications">{say('publications')}</AccordLink>} /><Box sx={{ mt: 4 }}>{compare}</Box></Page>
          : <Whole publication={publication} since={since} compare={number > 1 || isWrong ? compare : null} />;
      }}
    </AnsweredPage>
  );
}

function Whole({ publication, since, compare }: { readonly publication: Shown; readonly since: number | null; readonly compare: ReactNode }) {
  const { number, hash, previousHash, stopList, stopsChanged, publishedAt, changes, receipts, acts, files, bytes } = publication;
  return (
    <Page title={say('publication', { number })} sentence={appliedSentence(publication)} actions={<AccordLink to="/publications">{say('publications')}</AccordLink>}>
      <Section title={since === 0 ? history('againstNothing', { number }) : since !== null ? say('changesSince', { number: since }) : number === 1 ? say('changesFirst') : say('whatChanged')}
        actions={since === null ? undefined : <AccordLink to={`/publications/${number}`}>{say('backToOne')}</AccordLink>}>
        {changes.length === 0 ? <NothingHere says={say('nothingHere')} /> : <Changes changes={changes} />}
        <OtherLocalities number={number} next={changes.find(({ continueAfter }) => continueAfter !== null)} />
      </Section>
      <PairChanges number={number} since={since} />
      {since === null && <Section title={history('who')}><Acts acts={acts} most={12} /></Section>}
      {compare}
      <Section title={say('receipts')}>
        {receipts.length === 0 ? <NothingHere says={say('noGateways')} why={say('noGatewaysWhy')} /> : (
          <DataTable<ReceiptShown> caption={say('receipts')} rows={receipts} keyOf={({ gatewayId }) => gatewayId} columns={[
            { key: 'gateway', head: say('gateway'), cell: (row) => <AccordLink to={`/gateways/${row.gatewayId}`}>{row.name} ({row.code})</AccordLink> },
            { key: 'standing', head: say('standing'), cell: (row) => <Standing row={row} number={number} /> },
            { key: 'applied', head: say('applied'), cell: ({ appliedAt }) => <Moment at={appliedAt} /> },
            { key: 'took', head: say('took'), figures: true, cell: ({ appliedAt }) => (appliedAt === null ? '–' : took(publishedAt, appliedAt)) },
          ]} />
        )}
      </Section>
      <Section title={say('chain')}>
        <FactList facts={[
          [say('hash'), <span key="h" className="digest">{hash}</span>],
          [say('previous'), previousHash === null ? say('first') : <><AccordLink to={`/publications/${number - 1}`}>{say('publication', { number: number - 1 })}</AccordLink> <span className="digest">{previousHash}</span></>],
          [history('size'), sizeWords(files, bytes)],
          [say('stopList'), `${say('stopListNumber', { number: stopList })}, ${say(stopsChanged ? 'newStops' : 'sameStops')}`],
        ]} />
      </Section>
    </Page>
  );
}

function Standing({ row, number }: { readonly row: ReceiptShown; readonly number: number }) {
  if (row.revoked && row.appliedAt === null && row.holdsUntil !== null) return <StateWords tone="stopped" words={say('revokedUntil', { refuses: instantInTable(row.holdsUntil) })} />;
  if (row.revoked && row.appliedAt === null) return <StateWords tone="quiet" words={say('is.revoked')} />;
  if (!row.isGiven) return <StateWords tone="quiet" words={say('neverGivenState')} />;
  if (row.appliedAt === null) return <StateWords tone="waiting" words={say('notYet')} waitsFor={row.name} />;
  return <StateWords tone="good" words={row.number === number ? say('applied') : `${say('applied')}: ${say('publication', { number: row.number })}`} />;
}

function Changes({ changes }: { readonly changes: readonly ChangeShown[] }) {
  return (
    <DataTable<ChangeShown> caption={say('whatChanged')} rows={changes} keyOf={(row) => `${row.kind} ${row.locality ?? ''} ${row.agreement ?? ''} ${row.stops[0] ?? ''}`} columns={[
      { key: 'what', head: say('what'), cell: (row) => <What row={row} /> },
      { key: 'whom', head: say('whom'), cell: (row) => <Whom row={row} /> },
      { key: 'agreement', head: say('agreement'), cell: ({ agreement, agreementId }) => (agreement === null ? '–' : agreementId === null ? agreement : <AccordLink to={`/agreements/${agreementId}`}>{agreement}</AccordLink>) },
    ]} />
  );
}

/** Many localities are compared a few at a time; which of them stands in the address. */
function OtherLocalities({ number, next }: { readonly number: number; readonly next: ChangeShown | undefined }) {
  const [search] = useSearchParams();
  const isFirst = search.get('localities') === null;
  if (isFirst && next === undefined) return null;
  const addressOf = (after: string | null): string => {
    const other = new URLSearchParams(search);
    if (after === null) other.delete('localities'); else other.set('localities', after);
    return `/publications/${number}${other.size === 0 ? '' : `?${String(other)}`}`;
  };
  return (
    <Box component="nav" aria-label={say('whatChanged')} sx={{ display: 'flex', gap: 3, mt: 2 }}>
      {!isFirst && <AccordLink to={addressOf(null)}>{history('firstLocalities')}</AccordLink>}
      {next !== undefined && <AccordLink to={addressOf(next.continueAfter)}>{history('moreLocalities', { count: next.count })}</AccordLink>}
    </Box>
  );
}

function What({ row }: { readonly row: ChangeShown }) {
  const words = changeWords(row);
  const whole = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  return row.stops.length === 1 ? <AccordLink to={`/stops/${row.stops[0]}`}>{whole}</AccordLink> : <>{whole}</>;
}

function Whom({ row: { organisations, count, stops } }: { readonly row: ChangeShown }) {
  if (organisations.length === 0) return <>–</>;
  return (
    <>
      {organisations.map(({ odsCode, name }, place) => <span key={odsCode}>{place > 0 && ', '}<OrganisationName name={name} odsCode={odsCode} to={`/organisations/${odsCode}`} /></span>)}
      {stops.length === 0 && count > organisations.length && ` ${say('andOthers', { count: count - organisations.length })}`}
    </>
  );
}

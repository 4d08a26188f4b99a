import { Alert, Box, Typography } from '@mui/material';
import { useEffect } from 'react';
import { DataTable } from './data-table.js';
import { Waiting } from './answered.js';
import { OrganisationByCode } from './organisation-by-code.js';
import { OrganisationName } from './organisation-name.js';
import { screenMessages } from './screen-messages.js';
import { useSession } from './session.js';
import { Day } from './times.js';
import { useAsk } from './use-ask.js';
import { count, countOf } from './written.js';

const say = screenMessages('impact-of-act', {
  working: 'Working out what this changes', nothing: 'Nobody would see more or less than now.',
  losesSome: '{consumers} would see less of {providers} than now: {pairs}, {views}.', stopsSome: 'In {pairs} of them nothing more would be seen.',
  loses: '{consumers} would stop seeing what they see of {providers} now: {pairs}, {views}.', gains: '{consumers} would see the records of {providers}: {pairs}, {views}.',
  gainsMore: '{consumers} would see more of {providers} than now: {pairs}, {views} more.',
  asFar: 'Counted in the localities you serve; it stops what it reaches in others as well.', asFarEither: 'Counted in the localities you serve; what it reaches in others changes as well.',
  later: 'For {pairs} something changes later, from the day given beside them.',
  heldBack: '{pairs} more come with it, and nothing is seen through them while a condition, a certificate or a stop stands in the way.',
  refused: 'Of the requests of the last 30 days, {count} that were permitted would have been refused.', permitted: 'Of the requests of the last 30 days, {count} that were refused would have been permitted.',
  neither: 'No request of the last 30 days would have been decided the other way.', notNow: 'What this changes cannot be worked out just now.', goOn: 'You can go on without: nothing holds this up.',
  who: 'Between whom', whose: 'Records of', viewer: 'Seen by', more: 'and {more} more', views: 'Views', less: '{views} less', plus: '{views} more', fromWhen: 'from', untilWhen: 'until', requestsBy: 'Requests by viewing organisation',
  wouldBeRefused: 'Would have been refused', wouldBePermitted: 'Would have been permitted', newest: 'The newest of these requests', when: 'When', asked: 'Asked for', then: 'Answered then', permit: 'permitted', refuse: 'refused',
});

/** An act as `impactOf` asks for it. */
export type ImpactAsked = Readonly<{ act: string; id?: string | null; ids?: readonly string[]; consumerOdsCode?: string; scope?: Readonly<Record<string, string>> }>;

interface Totals { readonly pairs: number; readonly views: number; readonly providers: number; readonly consumers: number }
interface PairOf { readonly providerOdsCode: string; readonly providerName: string | null; readonly consumerOdsCode: string; readonly consumerName: string | null; readonly gained: readonly string[]; readonly lost: readonly string[]; readonly fromAt: string | null; readonly untilAt: string | null }
interface FlippedOf { readonly odsCode: string; readonly name: string | null; readonly wouldBeRefused: number; readonly wouldBePermitted: number }
interface SampleOf { readonly at: string; readonly providerOdsCode: string; readonly consumerOdsCode: string; readonly views: readonly string[]; readonly was: 'permit' | 'refuse' }

interface Answer {
  readonly impactOf: {
    readonly hash: string; readonly ids: readonly string[]; readonly gains: Totals; readonly loses: Totals; readonly heldBack: number; readonly stops: number; readonly later: number;
    readonly pairs: { readonly total: number; readonly items: readonly PairOf[] };
    readonly requests: { readonly wouldBeRefused: number; readonly wouldBePermitted: number; readonly byConsumer: readonly FlippedOf[]; readonly sample: readonly SampleOf[] };
  };
}

const SHOWN = 10;
const TOTALS = 'pairs views providers consumers';
const IMPACT = `query ImpactOf($input: ImpactInput!) { impactOf(input: $input) { hash ids gains { ${TOTALS} } loses { ${TOTALS} } heldBack stops later
  pairs(perPage: ${SHOWN}) { total items { providerOdsCode providerName consumerOdsCode consumerName gained lost fromAt untilAt } }
  requests { wouldBeRefused wouldBePermitted byConsumer { odsCode name wouldBeRefused wouldBePermitted } sample { at providerOdsCode consumerOdsCode views was } } } }`;

export interface ImpactOfActProps {
  readonly asked: ImpactAsked;
  readonly narrowing?: boolean;
  /** Told the hash of what stands on the screen, each time it is another; null while nothing does. */
  readonly shows?: (hash: string | null) => void;
}

/** What an act would change, in words and figures: who sees more or less, and which real requests would have been decided otherwise. */
export function ImpactOfAct({ asked, narrowing = false, shows }: ImpactOfActProps) {
  const answer = useAsk<Answer>(IMPACT, { input: asked });
  const { me } = useSession();
  const hash = answer.data?.impactOf.hash ?? null;
  useEffect(() => { shows?.(hash); }, [hash, shows]);
  if (answer.error !== null && answer.data === undefined) return <Alert severity="warning" sx={{ mb: 2 }}>{answer.error.code === 'NO_ANSWER' || narrowing ? say('notNow') : answer.error.message} {narrowing && say('goOn')}</Alert>;
  if (answer.data === undefined) return <Waiting says={say('working')} />;
  const { gains, loses, heldBack, stops, later, pairs, requests } = answer.data.impactOf;
  return (
    <Box sx={{ mb: 2 }}>
      {loses.pairs > 0 && <Typography component="p" sx={{ mb: 1 }}>{say(stops === loses.pairs ? 'loses' : 'losesSome', inWords(loses))} {stops > 0 && stops < loses.pairs && say('stopsSome', { pairs: count(stops) })}</Typography>}
      {gains.pairs > 0 && <Typography component="p" sx={{ mb: 1 }}>{say(asked.act === 'cutOver' ? 'gainsMore' : 'gains', inWords(gains))}</Typography>}
      {later > 0 && <Typography component="p" sx={{ mb: 1 }}>{say('later', { pairs: countOf(later, 'pair') })}</Typography>}
      {reachesFurther(asked) && me.actingAs?.odsCode == null && <Typography component="p" sx={{ mb: 1 }}>{say(asked.act === 'suspendSharing' ? 'asFar' : 'asFarEither')}</Typography>}
      {heldBack > 0 && <Typography component="p" sx={{ mb: 1 }}>{say('heldBack', { pairs: countOf(heldBack, 'pair') })}</Typography>}
      {gains.pairs + loses.pairs === 0 && <Typography component="p" sx={{ mb: 1 }}>{say('nothing')}</Typography>}
      {gains.pairs + loses.pairs > 0 && <RequestsInWords {...requests} />}
      {pairs.total > 0 && <Pairs {...pairs} />}
      {requests.sample.length > 0 && <Requests {...requests} />}
    </Box>
  );
}

/** A stop on an organisation, a view or a system, and a fact of an organisation, hold wherever it shares or looks, and staff see where they serve. */
const reachesFurther = ({ act, scope }: ImpactAsked): boolean => act === 'confirmFacts' || act === 'endFact'
  || (act === 'suspendSharing' && ['provider', 'consumer', 'view', 'system'].includes(scope?.['kind'] ?? ''));

const inWords = ({ pairs, views, providers, consumers }: Totals) => ({
  pairs: countOf(pairs, 'pair'), views: countOf(views, 'view'), providers: countOf(providers, 'sharing organisation'), consumers: countOf(consumers, 'viewing organisation'),
});

function RequestsInWords({ wouldBeRefused, wouldBePermitted }: Pick<Answer['impactOf']['requests'], 'wouldBeRefused' | 'wouldBePermitted'>) {
  return (
    <>
      {wouldBeRefused > 0 && <Typography component="p" sx={{ mb: 1 }}>{say('refused', { count: count(wouldBeRefused) })}</Typography>}
      {wouldBePermitted > 0 && <Typography component="p" sx={{ mb: 1 }}>{say('permitted', { count: count(wouldBePermitted) })}</Typography>}
      {wouldBeRefused + wouldBePermitted === 0 && <Typography component="p" sx={{ mb: 1 }}>{say('neither')}</Typography>}
    </>
  );
}

function Pairs({ total, items }: Answer['impactOf']['pairs']) {
  const views = ({ gained, lost }: PairOf): string => [...(lost.length > 0 ? [say('less', { views: countOf(lost.length, 'view') })] : []), ...(gained.length > 0 ? [say('plus', { views: countOf(gained.length, 'view') })] : [])].join(', ');
  return (
    <details>
      <summary>{say('who')}</summary>
      <DataTable caption={say('who')} rows={items} keyOf={(pair) => `${pair.providerOdsCode} ${pair.consumerOdsCode} ${pair.fromAt ?? ''} ${pair.untilAt ?? ''}`} columns={[
        { key: 'provider', head: say('whose'), cell: (pair) => <OrganisationName name={pair.providerName ?? pair.providerOdsCode} odsCode={pair.providerOdsCode} /> },
        { key: 'consumer', head: say('viewer'), cell: (pair) => <OrganisationName name={pair.consumerName ?? pair.consumerOdsCode} odsCode={pair.consumerOdsCode} /> },
        {
          key: 'views', head: say('views'),
          cell: (pair) => <>{views(pair)}{pair.fromAt !== null && <> {say('fromWhen')} <Day at={pair.fromAt} /></>}{pair.untilAt !== null && <> {say('untilWhen')} <Day at={pair.untilAt} /></>}</>,
        },
      ]} />
      {total > items.length && <p>{say('more', { more: count(total - items.length) })}</p>}
    </details>
  );
}

function Requests({ byConsumer, sample }: Pick<Answer['impactOf']['requests'], 'byConsumer' | 'sample'>) {
  return (
    <details>
      <summary>{say('requestsBy')}</summary>
      <DataTable caption={say('requestsBy')} rows={byConsumer} keyOf={({ odsCode }) => odsCode} columns={[
        { key: 'name', head: say('viewer'), cell: ({ name, odsCode }) => <OrganisationName name={name ?? odsCode} odsCode={odsCode} /> },
        { key: 'refused', head: say('wouldBeRefused'), figures: true, cell: ({ wouldBeRefused }) => count(wouldBeRefused) },
        { key: 'permitted', head: say('wouldBePermitted'), figures: true, cell: ({ wouldBePermitted }) => count(wouldBePermitted) },
      ]} />
      <DataTable caption={say('newest')} showCaption rows={sample} keyOf={({ at, consumerOdsCode, providerOdsCode }) => `${at} ${consumerOdsCode} ${providerOdsCode}`} columns={[
        { key: 'at', head: say('when'), cell: ({ at }) => <Day at={at} /> },
        { key: 'consumer', head: say('viewer'), cell: ({ consumerOdsCode }) => <OrganisationByCode odsCode={consumerOdsCode} /> },
        { key: 'provider', head: say('whose'), cell: ({ providerOdsCode }) => <OrganisationByCode odsCode={providerOdsCode} /> },
        { key: 'views', head: say('asked'), cell: ({ views }) => views.map((view) => view.replaceAll('-', ' ')).join(', ') },
        { key: 'was', head: say('then'), cell: ({ was }) => say(was) },
      ]} />
    </details>
  );
}

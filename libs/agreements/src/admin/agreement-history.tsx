import { AccordLink, askGraphql, DataTable, dutyWords, Moment, NothingHere, problemOf, ProblemSummary, Section, useSession, Waiting, type AccordProblem } from '@accord/kernel/admin';
import { Button } from '@mui/material';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { OneAgreement } from './agreement-query.js';
import { changeSentence, folded, type ChangeRow } from './history-words.js';
import { say } from './messages.js';
import { partyAddress } from './next-of-party.js';
import { stopName } from './stop-name.js';

const HISTORY = `query History($agreementId: ID!, $after: String) { changeRecords(filter: { agreementId: $agreementId }, first: 50, after: $after) {
  endCursor hasMore records { id recordedAt type subject outcome refusalCode actorName duty odsCode reason details }
} }`;
interface HistoryAnswer { readonly changeRecords: { readonly endCursor: string | null; readonly hasMore: boolean; readonly records: readonly ChangeRow[] } }

/** Every change of the agreement: when, who in which duty, what, and why. */
export function AgreementHistory({ agreement }: { readonly agreement: OneAgreement }) {
  const mayRead = useSession().may('read', 'ChangeRecord').allowed;
  const asked = useInfiniteQuery<HistoryAnswer, AccordProblem, { pages: HistoryAnswer[] }, readonly string[], string | null>({
    queryKey: ['accord', 'history', agreement.id], initialPageParam: null, enabled: mayRead,
    queryFn: ({ pageParam, signal }) => askGraphql<HistoryAnswer>(HISTORY, { agreementId: agreement.id, after: pageParam }, signal),
    getNextPageParam: ({ changeRecords: { hasMore, endCursor } }) => (hasMore ? endCursor : null),
  });
  const names = new Map([...agreement.providers, ...agreement.consumers].map(({ odsCode, name }) => [odsCode, `${name} (${odsCode})`]));
  const parties = new Map(agreement.parties.map((party) => [party.id, partyAddress({ agreementId: agreement.id, ...party })]));
  const stops = new Map(agreement.stops.map((stop) => [stop.id, stopName(stop)]));
  const entries = folded((asked.data?.pages ?? []).flatMap((page) => page.changeRecords.records));
  if (!mayRead) return <Section title={say('history')}><NothingHere says={say('historyNotShown')} why={say('historyNotShownWhy')} /></Section>;
  return (
    <Section title={say('history')}>
      {asked.error !== null && <ProblemSummary problem={problemOf(asked.error)} />}
      {asked.isPending && <Waiting />}
      {asked.data !== undefined && entries.length === 0 && <NothingHere says={say('historyEmpty')} why={say('historyEmptyWhy')} />}
      {entries.length > 0 && <DataTable caption={say('history')} rows={entries} keyOf={(entry) => entry.id} columns={[
        { key: 'at', head: say('when'), cell: (entry) => <Moment at={entry.recordedAt} /> },
        { key: 'who', head: say('person'), cell: (entry) => <>{entry.actorName}{entry.duty !== null && <><br /><small>{dutyWords(entry.duty)}</small></>}</> },
        {
          key: 'what', head: say('did'), cell: (entry) => {
            const said = changeSentence(entry, (code) => names.get(code) ?? code, (stop) => stops.get(stop));
            const to = parties.get(entry.subject) ?? addressOf(entry);
            return to === undefined || entry.outcome === 'refused' ? said : <AccordLink to={to}>{said}</AccordLink>;
          },
        },
        { key: 'why', head: say('reason'), cell: (entry) => entry.reason ?? '–' },
      ]} />}
      {asked.hasNextPage && <Button sx={{ mt: 2 }} variant="outlined" disabled={asked.isFetchingNextPage} onClick={() => { asked.fetchNextPage().catch(() => undefined); }}>{say('earlierChanges')}</Button>}
    </Section>
  );
}

/** The page of what was changed, where it has one of its own. */
function addressOf({ type, subject }: ChangeRow): string | undefined {
  if (type.startsWith('activation.')) return `/activations/${subject}`;
  if (type.startsWith('stop.')) return `/stops/${subject}`;
  return type.startsWith('view-set.') && type !== 'view-set.reserved' ? `/view-set-proposals/${subject}` : undefined;
}

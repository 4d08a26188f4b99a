import { AccordLink, AnsweredPage, DataTable, instantInTable, Moment, NothingHere, Page, span, useAsk } from '@accord/kernel/admin';
import { Box } from '@mui/material';
import { useSearchParams } from 'react-router';
import { ACT_FIELDS, Acts, sizeWords, type ActsShown } from './acts-words.js';
import { CHANGE_FIELDS, changesInShort, type ChangeShown } from './change-words.js';
import { Compare } from './compare-form.js';
import { history } from './history-messages.js';
import { say } from './messages.js';
import { ReconciliationAlarm } from './reconciliation-alarm.js';

interface Row { readonly number: number; readonly publishedAt: string; readonly files: number; readonly bytes: number; readonly acts: ActsShown; readonly changes: readonly ChangeShown[] }
interface Answer {
  readonly currentPublication: { readonly number: number; readonly publishedAt: string } | null;
  readonly freshness: { readonly signedAt: string; readonly freshUntil: string; readonly isFresh: boolean; readonly at: string } | null;
  readonly publications: readonly Row[];
}

const PER_PAGE = 15;
const ASK = `query Publications($before: Int) {
  currentPublication { number publishedAt } freshness { signedAt freshUntil isFresh at }
  publications(before: $before, first: ${PER_PAGE}) { number publishedAt files bytes ${ACT_FIELDS} changes { ${CHANGE_FIELDS} } }
}`;

/** What gateways are told, number by number, with what each changed in words. */
export function PublicationList() {
  const [search] = useSearchParams();
  const before = Number(search.get('before')) || null;
  const asked = useAsk<Answer>(ASK, { before }, { everyMs: before === null ? 10_000 : false, keep: true });
  return (
    <AnsweredPage asked={asked} title={say('publications')}>
      {(answer) => (
        <Page title={say('publications')} sentence={standing(answer)}>
          <ReconciliationAlarm />
          {answer.publications.length === 0 && <NothingHere says={before === null ? say('nothing') : say('noneBefore')} why={before === null ? say('nothingWhy') : undefined} />}
          {answer.publications.length > 0 && (
            <DataTable<Row> caption={say('publications')} rows={answer.publications} keyOf={({ number }) => String(number)} columns={[
              { key: 'number', head: say('number'), cell: ({ number }) => <AccordLink to={`/publications/${number}`}>{say('publication', { number })}</AccordLink> },
              { key: 'what', head: say('whatChanged'), cell: ({ changes }) => changesInShort(changes) },
              { key: 'who', head: history('who'), cell: ({ acts }) => <Acts acts={acts} most={2} /> },
              { key: 'size', head: history('size'), cell: ({ files, bytes }) => sizeWords(files, bytes) },
              { key: 'at', head: say('publishedAt'), cell: ({ publishedAt }) => <Moment at={publishedAt} /> },
            ]} />
          )}
          <Box component="nav" aria-label={say('older')} sx={{ display: 'flex', gap: 3, mt: 2, mb: 4 }}>
            {before !== null && <AccordLink to="/publications">{say('newest')}</AccordLink>}
            {answer.publications.length === PER_PAGE && <AccordLink to={`/publications?before=${answer.publications.at(-1)?.number ?? 1}`}>{say('older')}</AccordLink>}
          </Box>
          {(answer.currentPublication?.number ?? 0) > 1 && <Compare before={String((answer.currentPublication?.number ?? 2) - 1)} number={answer.currentPublication?.number ?? 2} newest={answer.currentPublication?.number ?? 2} />}
        </Page>
      )}
    </AnsweredPage>
  );
}

/** By the server's clock: whoever looks may have another. */
function standing({ currentPublication: current, freshness }: Answer): string {
  if (current === null || freshness === null) return say('nothing');
  const { number } = current;
  const since = (at: string): string => span(new Date(freshness.at).getTime() - new Date(at).getTime());
  if (!freshness.isFresh) return say('overdue', { number, ago: since(freshness.signedAt) });
  return say('current', { number, when: since(current.publishedAt), until: instantInTable(freshness.freshUntil) });
}

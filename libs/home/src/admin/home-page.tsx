import { AccordLink, Answered, browserClock, countOf, DataTable, Day, dayInProse, NothingHere, Page, Section, span, useAsk, useSession } from '@accord/kernel/admin';
import { addressOf } from './addresses.js';
import type { ComingKind, WaitingKind } from '../contract/index.js';
import { say } from './messages.js';

interface Waiting { readonly kind: WaitingKind; readonly subjectId: string; readonly agreementId: string | null; readonly about: string; readonly odsCode: string | null; readonly count: number; readonly since: string; readonly dueOn: string | null }
interface Coming { readonly kind: ComingKind; readonly subjectId: string; readonly about: string; readonly onDay: string }
interface Organisation { readonly name: string; readonly viewers: number; readonly practices: number; readonly mostViews: number; readonly suspended: number; readonly lastChangeAt: string | null }
interface Locality { readonly localityId: string; readonly name: string; readonly practices: number; readonly live: number; readonly suspended: number; readonly viewers: number; readonly lastChangeAt: string | null }
interface Home { readonly waiting: readonly Waiting[]; readonly coming: readonly Coming[]; readonly organisation: Organisation | null; readonly localities: readonly Locality[] }

const HOME = `query Home { home {
  waiting { kind subjectId agreementId about odsCode count since dueOn }
  coming { kind subjectId about onDay }
  organisation { name viewers practices mostViews suspended lastChangeAt }
  localities { localityId name practices live suspended viewers lastChangeAt }
} }`;

/** What waits for the person in the duty they act in, what comes, and one sentence on each whom they act for. */
export function HomePage() {
  const { me } = useSession();
  const asked = useAsk<{ home: Home }>(HOME, {}, { everyMs: 30_000 });
  const waits = asked.data?.home.waiting.length ?? 0;
  const standing = asked.data === undefined ? undefined : waits === 0 ? say('sentence.none') : waits === 1 ? say('sentence.one') : say('sentence.many', { count: waits });
  return (
    <Page title={say('title')} sentence={standing} key={me.actingAs?.grantId}>
      <Answered asked={asked}>
        {({ home }) => <>
          <Section title={say('waiting')}><WaitingList rows={home.waiting} /></Section>
          {(home.organisation !== null || home.localities.length > 0) && <Section title={say('sharing')}><Standing home={home} /></Section>}
          <Section title={say('coming')}><ComingList rows={home.coming} /></Section>
        </>}
      </Answered>
    </Page>
  );
}

function WaitingList({ rows }: { readonly rows: readonly Waiting[] }) {
  if (rows.length === 0) return <NothingHere says={say('nothing-waits')} why={say('nothing-waits.why')} />;
  const words = (row: Waiting): string => say(row.count > 1 ? `${row.kind}.many` as Parameters<typeof say>[0] : row.kind, { about: row.about, count: row.count });
  return (
    <DataTable caption={say('waiting')} rows={rows} keyOf={(row) => `${row.kind} ${row.subjectId}`} columns={[
      { key: 'what', head: say('what'), cell: (row) => <AccordLink to={addressOf(row)}>{words(row)}</AccordLink> },
      { key: 'waited', head: say('waited'), cell: (row) => <time dateTime={row.since}>{span(browserClock.now().getTime() - Date.parse(row.since))}</time> },
      { key: 'due', head: say('due'), cell: (row) => <Day at={row.dueOn} /> },
    ]} />
  );
}

function ComingList({ rows }: { readonly rows: readonly Coming[] }) {
  if (rows.length === 0) return <NothingHere says={say('nothing-comes')} />;
  return (
    <DataTable caption={say('coming')} rows={rows} keyOf={(row) => `${row.kind} ${row.subjectId} ${row.about}`} columns={[
      { key: 'what', head: say('what'), cell: (row) => <AccordLink to={addressOf(row)}>{say(row.kind, { about: row.about })}</AccordLink> },
      { key: 'when', head: say('when'), cell: (row) => <Day at={row.onDay} /> },
    ]} />
  );
}

function Standing({ home: { organisation, localities } }: { readonly home: Home }) {
  return (
    <ul style={{ margin: 0, paddingLeft: '1.25rem', display: 'grid', gap: 6 }}>
      {organisation !== null && sentencesOf(organisation).map((sentence) => <li key={sentence}>{sentence}</li>)}
      {localities.map((locality) => <li key={locality.localityId}><AccordLink to={`/localities/${locality.localityId}`}>{localitySentence(locality)}</AccordLink>{changed(locality.lastChangeAt)}</li>)}
    </ul>
  );
}

const changed = (at: string | null): string => (at === null ? '' : ` ${say('last-change', { day: dayInProse(at) })}`);

function sentencesOf({ name, viewers, practices, mostViews, suspended, lastChangeAt }: Organisation): string[] {
  const rest = `${suspended === 0 ? '' : ` ${say(suspended === 1 ? 'part-suspended' : 'parts-suspended', { count: suspended })}`}${changed(lastChangeAt)}`;
  const views = countOf(mostViews, 'view');
  if (practices > 0) return [say('views-of', { name, views, practices: countOf(practices, 'practice') }) + rest];
  if (viewers === 0) return [say('viewed.none', { name }) + rest];
  return [say('viewed', { viewers: countOf(viewers, 'organisation'), views, name }) + rest];
}

function localitySentence({ name, live, practices, suspended, viewers }: Locality): string {
  if (practices === 0) return say('locality.none', { name });
  return say(suspended === 0 ? 'locality' : 'locality.suspended', { name, live, suspended, practices: countOf(practices, 'practice'), viewers: countOf(viewers, 'viewing organisation') });
}

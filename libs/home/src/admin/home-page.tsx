import type { ReactNode } from 'react';
import { AccordLink, Answered, browserClock, DataTable, Day, NothingHere, Page, Section, span, useAsk, useSession } from '@accord/kernel/admin';
import { addressOf, changedSentence, localitySentence, organisationSentence, thingSentence, type ComingThing, type LocalityStanding, type OrganisationStanding, type WaitingThing } from '../contract/index.js';
import { say } from './messages.js';

/** As JSON carries it. */
type Waiting = Omit<WaitingThing, 'since'> & { readonly since: string };
interface Home { readonly waiting: readonly Waiting[]; readonly coming: readonly ComingThing[]; readonly organisation: OrganisationStanding | null; readonly localities: readonly LocalityStanding[] }

const HOME = `query Home { home {
  waiting { kind subjectId agreementId about odsCode count since dueOn }
  coming { kind subjectId about onDay }
  organisation { name viewers practices isViewer mostViews suspended lastChangeAt }
  localities { localityId name practices live suspended viewers lastChangeAt }
} }`;

/** What waits for the person in the duty they act in, what comes, and one sentence on each whom they act for. */
export function HomePage() {
  const { me } = useSession();
  const asked = useAsk<{ home: Home }>(HOME, {}, { everyMs: 30_000 });
  const waits = asked.data?.home.waiting.length ?? 0;
  const standing = asked.data === undefined ? undefined : waits === 0 ? say('sentence.none') : waits === 1 ? say('sentence.one') : say('sentence.many', { count: waits });
  return (
    <Page title={say('title')} sentence={standing} key={me.actingAs?.grantId} actions={<AccordLink to="/reminders">{say('mailed')}</AccordLink>}>
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

/** One that would lead back to Home leads nowhere. */
function thing(row: Waiting | ComingThing): ReactNode {
  const to = addressOf(row);
  return to === '/' ? thingSentence(row) : <AccordLink to={to}>{thingSentence(row)}</AccordLink>;
}

function WaitingList({ rows }: { readonly rows: readonly Waiting[] }) {
  if (rows.length === 0) return <NothingHere says={say('nothing-waits')} why={say('nothing-waits.why')} />;
  return (
    <DataTable caption={say('waiting')} rows={rows} keyOf={(row) => `${row.kind} ${row.subjectId}`} columns={[
      { key: 'what', head: say('what'), cell: thing },
      { key: 'waited', head: say('waited'), cell: (row) => <time dateTime={row.since}>{span(browserClock.now().getTime() - Date.parse(row.since))}</time> },
      { key: 'due', head: say('due'), cell: (row) => <Day at={row.dueOn} /> },
    ]} />
  );
}

function ComingList({ rows }: { readonly rows: readonly ComingThing[] }) {
  if (rows.length === 0) return <NothingHere says={say('nothing-comes')} />;
  return (
    <DataTable caption={say('coming')} rows={rows} keyOf={(row) => `${row.kind} ${row.subjectId} ${row.about}`} columns={[
      { key: 'what', head: say('what'), cell: thing },
      { key: 'when', head: say('when'), cell: (row) => <Day at={row.onDay} /> },
    ]} />
  );
}

function Standing({ home: { organisation, localities } }: { readonly home: Home }) {
  return (
    <ul style={{ margin: 0, paddingLeft: '1.25rem', display: 'grid', gap: 6 }}>
      {organisation !== null && <li>{organisationSentence(organisation)}</li>}
      {localities.map((locality) => <li key={locality.localityId}><AccordLink to={`/localities/${locality.localityId}`}>{localitySentence(locality)}</AccordLink>{changedSentence(locality.lastChangeAt)}</li>)}
    </ul>
  );
}

import { Fragment } from 'react';
import { AccordLink, DataTable, Moment, OrganisationName, StateWords } from '@accord/kernel/admin';
import { say } from './messages.js';
import type { Names } from './search-chips.js';
import { outcomeWords } from './words.js';

export interface EventRow {
  readonly id: string;
  readonly occurredAt: string;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly consumerOdsCode: string | null;
  readonly consumerName: string | null;
  readonly providerOdsCode: string | null;
  readonly providerName: string | null;
  readonly views: readonly string[];
  readonly decision: string;
  readonly reason: string;
}

/** An organisation as the log knows it: a code may have no name, and an unreadable question no code. */
export function Place({ name, odsCode }: { readonly name: string | null; readonly odsCode: string | null }) {
  if (odsCode === null) return <span>{say('unknownPlace')}</span>;
  return name === null ? <span>{odsCode}</span> : <OrganisationName name={name} odsCode={odsCode} />;
}

/** Name and id; a long id is broken where its parts meet, so that no other column is pushed out of sight. */
function Person({ userId, userName }: Pick<EventRow, 'userId' | 'userName'>) {
  if (userName === null || userId === null) return <span>{personWords({ userId, userName })}</span>;
  const [before, ...after] = userId.split(/(?=[@.\\/])/);
  return <span>{userName} <span style={{ overflowWrap: 'break-word' }}>({before}{after.map((part, place) => <Fragment key={place}><wbr />{part}</Fragment>)})</span></span>;
}

export const personWords = ({ userId, userName }: Pick<EventRow, 'userId' | 'userName'>): string => (userName === null ? userId ?? say('unnamed') : userId === null ? userName : `${userName} (${userId})`);

/** What was found, newest first; the time opens the event, and what was decided stands beside it. */
export function EventRows({ rows, names }: { readonly rows: readonly EventRow[]; readonly names: Names }) {
  return (
    <DataTable caption={say('results')} rows={rows} keyOf={({ id }) => id} columns={[
      { key: 'when', head: say('when'), cell: ({ id, occurredAt }) => <AccordLink to={`/access-log/${id}`}><Moment at={occurredAt} /></AccordLink> },
      { key: 'outcome', head: say('outcome'), cell: ({ decision, reason }) => <StateWords words={outcomeWords(decision, reason)} tone={decision === 'permit' ? 'good' : 'stopped'} /> },
      { key: 'person', head: say('person'), cell: ({ userId, userName }) => <Person userId={userId} userName={userName} /> },
      { key: 'consumer', head: say('consumers'), cell: ({ consumerName, consumerOdsCode }) => <Place name={consumerName} odsCode={consumerOdsCode} /> },
      { key: 'provider', head: say('providers'), cell: ({ providerName, providerOdsCode }) => <Place name={providerName} odsCode={providerOdsCode} /> },
      { key: 'views', head: say('viewsAsked'), cell: ({ views }) => (views.length === 0 ? say('noViews') : views.map(names.view).join(', ')) },
    ]} />
  );
}

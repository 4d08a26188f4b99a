import { AccordLink, AccordList, StateWords, useSession } from '@accord/kernel/admin';
import { say } from './messages.js';
import type { PersonRow } from './people-queries.js';
import { isHidden, nameShown } from './people-words.js';

export function PeopleList() {
  const { may } = useSession();
  const links = <>
    {may('read', 'Duty').allowed && <AccordLink to="/duties">{say('duties')}</AccordLink>}
    {may('read', 'Authority').allowed && <AccordLink to="/authorities">{say('authorities')}</AccordLink>}
    {may('invite', 'Person').allowed && <AccordLink to="/people/new">{say('invite')}</AccordLink>}
  </>;
  return (
    <AccordList<PersonRow> resource="people" title={say('people')} noun={['person', 'people']} sentence={() => say('people.sentence')} actions={links}
      filters={[{ name: 'search', label: say('find-person') }]} empty={{ says: say('people.none'), why: say('people.none.why') }}
      columns={[
        { key: 'name', head: say('name'), cell: (row) => <AccordLink to={`/people/${row.id}`}>{nameShown(row.name, row.id)}</AccordLink> },
        { key: 'email', head: say('email'), cell: (row) => (row.email === null ? '–' : isHidden(row.email) ? say('not-shown') : row.email) },
        { key: 'state', head: say('state'), cell: (row) => (row.isDisabled ? <StateWords words={say('shut-out')} tone="stopped" /> : <StateWords words={say('may-sign-in')} tone="good" />) },
      ]} />
  );
}

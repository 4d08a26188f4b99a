import { AccordLink, AccordList, count, Day, Moment, NothingHere, Page, StateWords, useSession } from '@accord/kernel/admin';
import { sayImport as say } from './messages.js';
import { stateOf, STATES, type Count, type ListedImport } from './import-queries.js';

/** Every file that was handed in, and what became of it. */
export function ImportList() {
  const { may } = useSession();
  if (!may('read', 'DirectoryImport').allowed) return <Page title={say('title')}><NothingHere says={say('not-this-duty')} action={<AccordLink to="/organisations">{say('organisations')}</AccordLink>} /></Page>;
  const begin = may('import', 'Directory').allowed ? <AccordLink to="/directory-imports/new">{say('new')}</AccordLink> : undefined;
  return (
    <AccordList<ListedImport> resource="directory-imports" title={say('title')} noun={['file', 'files']} sentence={() => say('sentence')} actions={<><AccordLink to="/organisations">{say('organisations')}</AccordLink>{begin}</>}
      filters={[{ name: 'state', label: say('state'), choices: STATES.map((value) => ({ value, label: say(`s.${value}`) })) }]}
      empty={{ says: say('none'), why: say('none.why'), action: begin }}
      columns={[
        { key: 'file', head: say('file'), cell: (row) => <AccordLink to={`/directory-imports/${row.id}`}>{row.fileName ?? say('command-line')}</AccordLink> },
        { key: 'state', head: say('state'), cell: (row) => <StateWords {...stateOf(row.state)} /> },
        { key: 'edition', head: say('edition'), cell: (row) => <Day at={row.editionOn} /> },
        { key: 'rows', head: say('rows'), figures: true, cell: (row) => (row.rows === null ? '–' : count(row.rows)) },
        { key: 'changes', head: say('changes'), cell: (row) => inBrief(row.counts) },
        { key: 'who', head: say('handed-in-by'), cell: (row) => <>{row.submittedAs}<br /><Moment at={row.submittedAt} /></> },
      ]} />
  );
}

/** "15,971 new, 3 faulty". */
function inBrief(counts: readonly Count[]): string {
  if (counts.length === 0) return '–';
  const some = counts.filter(({ verdict, rows }) => verdict !== 'unchanged' && verdict !== 'absent' && rows > 0).map(({ verdict, rows }) => `${count(rows)} ${say(`v.${verdict}`).toLowerCase()}`);
  return some.join(', ') || say('none-changed');
}

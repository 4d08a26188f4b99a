import { AccordLink, AccordList, Day, dutyWords, LastDay, useSession } from '@accord/kernel/admin';
import { DutyActs } from './duty-acts.js';
import { say } from './messages.js';
import type { DutyRow } from './people-queries.js';
import { DUTIES_IN_ORDER, nameShown, placeOf } from './people-words.js';
import { Standing } from './standing.js';

export function DutyList() {
  const { may } = useSession();
  return (
    <AccordList<DutyRow> resource="duties" title={say('duties')} noun={['duty', 'duties']} sentence={() => say('duties.sentence')}
      actions={<><AccordLink to="/people">{say('people')}</AccordLink>{may('grant', 'Duty').allowed && <AccordLink to="/duties/new">{say('grant')}</AccordLink>}</>}
      filters={[
        { name: 'duty', label: say('duty'), choices: DUTIES_IN_ORDER.map((value) => ({ value, label: dutyWords(value) })) },
        { name: 'state', label: say('state'), choices: (['proposed', 'confirmed', 'held-back', 'over', 'ended'] as const).map((value) => ({ value, label: say(value) })) },
      ]}
      empty={{ says: say('duties.none'), why: say('duties.none.why') }}
      columns={[
        { key: 'person', head: say('person'), cell: (row) => <AccordLink to={`/people/${row.personId}`}>{nameShown(row.personName, row.personId)}</AccordLink> },
        { key: 'duty', head: say('duty'), cell: (row) => dutyWords(row.duty) },
        { key: 'for', head: say('for'), cell: placeOf },
        { key: 'from', head: say('from'), cell: (row) => <Day at={row.from} /> },
        { key: 'until', head: say('until'), cell: (row) => (row.until === null ? say('open-ended') : <LastDay until={row.until} />) },
        { key: 'state', head: say('state'), cell: (row) => <Standing state={row.state} /> },
        { key: 'acts', head: say('acts'), cell: (row) => <DutyActs row={row} confirmingOnly /> },
      ]} />
  );
}

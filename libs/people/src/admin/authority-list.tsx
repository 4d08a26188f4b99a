import { AccordLink, AccordList, Day, LastDay, OrganisationName, useSession } from '@accord/kernel/admin';
import { AuthorityActs } from './authority-acts.js';
import { say } from './messages.js';
import type { AuthorityRow } from './people-queries.js';
import { nameShown } from './people-words.js';
import { Standing } from './standing.js';

export function AuthorityList() {
  const { may } = useSession();
  return (
    <AccordList<AuthorityRow> resource="authorities" title={say('authorities')} noun={['line', 'lines']} sentence={() => say('authorities.sentence')}
      actions={may('record', 'Authority').allowed && <AccordLink to="/authorities/new">{say('record')}</AccordLink>}
      filters={[
        { name: 'odsCode', label: say('organisation-code') },
        { name: 'state', label: say('state'), choices: (['recorded', 'confirmed', 'over', 'ended'] as const).map((value) => ({ value, label: say(value) })) },
      ]}
      empty={{ says: say('authorities.none'), why: say('authorities.none.why') }}
      columns={[
        { key: 'name', head: say('name'), cell: (row) => (may('read', 'Duty').allowed ? <AccordLink to={`/people/${row.personId}`}>{nameShown(row.signatoryName, row.personId)}</AccordLink> : row.signatoryName) },
        { key: 'role', head: say('role'), cell: (row) => row.roleTitle },
        { key: 'organisation', head: say('organisation'), cell: (row) => <OrganisationName name={row.organisationName} odsCode={row.odsCode} to={`/organisations/${row.odsCode}`} /> },
        { key: 'from', head: say('from'), cell: (row) => <Day at={row.from} /> },
        { key: 'until', head: say('until'), cell: (row) => (row.until === null ? say('open-ended') : <LastDay until={row.until} />) },
        { key: 'state', head: say('state'), cell: (row) => <Standing state={row.state} /> },
        { key: 'acts', head: say('acts'), cell: (row) => <AuthorityActs row={row} /> },
      ]} />
  );
}

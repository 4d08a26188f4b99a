import { AccordLink, AccordList, OrganisationByCode, OrganisationName, StateWords, useSession, type Tone } from '@accord/kernel/admin';
import { PRESCRIBING_SETTINGS } from '@accord/directory';
import { say } from './messages.js';
import type { OrganisationRow, Status } from './organisation-queries.js';

export const STATUS_TONES: Readonly<Record<Status, Tone>> = { A: 'good', C: 'stopped', D: 'quiet', P: 'waiting' };
const STATUSES: readonly Status[] = ['A', 'C', 'D', 'P'];
/** Settings that the national list only numbers say nothing to anybody. */
const SETTINGS = Object.entries(PRESCRIBING_SETTINGS).filter(([, label]) => !/^Setting \d+$/.test(label)).sort(([, one], [, other]) => one.localeCompare(other));

/** The national directory. */
export function OrganisationList() {
  const { may } = useSession();
  return (
    <AccordList<OrganisationRow> resource="organisations" title={say('title')} noun={['organisation', 'organisations']}
      actions={may('read', 'DirectoryImport').allowed && <AccordLink to="/directory-imports">{say('imports.link')}</AccordLink>}
      filters={[
        { name: 'search', label: say('search') }, { name: 'commissionerCode', label: say('commissioner.code') },
        { name: 'status', label: say('status'), choices: STATUSES.map((value) => ({ value, label: say(value) })) },
        { name: 'setting', label: say('setting'), choices: SETTINGS.map(([value, label]) => ({ value, label })) },
      ]}
      empty={{ says: say('none'), why: say('none.why'), action: may('import', 'Directory').allowed ? <AccordLink to="/directory-imports/new">{say('import.new')}</AccordLink> : undefined }}
      columns={[
        { key: 'name', head: say('name'), cell: (row) => <OrganisationName name={row.name} odsCode={row.odsCode} to={`/organisations/${row.odsCode}`} /> },
        { key: 'setting', head: say('setting'), cell: (row) => row.prescribingSettingName ?? '–' },
        { key: 'status', head: say('status'), cell: (row) => <StateWords words={say(row.status)} tone={STATUS_TONES[row.status]} /> },
        { key: 'place', head: say('place'), cell: (row) => [row.address.at(-1), row.postcode].filter(Boolean).join(', ') || '–' },
        { key: 'commissioner', head: say('commissioner'), cell: (row) => (row.commissionerCode === null ? '–' : <OrganisationByCode odsCode={row.commissionerCode} />) },
      ]} />
  );
}

import { AccordLink, AccordList, countOf, StateWords, useAsk, useSession, type Column } from '@accord/kernel/admin';
import { Button } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import { AGREEMENT_STATES, agreementState, nextSteps, type Standing } from './agreement-words.js';
import { say } from './messages.js';

export interface AgreementListRow extends Standing {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly serviceName: string;
  readonly localityCode: string;
  readonly versionNumber: number;
}

const COLUMNS: readonly Column<AgreementListRow>[] = [
  { key: 'reference', head: say('reference'), cell: (row) => <span style={{ whiteSpace: row.reference.length <= 20 ? 'nowrap' : 'normal' }}><AccordLink to={`/agreements/${row.id}`}>{row.reference}</AccordLink></span> },
  { key: 'title', head: say('columnTitle'), cell: (row) => row.title },
  { key: 'service', head: say('service'), cell: (row) => row.serviceName },
  { key: 'locality', head: say('locality'), cell: (row) => `${row.localityName} (${row.localityCode})` },
  { key: 'version', head: say('version'), figures: true, cell: (row) => row.versionNumber },
  { key: 'state', head: say('state'), cell: (row) => <StateWords {...agreementState(row)} /> },
  { key: 'next', head: say('nextStep'), cell: (row) => <NextStep agreement={row} /> },
];

function NextStep({ agreement }: { readonly agreement: Standing }) {
  const [{ step, who }, ...more] = nextSteps(agreement);
  return <>{step}{who !== '' && <><br /><small>{say('whoHasIt', { who })}</small></>}{more.length > 0 && <><br /><small>{say('andMore', { steps: countOf(more.length, 'more step') })}</small></>}</>;
}

const LOCALITIES = 'query Localities { localities(perPage: 200) { items { id code name } } }';
interface LocalitiesAnswer { readonly localities: { readonly items: readonly { readonly id: string; readonly code: string; readonly name: string }[] } }

/** Every agreement one may see. */
export function AgreementList() {
  const session = useSession();
  const mayDraft = session.may('draft', 'Agreement').allowed;
  const localities = useAsk<LocalitiesAnswer>(LOCALITIES);
  const assigned = session.me.actingAs?.localities ?? [];
  const offered = localities.data?.localities.items ?? [];
  const mine = assigned.length > 0 ? offered.filter(({ id }) => assigned.includes(id)) : offered;
  const draft = mayDraft ? <Button variant="contained" component={RouterLink} to="/agreements/new">{say('draftNew')}</Button> : undefined;
  return (
    <AccordList<AgreementListRow>
      resource="agreements" title={say('title')} noun={['agreement', 'agreements']} columns={COLUMNS} actions={draft}
      filters={[
        { name: 'search', label: say('filterText') },
        { name: 'state', label: say('state'), choices: AGREEMENT_STATES.map((value) => ({ value, label: say(value) })) },
        ...(mine.length > 1 ? [{ name: 'localityId', label: say('locality'), choices: mine.map(({ id, code, name }) => ({ value: id, label: `${name} (${code})` })) }] : []),
      ]}
      empty={{ says: say('emptyList'), why: mayDraft ? say('emptyListOfficer') : say('emptyListParty'), action: draft }}
    />
  );
}

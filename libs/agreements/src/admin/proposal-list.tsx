import { AccordLink, AccordList, Day, StateWords, useSession, type Column } from '@accord/kernel/admin';
import { Button } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import { changeInShort, type ProposalRow } from './proposal-facts.js';
import { proposalState, proposalWords } from './proposal-words.js';

const COLUMNS: readonly Column<ProposalRow>[] = [
  { key: 'viewer', head: proposalWords('viewer'), cell: (row) => <AccordLink to={`/view-set-proposals/${row.id}`}>{`${row.viewingOrganisation} (${row.consumers.map(({ odsCode }) => odsCode).join(', ')})`}</AccordLink> },
  { key: 'service', head: proposalWords('service'), cell: (row) => row.serviceName },
  { key: 'change', head: proposalWords('change'), cell: changeInShort },
  { key: 'agreed', head: proposalWords('agreedHead'), cell: (row) => <span style={{ whiteSpace: 'nowrap' }}>{proposalWords('agreedOf', { agreed: row.agreed, asked: row.asked })}</span> },
  { key: 'lapses', head: proposalWords('lapses'), cell: (row) => <Day at={row.lapsesOn} /> },
  { key: 'state', head: proposalWords('state'), cell: (row) => <StateWords {...proposalState(row)} /> },
];

/** Every proposal one may see, the newest first. */
export function ProposalList() {
  const mayPropose = useSession().may('propose', 'ViewSetProposal').allowed;
  const propose = mayPropose ? <Button variant="contained" component={RouterLink} to="/view-set-proposals/new">{proposalWords('new')}</Button> : undefined;
  return (
    <AccordList<ProposalRow>
      resource="view-set-proposals" title={proposalWords('title')} noun={['proposal', 'proposals']} columns={COLUMNS} actions={propose}
      filters={[{ name: 'consumerOdsCode', label: proposalWords('viewerCode') }, { name: 'state', label: proposalWords('state'), choices: (['running', 'cut-over', 'lapsed'] as const).map((value) => ({ value, label: proposalWords(value) })) }]}
      empty={{ says: proposalWords('emptyList'), why: proposalWords(mayPropose ? 'emptyOfficer' : 'emptyOther'), action: propose }}
    />
  );
}

import { AccordLink, AccordList, Day, StateWords, useSession, type Column } from '@accord/kernel/admin';
import { Button } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import { campaignKind, campaignState, campaignWords } from './campaign-words.js';

export interface CampaignListRow {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly answerBy: string;
  readonly state: string;
  readonly practices: number;
}

const COLUMNS: readonly Column<CampaignListRow>[] = [
  { key: 'title', head: campaignWords('name'), cell: (row) => <AccordLink to={`/campaigns/${row.id}`}>{row.title}</AccordLink> },
  { key: 'kind', head: campaignWords('kind'), cell: (row) => campaignKind(row.kind) },
  { key: 'practices', head: campaignWords('practices'), figures: true, cell: (row) => row.practices },
  { key: 'answerBy', head: campaignWords('answerBy'), cell: (row) => <Day at={row.answerBy} /> },
  { key: 'state', head: campaignWords('state'), cell: (row) => <StateWords {...campaignState(row.state)} /> },
];

/** Every campaign one may see, the newest first. */
export function CampaignList() {
  const mayRun = useSession().may('run', 'Campaign').allowed;
  const start = mayRun ? <Button variant="contained" component={RouterLink} to="/campaigns/new">{campaignWords('new')}</Button> : undefined;
  return (
    <AccordList<CampaignListRow>
      resource="campaigns" title={campaignWords('title')} noun={['campaign', 'campaigns']} columns={COLUMNS} actions={start}
      filters={[{ name: 'state', label: campaignWords('state'), choices: (['draft', 'asked', 'closed'] as const).map((value) => ({ value, label: campaignWords(value) })) }]}
      empty={{ says: campaignWords('emptyList'), why: campaignWords(mayRun ? 'emptyOfficer' : 'emptyParty'), action: start }}
    />
  );
}

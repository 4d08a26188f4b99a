import { AccordLink, AccordList, count, type Column } from '@accord/kernel/admin';
import type { LocalityRow } from './localities.js';
import { say } from './messages.js';
import { practicesInWords } from './standing-sentence.js';

const COLUMNS: readonly Column<LocalityRow>[] = [
  { key: 'name', head: say('columnLocality'), cell: (row) => <AccordLink to={`/localities/${row.id}`}>{row.name} ({row.code})</AccordLink> },
  { key: 'standing', head: say('columnStanding'), cell: (row) => practicesInWords(row) },
  { key: 'viewers', head: say('columnViewers'), figures: true, cell: (row) => count(row.viewingOrganisations) },
  { key: 'agreements', head: say('columnAgreements'), figures: true, cell: (row) => (row.agreements === 0 ? '0' : <AccordLink to={`/agreements?filter=${encodeURIComponent(JSON.stringify({ localityId: row.id }))}`}>{count(row.agreements)}</AccordLink>) },
  { key: 'approvals', head: say('columnApprovals'), figures: true, cell: (row) => (row.waitingApprovals === 0 ? '0' : <AccordLink to={`/activations?locality=${row.id}`}>{count(row.waitingApprovals)}</AccordLink>) },
];

/** The localities one serves. */
export function LocalityList() {
  return (
    <AccordList<LocalityRow> resource="localityStandings" title={say('localities')} noun={['locality', 'localities']} columns={COLUMNS}
      filters={[{ name: 'search', label: say('findLocality') }]} empty={{ says: say('noLocalities'), why: say('localitiesWhy') }} />
  );
}

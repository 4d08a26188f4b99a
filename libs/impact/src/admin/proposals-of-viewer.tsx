import { AccordLink, Answered, countOf, DataTable, Day, NothingHere, Section, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import { Button } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import { say } from './messages.js';

interface Proposal {
  readonly id: string; readonly serviceName: string; readonly gained: readonly string[]; readonly lost: readonly string[]; readonly lapsesOn: string;
  readonly state: 'running' | 'cut-over' | 'lapsed'; readonly givenUpAt: string | null; readonly agreed: number; readonly asked: number;
}
interface Answer { readonly viewSetProposals: { readonly total: number; readonly items: readonly Proposal[] } }

const SHOWN = 5;
const ASK = `query ProposalsOfViewer($odsCode: String!) { viewSetProposals(consumerOdsCode: $odsCode, perPage: ${SHOWN}) {
  total items { id serviceName gained lost lapsesOn state givenUpAt agreed asked } } }`;
const TONE = { 'running': 'waiting', 'cut-over': 'good', 'lapsed': 'quiet' } as const;

/** Proposals to change what it sees, the newest first, and where another is made. */
export function ProposalsOfViewer({ odsCode }: { readonly odsCode: string }) {
  const asked = useAsk<Answer>(ASK, { odsCode });
  const mayPropose = useSession().may('propose', 'ViewSetProposal').allowed;
  const propose = mayPropose ? <Button variant="outlined" component={RouterLink} to={`/view-set-proposals/new?consumer=${odsCode}`}>{say('propose')}</Button> : undefined;
  return (
    <Section title={say('changes')}>
      <Answered asked={asked}>
        {({ viewSetProposals: { items, total } }) => (total === 0 ? <NothingHere says={say('noChanges')} why={say('noChangesWhy')} action={propose} /> : (
          <>
            {items.some(({ state }) => state === 'running') && <p style={{ maxWidth: '75ch', marginTop: 0 }}>{say('whoStops')}</p>}
            <DataTable caption={say('changes')} rows={items} keyOf={({ id }) => id} columns={[
              { key: 'change', head: say('change'), cell: (row) => <AccordLink to={`/view-set-proposals/${row.id}`}>{row.serviceName}: {changeOf(row)}</AccordLink> },
              { key: 'state', head: say('proposalState'), cell: ({ state, givenUpAt }) => <StateWords words={say(givenUpAt === null ? state : 'given-up')} tone={TONE[state]} /> },
              { key: 'agreed', head: say('agreed'), cell: (row) => say('agreedOf', { agreed: row.agreed, asked: row.asked }) },
              { key: 'day', head: say('lastDay'), cell: ({ lapsesOn }) => <Day at={lapsesOn} /> },
            ]} />
            {total > items.length && <p><AccordLink to={`/view-set-proposals?filter=${encodeURIComponent(JSON.stringify({ consumerOdsCode: odsCode }))}`}>{say('allProposals', { count: total })}</AccordLink></p>}
            {propose !== undefined && !items.some(({ state }) => state === 'running') && <p>{propose}</p>}
          </>
        ))}
      </Answered>
    </Section>
  );
}

const changeOf = ({ gained, lost }: Proposal): string => [
  ...(gained.length > 0 ? [say('more', { views: countOf(gained.length, 'view') })] : []), ...(lost.length > 0 ? [say('less', { views: countOf(lost.length, 'view') })] : []),
].join(', ');

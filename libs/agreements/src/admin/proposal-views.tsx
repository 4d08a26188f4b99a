import { Answered, DataTable, StateWords, useAsk } from '@accord/kernel/admin';
import { SERVICES_QUERY, type ServicesAnswer } from './agreement-query.js';
import { changeInWords, type ProposalFacts } from './proposal-facts.js';
import { proposalWords } from './proposal-words.js';

/** What it sees before and after, in a sentence, and view by view in the order of the service. */
export function ProposalViews({ proposal: { serviceCode, viewsNow, views: proposed, gained, lost, reason, state } }: { readonly proposal: ProposalFacts }) {
  const asked = useAsk<ServicesAnswer>(SERVICES_QUERY);
  const isOver = state === 'cut-over';
  const seen = (codes: readonly string[], code: string) => <StateWords words={proposalWords(codes.includes(code) ? 'seen' : 'unseen')} tone={codes.includes(code) ? 'good' : 'quiet'} />;
  return (
    <Answered asked={asked}>
      {({ services }) => {
        const views = services.find(({ code }) => code === serviceCode)?.views ?? [];
        return (
          <>
            <p style={{ maxWidth: '75ch', marginTop: 0 }}><strong>{changeInWords(views, { gained, lost })}</strong></p>
            <p style={{ maxWidth: '75ch', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{proposalWords('why', { reason })}</p>
            <details>
              <summary>{proposalWords('everyView', { count: views.length })}</summary>
              <DataTable caption={proposalWords('whatChanges')} rows={views} keyOf={({ code }) => code} columns={[
                { key: 'view', head: proposalWords('view'), cell: ({ name }) => name },
                { key: 'now', head: proposalWords(isOver ? 'before' : 'now'), cell: ({ code }) => seen(viewsNow, code) },
                { key: 'proposed', head: proposalWords(isOver ? 'after' : 'proposed'), cell: ({ code }) => seen(proposed, code) },
              ]} />
            </details>
          </>
        );
      }}
    </Answered>
  );
}

import { AccordLink, AccordList, Day, StateWords, useSession, type Column } from '@accord/kernel/admin';
import { Button } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import type { StopFacts } from './party-facts.js';
import { stopName } from './stop-name.js';
import { stopWords } from './stop-words.js';

const COLUMNS: readonly Column<StopFacts>[] = [
  { key: 'what', head: stopWords('whatStopped'), cell: (stop) => <AccordLink to={`/stops/${stop.id}`}>{stopWords(stop.kind, { name: stopName(stop) })}</AccordLink> },
  { key: 'state', head: stopWords('state'), cell: (stop) => <Standing stop={stop} /> },
  { key: 'since', head: stopWords('since'), cell: (stop) => <Day at={stop.fromAt} /> },
  { key: 'by', head: stopWords('by'), cell: (stop) => stopWords(stop.imposedSide) },
  { key: 'reason', head: stopWords('reason'), cell: (stop) => stop.reason ?? stopWords('reasonHidden') },
];

function Standing({ stop }: { readonly stop: StopFacts }) {
  if (stop.liftedAt !== null) return <StateWords tone="quiet" words={stopWords('stateLifted')} />;
  if (stop.kind !== 'suspension') return <StateWords tone="stopped" words={stopWords('stateFinal')} />;
  return stop.resumeAskedAt === null ? <StateWords tone="stopped" words={stopWords('stateStands')} /> : <StateWords tone="waiting" words={stopWords('stateAsked')} />;
}

/** Everything that was stopped and reaches what one may see. */
export function StopList() {
  const maySuspend = useSession().may('suspend', 'Sharing').allowed;
  const suspend = maySuspend ? <Button variant="outlined" color="error" component={RouterLink} to="/stops/new">{stopWords('suspendSharing')}</Button> : undefined;
  return (
    <AccordList<StopFacts>
      resource="stops" title={stopWords('listTitle')} noun={['stop', 'stops']} columns={COLUMNS} actions={suspend}
      filters={[{ name: 'state', label: stopWords('state'), choices: (['standing', 'asked', 'lifted', 'final'] as const).map((value) => ({ value, label: stopWords(`filter.${value}`) })) }]}
      empty={{ says: stopWords('listEmpty'), why: stopWords('listEmptyWhy') }}
    />
  );
}

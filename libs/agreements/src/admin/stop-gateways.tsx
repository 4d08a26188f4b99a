import { Box, Typography } from '@mui/material';
import { useEffect, useState } from 'react';
import { Answered, browserClock, count, countOf, Moment, Section, span, StateWords, timeInProse, useAsk, useSession } from '@accord/kernel/admin';
import type { StopFacts } from './party-facts.js';
import { stopWords } from './stop-words.js';

interface GatewayLine {
  readonly code: string;
  readonly name: string;
  readonly revoked: boolean;
  readonly seenAt: string | null;
  readonly reachedAt: string | null;
  readonly refusesAt: string | null;
}

export interface Applied {
  readonly publication: number | null;
  readonly complete: boolean;
  readonly applied: readonly GatewayLine[];
  readonly waiting: readonly GatewayLine[];
  /** They hold nothing to permit anybody by, so nothing waits for them. */
  readonly neverGiven: readonly GatewayLine[];
}

const LINE = 'code name revoked seenAt reachedAt refusesAt';
const QUERY = `query AppliedBy($subject: String) { appliedBy(subject: $subject) { publication complete applied { ${LINE} } waiting { ${LINE} } neverGiven { ${LINE} } } }`;

/** How far the gateways are with one stop; asked again every second until all have answered. */
export function useApplied(stopId: string) {
  const isTheirs = useSession().may('read', 'AppliedStatement').allowed;
  const [isComplete, setComplete] = useState(false);
  const asked = useAsk<{ appliedBy: Applied }>(QUERY, { subject: stopId }, { enabled: isTheirs, everyMs: isComplete ? false : 1000 });
  useEffect(() => setComplete(asked.data?.appliedBy.complete === true), [asked.data]);
  return { asked, isTheirs };
}

/** A live line per gateway. */
export function StopGateways({ stop, applied: { asked, isTheirs } }: { readonly stop: StopFacts; readonly applied: ReturnType<typeof useApplied> }) {
  return (
    <Section title={stopWords('gateways')}>
      {isTheirs ? <Answered asked={asked}>{({ appliedBy }) => <Lines stop={stop} applied={appliedBy} />}</Answered> : <Typography component="p">{stopWords('gatewaysNot')}</Typography>}
    </Section>
  );
}

function Lines({ stop, applied: { publication, complete, applied, waiting, neverGiven } }: { readonly stop: StopFacts; readonly applied: Applied }) {
  const isLifted = stop.liftedAt !== null;
  const all = applied.length + waiting.length;
  return (
    <>
      <Typography component="p" role="status" sx={{ fontWeight: 600 }}>{progress()}</Typography>
      <Typography component="p" className={complete ? undefined : 'no-print'} sx={{ mb: 2 }}>
        {publication === null ? '' : `${stopWords('published', { number: count(publication) })} `}{complete ? '' : stopWords('gatewaysAsk')}
      </Typography>
      <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0, maxWidth: '75ch', '& li': { py: 1, borderTop: 1, borderColor: 'divider' } }}>
        {[...applied, ...waiting].map((gateway) => (
          <li key={gateway.code}>
            <Line gateway={gateway} since={stop.liftedAt ?? stop.imposedAt} isLifted={isLifted} />
            <Typography component="div" variant="body2" sx={{ pl: 2.75 }}>
              {gateway.reachedAt === null ? gateway.seenAt !== null && <>{stopWords('lastHeard')} <Moment at={gateway.seenAt} /></> : <Moment at={gateway.reachedAt} />}
              {gateway.revoked && <>; {stopWords('revoked')}</>}
            </Typography>
          </li>
        ))}
      </Box>
      {neverGiven.length > 0 && <Typography component="p" sx={{ mt: 2, maxWidth: '75ch' }}>{stopWords('neverGiven', { names: neverGiven.map(({ name }) => name).join(', ') })}</Typography>}
    </>
  );

  function progress(): string {
    if (publication === null) return stopWords('unpublished');
    if (all === 0) return stopWords(neverGiven.length === 0 ? 'nobody' : 'nobodyGiven');
    if (complete) return stopWords(isLifted ? 'completeLifted' : 'complete');
    return stopWords('progress', { applied: count(applied.length), all: countOf(all, 'gateway') });
  }
}

function Line({ gateway, since, isLifted }: { readonly gateway: GatewayLine; readonly since: string; readonly isLifted: boolean }) {
  const { name, reachedAt, refusesAt } = gateway;
  const now = browserClock.now();
  if (reachedAt !== null) {
    const after = new Date(reachedAt).getTime() - new Date(since).getTime();
    return <StateWords tone="good" words={after < 50 ? stopWords('appliedAtOnce', { name }) : stopWords('applied', { name, span: after < 60_000 ? `${(after / 1000).toFixed(1)} s` : span(after) })} />;
  }
  if (refusesAt === null) return <StateWords tone="waiting" words={stopWords('notKnown', { name })} />;
  const time = timeInProse(refusesAt, now);
  if (new Date(refusesAt) <= now) return <StateWords tone="stopped" words={stopWords('refusing', { name, time })} />;
  return <StateWords tone="waiting" words={stopWords(isLifted ? 'notYetLifted' : 'notYet', { name, time })} />;
}

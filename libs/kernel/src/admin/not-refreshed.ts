import { QueryClientContext, type Query, type QueryClient } from '@tanstack/react-query';
import { useContext, useEffect, useState } from 'react';
import { problemOf } from './accord-problem.js';
import { browserClock } from './clock.js';
import { say } from './messages.js';
import { LONG_MS } from './takes-long.js';
import { dayInTable, instantInTable } from './written.js';

const LOOKED_AFTER_MS = 1_000;

/** The answer that each question has while a newer one is waited for, and since when. */
const waiting = new WeakMap<Query, { readonly answer: number; readonly since: number }>();

function waitsLong(query: Query, now: number): boolean {
  const known = waiting.get(query);
  const isWaiting = query.state.fetchStatus === 'fetching';
  if (isWaiting && known?.answer === query.state.dataUpdatedAt) return now - known.since >= LONG_MS;
  if (isWaiting) waiting.set(query, { answer: query.state.dataUpdatedAt, since: now });
  else waiting.delete(query);
  return false;
}

const isUnanswered = ({ state: { error } }: Query): boolean => error !== null && problemOf(error).leavesUnknown;

/** Since when something that the page shows was asked again in vain; null where everything was answered. */
export function notRefreshedSince(client: QueryClient, now: Date): Date | null {
  const shown = client.getQueryCache().findAll({ type: 'active', predicate: ({ queryKey, state, meta }) => queryKey[0] === 'accord' && state.data !== undefined && meta?.['asAnybody'] !== true });
  const old = shown.filter((query) => waitsLong(query, now.getTime()) || isUnanswered(query));
  return old.length === 0 ? null : new Date(Math.min(...old.map(({ state }) => state.dataUpdatedAt)));
}

/** The line of it. */
export function notRefreshedWords(since: Date, now: Date): string {
  const [day, time] = instantInTable(since).split(' ');
  return say('notRefreshed', { time: day === dayInTable(now) ? time : `${day} ${time}` });
}

/** Looks each second, and while something is not refreshed draws what asks this anew, so that times go on counting. */
export function useNotRefreshed(): string | null {
  const client = useContext(QueryClientContext);
  const [, setTick] = useState(0);
  const [says, setSays] = useState<string | null>(null);
  useEffect(() => {
    if (client === undefined) return undefined;
    const looking = setInterval(() => {
      const now = browserClock.now();
      const since = notRefreshedSince(client, now);
      setSays(since === null ? null : notRefreshedWords(since, now));
      if (since !== null) setTick((tick) => tick + 1);
    }, LOOKED_AFTER_MS);
    return () => clearInterval(looking);
  }, [client]);
  return says;
}

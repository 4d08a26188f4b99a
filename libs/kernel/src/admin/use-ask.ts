import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { AccordProblem } from './accord-problem.js';
import { askGraphql } from './ask-graphql.js';

export interface AskOptions {
  /** False: not asked yet. */
  readonly enabled?: boolean;
  /** Asked again after so many milliseconds, for what changes by itself. */
  readonly everyMs?: number | false;
  /** Goes on showing the answer before while the next one is fetched. */
  readonly keep?: boolean;
  /** Asked once and not again by itself: for what is on record each time it is read. */
  readonly once?: boolean;
}

/** A question of a screen. The same question twice on one page is asked once; acts make all answers stale. */
export function useAsk<T>(query: string, variables: Readonly<Record<string, unknown>> = {}, options: AskOptions = {}): UseQueryResult<T, AccordProblem> {
  return useQuery<T, AccordProblem>({
    queryKey: ['accord', query, variables],
    queryFn: ({ signal }) => askGraphql<T>(query, variables, signal),
    enabled: options.enabled ?? true,
    refetchInterval: options.everyMs ?? false,
    retry: (count, problem) => count < 2 && problem.code === 'NO_ANSWER',
    ...(options.once === true ? { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, refetchOnReconnect: false } : {}),
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
  });
}

import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { AccordProblem } from './accord-problem.js';
import { askGraphql } from './ask-graphql.js';
import { useIdentity } from './identity.js';
import { readNow, sharedWith } from './read-at.js';

export interface AskOptions {
  /** False: not asked yet. */
  readonly enabled?: boolean;
  /** Asked again after so many milliseconds, for what changes by itself. */
  readonly everyMs?: number | false;
  /** Goes on showing the answer before while the next one is fetched. */
  readonly keep?: boolean;
  /** Asked once and not again by itself: for what is on record each time it is read. */
  readonly once?: boolean;
  /** Asked before it is known who one is. */
  readonly asAnybody?: boolean;
}

const NO_ANSWER_MS = 5_000;

/** After how long a question is asked again by itself: soon while there is no answer, so that a page stands there as soon as it can. */
export function askAgainMs(problem: AccordProblem | null, everyMs: number | false = false): number | false {
  if (problem?.isNoAnswer !== true) return everyMs;
  return everyMs === false ? NO_ANSWER_MS : Math.min(everyMs, NO_ANSWER_MS);
}

/** A question of a screen. The same question twice on one page is asked once; acts make all answers stale. */
export function useAsk<T>(query: string, variables: Readonly<Record<string, unknown>> = {}, options: AskOptions = {}): UseQueryResult<T, AccordProblem> {
  const client = useQueryClient();
  // One browser may be signed in as another person or duty in the next minute: what was told to the one is no answer to the other.
  const queryKey = ['accord', useIdentity(), query, variables];
  return useQuery<T, AccordProblem>({
    queryKey,
    queryFn: async ({ signal }) => readNow(await askGraphql<T>(query, variables, signal, { inBackground: typeof options.everyMs === 'number' && client.getQueryData(queryKey) !== undefined, asAnybody: options.asAnybody === true })),
    structuralSharing: sharedWith,
    meta: { asAnybody: options.asAnybody === true },
    enabled: options.enabled ?? true,
    // What is on record each time it is read is asked again by nobody but the reader.
    refetchInterval: ({ state }) => (options.once === true ? false : askAgainMs(state.error, options.everyMs)),
    retry: (count, problem) => count < 2 && problem.isNoAnswer,
    ...(options.once === true ? { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, refetchOnReconnect: false } : {}),
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
  });
}

import { QueryClient } from '@tanstack/react-query';

/**
 * Asks and acts at once, whatever the browser thinks of its network: without one it is answered like by an Accord that does not answer.
 * Left to itself the library would hold an act back and carry it out when the network returns, long after the person gave it up.
 */
export const newQueryClient = (): QueryClient => new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, refetchOnWindowFocus: true, networkMode: 'always' }, mutations: { networkMode: 'always' } },
});

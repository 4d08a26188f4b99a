import { CALLERS_PATH, PUBLICATION_PATH, STOPS_PATH } from '@accord/enforcement';
import type { Caller } from './callers.js';

/** What every gateway needs, whatever it serves. */
const OF_EVERY_GATEWAY: readonly string[] = [PUBLICATION_PATH, CALLERS_PATH, STOPS_PATH];

/** A `localities/*` target to the gateways that serve it, a `consumers/*` target to that consumer, all to the publisher (design §9). */
export function mayFetch(caller: Caller, path: string): boolean {
  switch (caller.kind) {
    case 'publisher': return true;
    case 'gateway': return OF_EVERY_GATEWAY.includes(path) || caller.localities.some((code) => path === `localities/${code}.json`);
    case 'consumer': return path === `consumers/${caller.consumer}.json`;
  }
}

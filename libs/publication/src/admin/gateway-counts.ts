import { count, countOf, instantInTable, sinceRead, span } from '@accord/kernel/admin';
import { certifiedFrom, certifiedLeft, certifiedUntil, standingOf, stateOf, waitingOf, type GatewayShown, type StandingShown, type StateShown, type StatesAnswer } from './gateway-words.js';
import { status } from './status-messages.js';

export interface RefusalsShown { readonly gatewayId: string; readonly kind: string; readonly reason: string; readonly day: number; readonly week: number }
export interface RefusalsAnswer { readonly gatewayRefusals: readonly RefusalsShown[] }

export const REFUSALS = 'query GatewayRefusals { gatewayRefusals { gatewayId kind reason day week } }';

export interface Counts { readonly day: number; readonly week: number; readonly setAside: number }

/** Of one gateway; null while it is not known. */
export function countsOf(gatewayId: string, answer: RefusalsAnswer | undefined): Counts | null {
  if (answer === undefined) return null;
  const own = answer.gatewayRefusals.filter((each) => each.gatewayId === gatewayId);
  const sum = (kind: string, of: 'day' | 'week'): number => own.filter((each) => each.kind === kind).reduce((total, each) => total + each[of], 0);
  return { day: sum('refused', 'day'), week: sum('refused', 'week'), setAside: sum('set-aside', 'week') };
}

export function countsWords(counts: Counts | null): string {
  if (counts === null) return '–';
  const refused = counts.week === 0 ? status('refusedNone') : status('refusedCounts', { day: count(counts.day), week: count(counts.week) });
  return counts.setAside === 0 ? refused : `${refused}; ${status('setAside', { count: count(counts.setAside) })}`;
}

/** "stop list 3, published 4 minutes ago". */
export const enforcedWords = (state: StateShown): string => status('enforced', { stopList: state.stopList ?? 0, age: span((state.ageSeconds ?? 0) * 1000 + sinceRead(state)) });

export function behindWords(state: StateShown | undefined): string {
  // Who was never given anything lacks all of it, which says nothing.
  if (state?.behindBy == null || (state.publication === null && state.seenAt === null)) return '–';
  if (state.behindBy === 0) return status('behindNone');
  return status('behindSince', { publications: countOf(state.behindBy, status('one'), status('many')), span: span((state.behindSeconds ?? 0) * 1000 + sinceRead(state)) });
}

/** Behind for longer than telling it takes. */
const LONG_SECONDS = 60;

/** Null where how it fares is not the reader's to see. One that is current may still be unable to keep what it has to record. */
export function nextStep(standing: StandingShown | null, state?: StateShown, refusals?: RefusalsAnswer, gateway?: GatewayShown, isFeedDown = false): string | null {
  if (standing === null) return null;
  const certificate = certificateStep(standing, gateway);
  if (certificate !== null) return certificate;
  if (isFeedDown && ['behind', 'silent', 'stale', 'refusing'].includes(standing.kind)) return status('do.feedDown');
  const behindSeconds = state?.behindSeconds ?? 0;
  if (standing.kind === 'behind' && behindSeconds >= LONG_SECONDS) return status((standing.heardSecondsAgo ?? Infinity) >= behindSeconds ? 'do.behindUnheard' : 'do.behindLong', { span: span(behindSeconds * 1000) });
  if (standing.kind === 'quarantined') return status('do.quarantined', { refuses: standing.refusesAt === null ? '–' : instantInTable(standing.refusesAt) });
  const isFull = refusals?.gatewayRefusals.some(({ gatewayId, reason, day }) => gatewayId === state?.gatewayId && reason === 'EVENT_BUFFER_FULL' && day > 0) ?? false;
  return status(standing.kind === 'current' && isFull ? 'do.bufferFull' : `do.${standing.kind}`);
}

/** One whose certificates are over is cut off, whatever else may be wrong with it. */
function certificateStep(standing: StandingShown, gateway: GatewayShown | undefined): string | null {
  if (gateway?.state === 'registered' && waitingOf(gateway) === null) return status('do.uncertified');
  if (gateway?.state !== 'confirmed') return null;
  const { is } = certifiedLeft(gateway);
  if (is === 'good' || (is === 'due' && standing.kind !== 'current')) return null;
  if (gateway.certificates.some(({ state }) => state === 'registered')) return status(waitingOf(gateway) === null ? 'do.withdraw' : 'do.confirm');
  if (is === 'begins') return status('do.begins', { from: instantInTable(certifiedFrom(gateway)!) });
  return status(is === 'due' ? 'do.certificate' : 'do.certified');
}

/** The gravest first: who is shown nothing, or permits what was stopped, needs somebody sooner than who is a second behind. */
const GRAVITY: Readonly<Record<StandingShown['kind'], number>> = { refusing: 0, quarantined: 1, 'cut-off': 2, stale: 3, silent: 4, never: 5, behind: 6, unconfirmed: 7, starting: 8, current: 9, revoked: 10 };

export const ORDERS = ['worst', 'name', 'behind', 'heard', 'refused', 'certificate'] as const;
export type Order = (typeof ORDERS)[number];

export function inOrder(gateways: readonly GatewayShown[], order: Order, states: StatesAnswer | undefined, refusals: RefusalsAnswer | undefined): readonly GatewayShown[] {
  const rank = (gateway: GatewayShown): number => {
    const [state, standing] = [stateOf(gateway, states), standingOf(gateway, states)];
    switch (order) {
      case 'worst': return standing === null ? 11 : GRAVITY[standing.kind];
      case 'behind': return -(state?.behindBy ?? -1);
      case 'heard': return standing?.kind === 'revoked' ? 2 : -(standing?.heardSecondsAgo ?? -1);
      case 'refused': return -(countsOf(gateway.id, refusals)?.day ?? 0);
      case 'certificate': return certificateEnd(gateway);
      case 'name': return 0;
    }
  };
  return gateways.map((gateway) => ({ gateway, rank: rank(gateway) })).sort((one, other) => one.rank - other.rank || one.gateway.name.localeCompare(other.gateway.name, 'en')).map(({ gateway }) => gateway);
}

/** A revoked gateway's certificate matters to nobody. */
function certificateEnd(gateway: GatewayShown): number {
  return gateway.state === 'revoked' ? Number.MAX_SAFE_INTEGER : certifiedUntil(gateway)?.getTime() ?? 0;
}

import { count, countOf, instantInTable, sinceRead, span } from '@accord/kernel/admin';
import { certifiedFrom, certifiedLeft, certifiedUntil, standingOf, waitingOf, type GatewayShown, type StandingShown, type StateShown, type StatesAnswer } from './gateway-words.js';
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
  if (state?.behindBy == null) return '–';
  if (state.behindBy === 0) return status('behindNone');
  return status('behindSince', { publications: countOf(state.behindBy, status('one'), status('many')), span: span((state.behindSeconds ?? 0) * 1000 + sinceRead(state)) });
}

/** Behind for longer than telling it takes. */
const LONG_SECONDS = 60;

/** Null where how it fares is not the reader's to see. One that is current may still be unable to keep what it has to record. */
export function nextStep(standing: StandingShown | null, state?: StateShown, refusals?: RefusalsAnswer, gateway?: GatewayShown): string | null {
  if (standing === null) return null;
  const certificate = certificateStep(standing, gateway);
  if (certificate !== null) return certificate;
  if (standing.kind === 'behind' && (state?.behindSeconds ?? 0) >= LONG_SECONDS) return status('do.behindLong', { span: span((state?.behindSeconds ?? 0) * 1000) });
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
const GRAVITY: Readonly<Record<StandingShown['kind'], number>> = { refusing: 0, 'cut-off': 1, stale: 2, silent: 3, never: 4, behind: 5, unconfirmed: 6, current: 7, revoked: 8 };

export const ORDERS = ['worst', 'name', 'behind', 'heard', 'refused', 'certificate'] as const;
export type Order = (typeof ORDERS)[number];

export function inOrder(gateways: readonly GatewayShown[], order: Order, states: StatesAnswer | undefined, refusals: RefusalsAnswer | undefined): readonly GatewayShown[] {
  const stateOf = ({ id }: GatewayShown): StateShown | undefined => states?.gatewayStates.find(({ gatewayId }) => gatewayId === id);
  const rank = (gateway: GatewayShown): number => {
    const [state, standing] = [stateOf(gateway), standingOf(gateway, states)];
    switch (order) {
      case 'worst': return standing === null ? 9 : GRAVITY[standing.kind];
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

import { browserClock, instantInTable, span, type Tone } from '@accord/kernel/admin';
import { gatewayStanding, type GatewayStanding } from '../contract/gateway-standing.js';
import { say } from './messages.js';

export interface GatewayShown {
  readonly id: string; readonly code: string; readonly name: string; readonly state: string; readonly localities: readonly { readonly code: string; readonly name: string }[]; readonly version: number;
  readonly certificates: readonly { readonly sha256: string; readonly fromAt: string; readonly untilAt: string; readonly revokedAt: string | null }[];
  readonly registeredByReader: boolean; readonly registeredAt: string; readonly registeredByName: string | null; readonly confirmedAt: string | null; readonly confirmedByName: string | null; readonly revokedAt: string | null; readonly revokedReason: string | null;
}

export interface StateShown { readonly gatewayId: string; readonly publication: number | null; readonly stopList: number | null; readonly seenAt: string | null; readonly appliedAt: string | null }

export const GATEWAY_FIELDS = 'id code name state localities { code name } version certificates { sha256 fromAt untilAt revokedAt } registeredByReader registeredAt registeredByName confirmedAt confirmedByName revokedAt revokedReason';
export const STATES = 'query GatewayStates { gatewayStates { gatewayId publication stopList seenAt appliedAt } freshness { number } }';

export interface StatesAnswer { readonly gatewayStates: readonly StateShown[]; readonly freshness: { readonly number: number } | null }

/** Null where how it fares is not the reader's to see. */
export function standingOf(gateway: GatewayShown, states: StatesAnswer | undefined): GatewayStanding | null {
  const state = states?.gatewayStates.find(({ gatewayId }) => gatewayId === gateway.id);
  if (state === undefined && gateway.state === 'confirmed') return null;
  const seenAt = state?.seenAt == null ? null : new Date(state.seenAt);
  return gatewayStanding({ isRevoked: gateway.state === 'revoked', isConfirmed: gateway.state !== 'registered', publication: state?.publication ?? null, seenAt }, states?.freshness?.number ?? null, browserClock.now());
}

export const isSilent = (standing: GatewayStanding | null): boolean => standing !== null && ['silent', 'stale', 'refusing', 'never'].includes(standing.kind);

export function toneOf(standing: GatewayStanding): Tone {
  if (standing.kind === 'current') return 'good';
  if (standing.kind === 'revoked') return 'quiet';
  return isSilent(standing) ? 'stopped' : 'waiting';
}

const params = (standing: GatewayStanding): { count?: string; span?: string; refuses?: string } => ({
  ...('by' in standing ? { count: String(standing.by) } : {}), ...('forMs' in standing ? { span: span(standing.forMs), refuses: instantInTable(standing.refusesAt) } : {}),
});

export const standingWords = (standing: GatewayStanding): string => say(`is.${standing.kind}`, params(standing));

export function standingSentence(standing: GatewayStanding | null, state: StateShown | undefined, current: number | null): string {
  if (standing === null) return say('says.elsewhere');
  return say(`says.${standing.kind}`, { ...params(standing), applied: state?.publication ?? 0, number: current ?? 0 });
}

/** "Aldermoor (TSTL01), Brackenshire (TSTL02)". */
export const localitiesOf = ({ localities }: GatewayShown): string => localities.map(({ code, name }) => `${name} (${code})`).join(', ') || '–';

/** Days left of the certificate that ends last, in words. */
export function certificateWords({ certificates, state }: GatewayShown): { readonly words: string; readonly tone: Tone } {
  if (state === 'revoked') return { words: say('revokedWithIt'), tone: 'quiet' };
  const ends = certificates.filter(({ revokedAt }) => revokedAt === null).map(({ untilAt }) => new Date(untilAt).getTime());
  if (ends.length === 0) return { words: say('noCertificate'), tone: 'stopped' };
  const left = Math.max(...ends) - browserClock.now().getTime();
  return left <= 0 ? { words: say('expired', { span: span(left) }), tone: 'stopped' } : { words: say('left', { span: span(left) }), tone: left < 30 * 86_400_000 ? 'waiting' : 'good' };
}

import { browserClock, instantInTable, span, type Tone } from '@accord/kernel/admin';
import type { GatewayStanding } from '../contract/gateway-standing.js';
import { say } from './messages.js';

export interface GatewayShown {
  readonly id: string; readonly code: string; readonly name: string; readonly state: string; readonly localities: readonly { readonly code: string; readonly name: string }[]; readonly version: number;
  readonly certificates: readonly { readonly sha256: string; readonly fromAt: string; readonly untilAt: string; readonly revokedAt: string | null }[];
  readonly registeredByReader: boolean; readonly registeredAt: string; readonly registeredByName: string | null; readonly confirmedAt: string | null; readonly confirmedByName: string | null; readonly revokedAt: string | null; readonly revokedReason: string | null;
}

/** As the server judged it when it answered. */
export interface StandingShown {
  readonly kind: GatewayStanding['kind']; readonly behindBy: number; readonly heardSecondsAgo: number | null; readonly refusesAt: string | null;
}

export interface StateShown { readonly gatewayId: string; readonly publication: number | null; readonly stopList: number | null; readonly seenAt: string | null; readonly appliedAt: string | null; readonly ageSeconds: number | null; readonly behindBy: number | null; readonly behindSeconds: number | null; readonly standing: StandingShown | null }

export const GATEWAY_FIELDS = 'id code name state localities { code name } version certificates { sha256 fromAt untilAt revokedAt } registeredByReader registeredAt registeredByName confirmedAt confirmedByName revokedAt revokedReason';
export const STATES = 'query GatewayStates { gatewayStates { gatewayId publication stopList seenAt appliedAt ageSeconds behindBy behindSeconds standing { kind behindBy heardSecondsAgo refusesAt } } freshness { number keysUntil areKeysDue at } }';

export interface StatesAnswer { readonly gatewayStates: readonly StateShown[]; readonly freshness: { readonly number: number; readonly keysUntil: string; readonly areKeysDue: boolean; readonly at: string } | null }

/** Null where how it fares is not the reader's to see. What no second person has confirmed is served nothing, so the server tells nothing of it. */
export function standingOf(gateway: GatewayShown, states: StatesAnswer | undefined): StandingShown | null {
  const told = states?.gatewayStates.find(({ gatewayId }) => gatewayId === gateway.id)?.standing ?? null;
  if (told !== null || gateway.state === 'confirmed') return told;
  return { kind: gateway.state === 'revoked' ? 'revoked' : 'unconfirmed', behindBy: 0, heardSecondsAgo: null, refusesAt: null };
}

export const isSilent = (standing: StandingShown | null): boolean => standing !== null && ['silent', 'stale', 'refusing', 'never'].includes(standing.kind);

export function toneOf(standing: StandingShown): Tone {
  if (standing.kind === 'current') return 'good';
  if (standing.kind === 'revoked') return 'quiet';
  return isSilent(standing) ? 'stopped' : 'waiting';
}

/** "4 minutes" since it was last heard. */
const silence = ({ heardSecondsAgo }: StandingShown): string => span((heardSecondsAgo ?? 0) * 1000);
const params = (standing: StandingShown): { count: string; span: string } => ({ count: String(standing.behindBy), span: silence(standing) });

export const heardAgo = (standing: StandingShown | null | undefined): string => (standing?.heardSecondsAgo == null ? '–' : say('ago', { span: silence(standing) }));

export const standingWords = (standing: StandingShown): string => say(`is.${standing.kind}`, params(standing));

export function standingSentence(standing: StandingShown | null, state: StateShown | undefined, current: number | null): string {
  if (standing === null) return say('says.elsewhere');
  const sentence = say(`says.${standing.kind}`, { ...params(standing), applied: state?.publication ?? 0, number: current ?? 0 });
  return standing.kind === 'stale' && standing.refusesAt !== null ? `${sentence} ${say('refusesFrom', { refuses: instantInTable(standing.refusesAt) })}` : sentence;
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

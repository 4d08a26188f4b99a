import { browserClock, instantInTable, sinceRead, span, type Tone } from '@accord/kernel/admin';
import type { GatewayStanding } from '../contract/gateway-standing.js';
import { say } from './messages.js';

export interface GatewayCertificateShown {
  readonly id: string; readonly sha256: string; readonly fromAt: string; readonly untilAt: string; readonly state: string; readonly version: number; readonly registeredByReader: boolean; readonly registeredAt: string; readonly registeredByName: string | null;
  readonly confirmedAt: string | null; readonly confirmedByName: string | null; readonly revokedAt: string | null; readonly revokedByName: string | null; readonly revokedReason: string | null;
}

export interface GatewayShown {
  readonly id: string; readonly code: string; readonly name: string; readonly state: string; readonly localities: readonly { readonly code: string; readonly name: string }[]; readonly version: number;
  readonly certificates: readonly GatewayCertificateShown[]; readonly certifiedUntil: string | null;
  readonly registeredByReader: boolean; readonly registeredAt: string; readonly registeredByName: string | null; readonly confirmedAt: string | null; readonly confirmedByName: string | null; readonly revokedAt: string | null; readonly revokedByName: string | null; readonly revokedReason: string | null;
}

/** As the server judged it when it answered. */
export interface StandingShown {
  readonly kind: GatewayStanding['kind']; readonly behindBy: number; readonly heardSecondsAgo: number | null; readonly refusesAt: string | null;
}

export interface StateShown { readonly gatewayId: string; readonly publication: number | null; readonly stopList: number | null; readonly seenAt: string | null; readonly presented: string | null; readonly appliedAt: string | null; readonly ageSeconds: number | null; readonly behindBy: number | null; readonly behindSeconds: number | null; readonly standing: StandingShown | null }

export const GATEWAY_FIELDS = 'id code name state localities { code name } version certificates { id sha256 fromAt untilAt state version registeredByReader registeredAt registeredByName confirmedAt confirmedByName revokedAt revokedByName revokedReason } certifiedUntil registeredByReader registeredAt registeredByName confirmedAt confirmedByName revokedAt revokedByName revokedReason';
export const STATES = 'query GatewayStates { gatewayStates { gatewayId publication stopList seenAt presented appliedAt ageSeconds behindBy behindSeconds standing { kind behindBy heardSecondsAgo refusesAt } } freshness { number keysUntil areKeysDue at } }';

export interface StatesAnswer { readonly gatewayStates: readonly StateShown[]; readonly freshness: { readonly number: number; readonly keysUntil: string; readonly areKeysDue: boolean; readonly at: string } | null }

/** Null where how it fares is not the reader's to see. What no second person has confirmed is served nothing, so the server tells nothing of it. */
export function standingOf(gateway: GatewayShown, states: StatesAnswer | undefined): StandingShown | null {
  const told = stateOf(gateway, states)?.standing ?? null;
  if (told !== null || gateway.state === 'confirmed') return told;
  return { kind: gateway.state === 'revoked' ? 'revoked' : 'unconfirmed', behindBy: 0, heardSecondsAgo: null, refusesAt: null };
}

/** What the server tells of it; nothing of one that no second person has confirmed. */
export const stateOf = (gateway: GatewayShown, states: StatesAnswer | undefined): StateShown | undefined => states?.gatewayStates.find(({ gatewayId }) => gatewayId === gateway.id);

/** Nothing published was ever given to it, so it holds nothing to permit by; false also where that is not known. */
export function wasNeverGiven(gateway: GatewayShown, states: StatesAnswer | undefined): boolean {
  const state = stateOf(gateway, states);
  return gateway.confirmedAt === null || (state !== undefined && state.seenAt === null && state.publication === null);
}

/** Nothing that changes is known to reach it. */
export const isUnreached = (standing: StandingShown | null): boolean => standing !== null && ['silent', 'stale', 'refusing', 'never', 'cut-off', 'quarantined'].includes(standing.kind);

export function toneOf(standing: StandingShown): Tone {
  if (standing.kind === 'current') return 'good';
  if (standing.kind === 'revoked') return 'quiet';
  return isUnreached(standing) ? 'stopped' : 'waiting';
}

/** "4 minutes" since it was last heard. */
const silence = (standing: StandingShown): string => span((standing.heardSecondsAgo ?? 0) * 1000 + sinceRead(standing));
const params = (standing: StandingShown): { count: string; span: string } => ({ count: String(standing.behindBy), span: silence(standing) });

export const heardAgo = (standing: StandingShown | null | undefined): string => (standing?.heardSecondsAgo == null ? '–' : say('ago', { span: silence(standing) }));

export const standingWords = (standing: StandingShown): string => say(`is.${standing.kind}`, params(standing));

export function standingSentence(gateway: GatewayShown, states: StatesAnswer | undefined): string {
  const standing = standingOf(gateway, states);
  if (standing === null) return say('says.elsewhere');
  if (standing.kind === 'revoked' && wasNeverGiven(gateway, states)) return `${say('says.revoked')} ${say('neverGiven')}`;
  if (standing.kind === 'revoked') return standing.refusesAt === null ? say('says.revoked') : `${say('says.revoked')} ${say('refusesSince', { refuses: instantInTable(standing.refusesAt) })}`;
  const sentence = say(`says.${standing.kind}`, { ...params(standing), applied: stateOf(gateway, states)?.publication ?? 0, number: states?.freshness?.number ?? 0 });
  return ['stale', 'cut-off', 'quarantined'].includes(standing.kind) && standing.refusesAt !== null ? `${sentence} ${say('refusesFrom', { refuses: instantInTable(standing.refusesAt) })}` : sentence;
}

/** "Aldermoor (TSTL01), Brackenshire (TSTL02)". */
export const localitiesOf = ({ localities }: GatewayShown): string => localities.map(({ code, name }) => `${name} (${code})`).join(', ') || '–';

const SOON_MS = 30 * 86_400_000;

/** What a second person may still confirm: one that was neither withdrawn nor has ended. */
export const waitingOf = ({ certificates }: GatewayShown): GatewayCertificateShown | null => certificates.find(({ state, untilAt }) => state === 'registered' && new Date(untilAt) > browserClock.now()) ?? null;

/** When the next of those that are confirmed begins. */
export function certifiedFrom({ certificates }: GatewayShown): string | null {
  const later = certificates.filter(({ state, fromAt }) => state === 'confirmed' && new Date(fromAt) > browserClock.now());
  return later.sort((one, other) => new Date(one.fromAt).getTime() - new Date(other.fromAt).getTime())[0]?.fromAt ?? null;
}

/** Until when it is certified without a gap; of one that waits for its second person, by what it would be confirmed with. Null: not at all. */
export function certifiedUntil({ state, certificates, certifiedUntil: until }: GatewayShown): Date | null {
  const end = state === 'registered' ? certificates.find((each) => each.state === 'registered')?.untilAt ?? null : until;
  return end === null ? null : new Date(end);
}

/** How long its certificates last, one after the other; where none counts now and one is confirmed that has not begun, how long until then. */
export function certifiedLeft(gateway: GatewayShown): { readonly ms: number; readonly is: 'none' | 'over' | 'begins' | 'due' | 'good' } {
  const ms = (certifiedUntil(gateway)?.getTime() ?? -Infinity) - browserClock.now().getTime();
  const from = certifiedFrom(gateway);
  if (ms <= 0 && from !== null) return { ms: new Date(from).getTime() - browserClock.now().getTime(), is: 'begins' };
  return { ms, is: ms === -Infinity ? 'none' : ms <= 0 ? 'over' : ms < SOON_MS ? 'due' : 'good' };
}

const CERTIFIED_WORDS = { over: 'expired', begins: 'begins', due: 'left', good: 'left' } as const;
const CERTIFIED_TONES = { none: 'stopped', over: 'stopped', begins: 'stopped', due: 'waiting', good: 'good' } as const;

/** Days left of its certificates, in words. */
export function certificateWords(gateway: GatewayShown): { readonly words: string; readonly tone: Tone } {
  if (gateway.state === 'revoked') return { words: say('revokedWithIt'), tone: 'quiet' };
  const { ms, is } = certifiedLeft(gateway);
  return { words: is === 'none' ? say('noCertificate') : say(CERTIFIED_WORDS[is], { span: span(ms) }), tone: CERTIFIED_TONES[is] };
}

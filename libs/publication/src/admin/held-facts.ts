import { instantInTable, sinceRead, span } from '@accord/kernel/admin';
import type { StandingShown } from './gateway-words.js';
import { held } from './held-messages.js';

export interface HoldingShown {
  readonly code: string; readonly name: string; readonly revoked: boolean; readonly publication: number | null; readonly stopList: number | null; readonly appliedAt: string | null; readonly pairs: number | null; readonly viewers: number | null;
  readonly refusesAt: string | null; readonly hasRefused: boolean; readonly standing: StandingShown;
}
export interface HeldShown {
  readonly consumer: { readonly odsCode: string; readonly name: string }; readonly agreement: string; readonly agreementId: string | null; readonly version: number; readonly service: string; readonly localityName: string;
  readonly views: readonly string[]; readonly stoppedViews: readonly string[]; readonly from: string; readonly until: string; readonly gateways: readonly string[];
  readonly signedPage: { readonly evidenceId: string; readonly page: number | null } | null;
}
export interface HeldAnswer {
  readonly heldInName: { readonly provider: { readonly odsCode: string; readonly name: string }; readonly total: number; readonly endCursor: string | null; readonly gateways: readonly HoldingShown[]; readonly pairs: readonly HeldShown[] };
}

export const HELD = `query HeldInName($provider: String!, $after: String) { heldInName(provider: $provider, after: $after, first: 50) {
  provider { odsCode name } total endCursor
  gateways { code name revoked publication stopList appliedAt pairs viewers refusesAt hasRefused standing { kind behindBy heardSecondsAgo refusesAt } }
  pairs { consumer { odsCode name } agreement agreementId version service localityName views stoppedViews from until gateways signedPage { evidenceId page } }
} }`;

/** It holds nothing. */
export const wasNeverGiven = ({ standing, publication }: HoldingShown): boolean => standing.heardSecondsAgo === null && publication === null;

/** Those that a stop may not have reached: silent, out of date, cut off, or revoked with something in hand. */
export const isLate = (gateway: HoldingShown): boolean => !wasNeverGiven(gateway) && (gateway.revoked ? !gateway.hasRefused : ['silent', 'stale', 'refusing', 'never', 'cut-off'].includes(gateway.standing.kind));

export function lateTitle(late: readonly HoldingShown[]): string {
  const isAnyRevoked = late.some(({ revoked }) => revoked);
  return late.length === 1 ? held(isAnyRevoked ? 'lateRevokedOne' : 'lateOne', { name: late[0]!.name }) : held(isAnyRevoked ? 'lateRevokedMany' : 'lateMany', { count: late.length });
}

/** "Gateway North: last heard 20 minutes ago. It may go on by what it holds until 06-Aug-2026 14:03:09 BST." */
export function lateWords({ name, standing, revoked, refusesAt, hasRefused }: HoldingShown): string {
  const heard = standing.heardSecondsAgo === null ? '–' : `${span(standing.heardSecondsAgo * 1000 + sinceRead(standing))} ago`;
  if (refusesAt === null) return held('lateUnknown', { name, heard });
  return held(revoked ? 'lateRevoked' : hasRefused ? 'lateRefuses' : 'lateSays', { name, heard, refuses: instantInTable(refusesAt) });
}

/** Where a pair stands: on every gateway that is named, or on these. */
export function onWords(on: readonly string[], gateways: readonly HoldingShown[]): string {
  return on.length === gateways.length ? held('onAll') : on.map((code) => gateways.find((each) => each.code === code)?.name ?? code).join(', ');
}

import type { Branded, Tx } from '@accord/kernel';
import type { ActOnAccess } from './acts-on-access.js';
import type { ParticipationState } from './states.js';

export type CampaignId = Branded<string, 'CampaignId'>;
export const CAMPAIGN_KINDS = ['review', 'withdrawal'] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];
export const CAMPAIGN_STATES = ['draft', 'asked', 'closed'] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];
/** What a controller says of one agreement: reviewed and kept, or withdrawn from. The last word counts. */
export const CAMPAIGN_REPLIES = ['keep', 'withdraw'] as const;
export type CampaignReply = (typeof CAMPAIGN_REPLIES)[number];

/** One agreement of one practice in a campaign. */
export interface CampaignPart {
  readonly participationId: string;
  readonly odsCode: string;
  /** As it stands now, whatever has happened since the practice was asked. */
  readonly state: ParticipationState;
  readonly reply: CampaignReply | null;
  /** Withdrawn by this campaign. */
  readonly isExecuted: boolean;
}

/** How one agreement of one practice stands in a campaign; `gone` was withdrawn, or never signed, outside it. */
export const PART_STANDINGS = ['waiting', 'kept', 'confirmed', 'executed', 'gone'] as const;
export type PartStanding = (typeof PART_STANDINGS)[number];

/** The states from which a practice may withdraw (design section 5): those that a campaign asks about. */
export const WITHDRAWABLE: readonly ParticipationState[] = ['signed', 'verified', 'approved', 'live', 'suspended'];

export function partStanding({ state, reply, isExecuted }: CampaignPart): PartStanding {
  if (isExecuted) return 'executed';
  if (!WITHDRAWABLE.includes(state)) return 'gone';
  if (reply === null) return 'waiting';
  return reply === 'keep' ? 'kept' : 'confirmed';
}

/** A practice as a whole: what waits first, then what is to be carried out, then what is settled. */
export function practiceStanding(parts: readonly CampaignPart[]): PartStanding {
  const standings = parts.map(partStanding);
  return (['waiting', 'confirmed', 'executed', 'kept'] as const).find((each) => standings.includes(each)) ?? 'gone';
}

/** Whom carrying out a campaign withdraws: those whose controller's last word is to withdraw and who still can be. All others are listed. */
export function executable<Part extends CampaignPart>(parts: readonly Part[]): { readonly executed: readonly Part[]; readonly others: readonly Part[] } {
  return { executed: parts.filter((part) => partStanding(part) === 'confirmed'), others: parts.filter((part) => partStanding(part) !== 'confirmed') };
}

/** What withdrawing these would be, for the impact. In order, so that the same ones have the same hash. */
export function withdrawalOf(participationIds: readonly string[]): ActOnAccess {
  return { kind: 'several', acts: [...participationIds].sort().map((participationId) => ({ kind: 'stop', reach: { participationId }, isFinal: true })) };
}

/** Asked by impact, for the preview; answered in agreements/server. Null where there is no such campaign, or none to see. */
export abstract class CampaignWithdrawals {
  abstract of(tx: Tx, campaignId: string, whom: 'everybody' | 'confirmed'): Promise<readonly { readonly participationId: string; readonly odsCode: string }[] | null>;
}

import type { Tx } from '@accord/kernel';

/** Whoever gave somebody a duty does not lean on that person's decision for so long: else one person could make their own second pair of eyes. */
export const COOLING_OFF_MS = 24 * 60 * 60_000;

/** Evidence of one agreement, or letters that answer one campaign, that wait for the person who asks. */
export interface EvidenceToVerify {
  readonly agreementId: string | null;
  readonly campaignId: string | null;
  /** The agreement's reference and title, or the campaign's title. */
  readonly about: string;
  readonly count: number;
  readonly since: Date;
  /** The London day on which the sharing is to begin; null where that is behind. */
  readonly dueOn: string | null;
}

/** Asked by home; answered in agreements/server, by the same statement as the queue of evidence. */
export abstract class EvidenceToVerifyByMe {
  /** What the person who asks may verify, as far as they see it, by agreement or campaign. */
  abstract byAgreement(tx: Tx): Promise<readonly EvidenceToVerify[]>;
}

import type { CampaignStandingWord } from './campaign-words.js';

export interface CampaignFacts {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly message: string;
  readonly answerBy: string;
  readonly state: string;
  readonly draftedAt: string;
  readonly draftedBy: string | null;
  readonly askedAt: string | null;
  readonly closedAt: string | null;
  readonly version: number;
  readonly practices: number;
  readonly localityIds: readonly string[];
  readonly tally: readonly { readonly standing: CampaignStandingWord; readonly practices: number }[];
  readonly runs: readonly { readonly id: string; readonly executedAt: string; readonly executedBy: string | null; readonly withdrawn: number; readonly practices: number; readonly impactSeen: string | null; readonly impactFound: string | null }[];
}

export interface CampaignAgreementFacts {
  readonly participationId: string;
  readonly agreementId: string;
  readonly reference: string;
  readonly title: string;
  readonly standing: CampaignStandingWord;
  readonly reviewOn: string;
  readonly endsOn: string;
  readonly consumers: readonly { readonly odsCode: string; readonly name: string; readonly views: readonly string[] }[];
  readonly reply: 'keep' | 'withdraw' | null;
  readonly reason: string | null;
  readonly givenBy: string | null;
  readonly givenAt: string | null;
  readonly versionNumber: number | null;
  /** The verified letter by which it was said; null where it was said in Accord. */
  readonly letter: { readonly evidenceId: string; readonly page: number | null; readonly signedOn: string; readonly verifiedBy: string | null } | null;
  readonly executedAt: string | null;
  readonly stopId: string | null;
}

export const CAMPAIGN_FIELDS = `id kind title message answerBy state draftedAt draftedBy askedAt closedAt version practices localityIds
  tally { standing practices } runs { id executedAt executedBy withdrawn practices impactSeen impactFound }`;
export const CAMPAIGN_AGREEMENT_FIELDS = `participationId agreementId reference title standing reviewOn endsOn consumers { odsCode name views }
  reply reason givenBy givenAt versionNumber letter { evidenceId page signedOn verifiedBy } executedAt stopId`;

/** How many practices stand in any of these ways. */
export const tallied = ({ tally }: Pick<CampaignFacts, 'tally'>, ...standings: readonly CampaignStandingWord[]): number =>
  tally.filter(({ standing }) => standings.includes(standing)).reduce((sum, { practices }) => sum + practices, 0);

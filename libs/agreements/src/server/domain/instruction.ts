import { InvalidInput, londonDayOf, NotFound, type LocalityId, type OdsCode, type PersonId } from '@accord/kernel';
import { CAMPAIGN_REPLIES, NotReady, NotSignedThen, partStanding, SaidSince, type CampaignId, type CampaignPart, type CampaignReply } from '@accord/agreements';
import type { EvidenceId } from '@accord/evidence';

/** A controller's letter that answers a campaign for its practice, as it lies before whoever verifies it. */
export interface Instruction {
  readonly id: EvidenceId;
  readonly campaignId: CampaignId;
  readonly odsCode: OdsCode;
  readonly localityId: LocalityId;
  readonly reason: string;
  readonly version: number;
  readonly signedAt: Date;
  readonly signedPage: number | null;
  readonly recordedBy: PersonId;
  readonly replies: readonly Reply[];
}

export interface Reply {
  readonly participationId: string;
  readonly reply: CampaignReply;
}

/** One agreement that a practice is asked about, as far as a letter is judged by it. */
export interface Answerable extends CampaignPart {
  readonly agreementVersionId: string;
  readonly localityId: LocalityId;
  readonly saidAt: Date | null;
  readonly instruction: unknown;
}

/** What a letter says of one agreement. */
export interface Instructed<Part extends Answerable = Answerable> {
  readonly part: Part;
  readonly reply: CampaignReply;
}

/** What a letter says, agreement by agreement, while each can still be answered. */
export function readReplies<Part extends Answerable>(replies: readonly Reply[], asked: readonly Part[]): readonly Instructed<Part>[] {
  if (replies.length === 0) throw new InvalidInput('replies', 'say what the letter says of at least one agreement');
  if (new Set(replies.map(({ participationId }) => participationId)).size < replies.length) throw new InvalidInput('replies', 'say it once for each agreement');
  return replies.map(({ participationId, reply }) => {
    const part = asked.find((each) => each.participationId === participationId);
    if (part === undefined) throw new NotFound('agreement in this campaign');
    if (!CAMPAIGN_REPLIES.includes(reply)) throw new InvalidInput('replies', `use one of ${CAMPAIGN_REPLIES.join(', ')}`);
    if (!isAnswerable(part)) throw new NotReady('be answered', part.state);
    return { part, reply };
  });
}

export const isAnswerable = (part: CampaignPart): boolean => !['executed', 'gone'].includes(partStanding(part));

/**
 * The controller's newer word stands. A letter carries a day and no hour, so what was said in Accord on that same day counts as newer; of two
 * letters of one day the one taken in later is believed, because each was read by two people.
 */
export function demandNewestWord(said: readonly Instructed[], signedOn: string): void {
  for (const { part } of said) {
    const day = part.saidAt === null ? null : londonDayOf(part.saidAt);
    if (day !== null && (part.instruction === null ? day >= signedOn : day > signedOn)) throw new SaidSince();
  }
}

/** A letter says nothing of what the practice had not signed yet: an old one does not reach a participation that came after it. */
export function demandSignedBefore(said: readonly Instructed[], signedOn: string, signedAt: ReadonlyMap<string, Date>): void {
  for (const { part } of said) {
    const at = signedAt.get(part.participationId);
    if (at === undefined || londonDayOf(at) > signedOn) throw new NotSignedThen(signedOn);
  }
}

import { civilDay, InvalidInput, odsCode, type LocalityId, type OdsCode } from '@accord/kernel';
import { CAMPAIGN_KINDS, NotReady, SELECTION_LINES_AT_MOST, TITLE_AT_MOST, type CampaignId, type CampaignKind, type CampaignState } from '@accord/agreements';

/** As an officer writes it. */
export interface CampaignInput {
  readonly kind: CampaignKind;
  readonly title: string;
  /** What the practices are told. */
  readonly message: string;
  /** A calendar day in London; whoever answers later is still heard, as long as it is not closed. */
  readonly answerBy: string;
  readonly practices: readonly string[];
}

export type CampaignDraft = Omit<CampaignInput, 'practices'>;

const MESSAGE_AT_MOST = 2_000;

/** `draft → asked → closed`; a draft may be let go. */
export class Campaign {
  readonly id!: CampaignId;
  readonly kind!: CampaignKind;
  readonly title!: string;
  readonly state!: CampaignState;
  readonly localityIds!: readonly LocalityId[];
  readonly version!: number;

  static of(row: Pick<Campaign, 'id' | 'kind' | 'title' | 'state' | 'localityIds' | 'version'>): Campaign {
    return Object.assign(new Campaign(), row);
  }

  ask(): void {
    if (this.state !== 'draft') throw new NotReady('be sent to practices', this.state);
    this.become('asked');
  }

  demandDraft(action: string): void {
    if (this.state !== 'draft') throw new NotReady(action, this.state);
  }

  demandAsked(action: string): void {
    if (this.state !== 'asked') throw new NotReady(action, this.state);
  }

  close(): void {
    if (this.state === 'closed') throw new NotReady('be closed', this.state);
    this.become('closed');
  }

  private become(state: CampaignState): void {
    Object.assign(this, { state });
  }
}

/** Reads whom to ask: codes, each once. */
export function readPractices(given: readonly string[]): readonly OdsCode[] {
  if (given.length > SELECTION_LINES_AT_MOST) throw new InvalidInput('practices', `name at most ${SELECTION_LINES_AT_MOST}`);
  const practices = [...new Set(given.map((code) => odsCode(code, 'practices')))].sort();
  if (practices.length === 0) throw new InvalidInput('practices', 'choose at least one practice');
  return practices;
}

/** Reads what to ask: every text bounded, the day in the calendar and not over. */
export function readCampaign(input: CampaignDraft, today: string): CampaignDraft {
  if (!CAMPAIGN_KINDS.includes(input.kind)) throw new InvalidInput('kind', `use one of ${CAMPAIGN_KINDS.join(', ')}`);
  const answerBy = civilDay(input.answerBy, 'answerBy');
  if (answerBy < today) throw new InvalidInput('answerBy', 'choose a day that is not over');
  if (answerBy > '2199-12-31') throw new InvalidInput('answerBy', 'choose a day of this century or the next');
  return { kind: input.kind, title: bounded('title', input.title, TITLE_AT_MOST, false), message: bounded('message', input.message, MESSAGE_AT_MOST, true), answerBy };
}

function bounded(field: string, value: string, atMost: number, mayHaveLines: boolean): string {
  const text = value.normalize('NFC').trim().replaceAll('\r\n', '\n');
  if (text === '' || text.length > atMost) throw new InvalidInput(field, `write between 1 and ${atMost} characters`);
  if (/[\p{Cc}\p{Cf}\p{Surrogate}]/u.test(mayHaveLines ? text.replaceAll('\n', ' ') : text)) throw new InvalidInput(field, 'leave out control characters');
  return text;
}

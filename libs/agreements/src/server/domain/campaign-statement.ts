import { countOf, dayInProse, messageFor } from '@accord/kernel';
import type { CampaignKind, CampaignReply, PartStanding } from '@accord/agreements';
import type { SealedPaper } from '@accord/evidence';
import '../../contract/campaign-statement-messages.js';

export interface CampaignOnStatement {
  readonly kind: CampaignKind;
  readonly title: string;
  readonly message: string;
  readonly answerBy: string;
  readonly askedAt: Date | null;
  readonly closedAt: Date | null;
}

export interface AgreementOnStatement {
  readonly reference: string;
  readonly title: string;
  readonly standing: PartStanding;
  readonly reply: CampaignReply | null;
  readonly givenBy: string | null;
  readonly givenAt: Date | null;
  readonly versionNumber: number | null;
  /** The letter by which it was said; null where it was said in Accord. */
  readonly letter: { readonly evidenceId: string; readonly page: number | null; readonly signedOn: string; readonly recordedBy: string | null; readonly verifiedBy: string | null } | null;
  readonly executedAt: Date | null;
  readonly stopId: string | null;
}

const say = messageFor;

/** What one practice was asked, what its controller said of each agreement, and what came of it: as it stands at a moment. */
export function campaignStatement(campaign: CampaignOnStatement, practice: { readonly odsCode: string; readonly name: string }, agreements: readonly AgreementOnStatement[], at: Date): SealedPaper {
  const standing = (wanted: PartStanding): number => agreements.filter((each) => each.standing === wanted).length;
  return {
    title: say(`CAMPAIGN_STATEMENT_TITLE_${campaign.kind.toUpperCase()}`), madeAt: at,
    parts: [
      { kind: 'heading', text: say('CAMPAIGN_STATEMENT_WHAT') },
      { kind: 'fields', rows: [
        [say('CAMPAIGN_STATEMENT_CAMPAIGN'), campaign.title],
        [say('CAMPAIGN_STATEMENT_PRACTICE'), say('CAMPAIGN_STATEMENT_NAME', { name: practice.name, code: practice.odsCode })],
        [say('CAMPAIGN_STATEMENT_MESSAGE'), campaign.message.replaceAll('\n', ' ')],
        ...(campaign.askedAt === null ? [] : [[say('CAMPAIGN_STATEMENT_ASKED'), inLondon(campaign.askedAt)] as const]),
        [say('CAMPAIGN_STATEMENT_ANSWER_BY'), dayInProse(campaign.answerBy)],
        ...(campaign.closedAt === null ? [] : [[say('CAMPAIGN_STATEMENT_CLOSED'), inLondon(campaign.closedAt)] as const]),
      ] },
      { kind: 'paragraph', text: say('CAMPAIGN_STATEMENT_MADE', { at: inLondon(at) }) },
      { kind: 'paragraph', isBold: true, text: say('CAMPAIGN_STATEMENT_SUM', {
        all: countOf(agreements.length, 'agreement'), executed: standing('executed'), confirmed: standing('confirmed'), kept: standing('kept'), waiting: standing('waiting'), gone: standing('gone'),
      }) },
      { kind: 'heading', text: say('CAMPAIGN_STATEMENT_AGREEMENTS') },
      { kind: 'table', widths: [143, 160, 180], head: ['AGREEMENT', 'SAID', 'CAME'].map((column) => say(`CAMPAIGN_STATEMENT_${column}`)), rows: agreements.map((each) => [`${each.reference}, ${each.title}`, said(each), came(each)]) },
    ],
  };
}

function said({ reply, givenBy, givenAt, versionNumber, letter }: AgreementOnStatement): string {
  if (reply === null || givenAt === null) return say('CAMPAIGN_STATEMENT_NOTHING');
  const words = { version: versionNumber, name: givenBy ?? say('CAMPAIGN_STATEMENT_SOMEBODY'), at: inLondon(givenAt) };
  if (letter === null) return say(`CAMPAIGN_STATEMENT_${reply.toUpperCase()}`, words);
  const somebody = say('CAMPAIGN_STATEMENT_STAFF');
  const page = letter.page === null ? say('CAMPAIGN_STATEMENT_LETTER_WHOLE') : say('CAMPAIGN_STATEMENT_LETTER_PAGE', { page: letter.page });
  return say(`CAMPAIGN_STATEMENT_${reply.toUpperCase()}_LETTER`, {
    ...words, page, day: dayInProse(letter.signedOn), evidence: letter.evidenceId, recorder: letter.recordedBy ?? somebody, verifier: letter.verifiedBy ?? somebody,
  });
}

function came({ standing, executedAt, stopId }: AgreementOnStatement): string {
  if (standing !== 'executed' || executedAt === null) return say(`CAMPAIGN_STATEMENT_${standing.toUpperCase()}`);
  return say(stopId === null ? 'CAMPAIGN_STATEMENT_EXECUTED_EARLY' : 'CAMPAIGN_STATEMENT_EXECUTED', { at: inLondon(executedAt), stop: stopId });
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short',
});
/** "6 August 2026 at 10:04:05 BST". */
const inLondon = (at: Date): string => clock.format(at);

import { inWords } from '@accord/kernel/admin';
import { historyWords as say } from './history-messages.js';

export interface ChangeRow {
  readonly id: string;
  readonly recordedAt: string;
  readonly type: string;
  readonly subject: string;
  readonly outcome: string;
  readonly refusalCode: string | null;
  readonly actorName: string;
  readonly duty: string | null;
  readonly odsCode: string | null;
  readonly reason: string | null;
  readonly details: string;
}

/** A change, and how many times in a row the same person made it: a draft that saves itself is edited often. */
export interface HistoryEntry extends ChangeRow { readonly times: number }

export const SENTENCES = {
  'agreement.drafted': 'didDraft', 'agreement.edited': 'didEdit', 'agreement.opened': 'didOpen', 'agreement.closed': 'didClose', 'agreement.ended': 'didEnd', 'agreement.discarded': 'didDiscard',
  'amendment.drafted': 'didAmend', 'amendment.edited': 'didEditAmendment', 'amendment.opened': 'didOpenAmendment', 'amendment.discarded': 'didDiscardAmendment', 'participation.went-over': 'didGoOver', 'part.went-over': 'didGoOver',
  'participation.signed': 'didSign', 'participation.declined': 'didDecline', 'participation.verified': 'didVerify', 'participation.rejected': 'didReject', 'participation.invited-again': 'didInviteAgain',
  'participation.approved': 'didApprove', 'participation.went-live': 'didGoLive', 'participation.suspended': 'didSuspend', 'participation.withdrawn': 'didWithdraw', 'participation.resumed': 'didResume',
  'participation.evidence-invalidated': 'didInvalidate', 'participation.reviewed': 'didReview', 'participation.withdrawal-confirmed': 'didConfirmWithdrawal',
  'part.accepted': 'didAccept', 'part.declined': 'didDecline', 'part.verified': 'didVerify', 'part.rejected': 'didReject', 'part.invited-again': 'didInviteAgain',
  'part.approved': 'didApprove', 'part.went-live': 'didGoLive', 'part.suspended': 'didSuspend', 'part.left': 'didLeave', 'part.resumed': 'didResume', 'part.evidence-invalidated': 'didInvalidate',
  'view-set.reserved': 'didReserve', 'activation.submitted': 'didSubmit', 'activation.approved': 'didApproveAll', 'activation.rejected': 'didRejectAll', 'activation.went-live': 'didGoLiveAll',
  'stop.resume-asked': 'didAskResume', 'stop.lifted': 'didLift', 'stop.imposed': 'didSuspendMore', 'stop.withdrawn-from': 'didWithdrawFrom', 'evidence.uploaded': 'didUpload', 'evidence.checked': 'didCheck', 'evidence.verified': 'didVerifyDocument', 'evidence.rejected': 'didRejectDocument',
  'evidence.quarantined': 'didQuarantine', 'evidence.file-read': 'didReadFile', 'evidence.pages-read': 'didReadPages', 'evidence.invalidated': 'didFindInvalid',
  'view-set.proposed': 'didPropose', 'view-set.cut-over': 'didCutOver', 'view-set.proposal-given-up': 'didGiveUp', 'view-set.proposal-lapsed': 'didLapse',
} as const;

/** The same of a stop that is known by name. */
const OF_STOP: Readonly<Partial<Record<string, 'didAskResumeOf' | 'didLiftOf' | 'didSuspendOf' | 'didWithdrawOf'>>> = { didWithdrawFrom: 'didWithdrawOf', didAskResume: 'didAskResumeOf', didLift: 'didLiftOf', didSuspendMore: 'didSuspendOf' };

/** What was done, in a sentence without its subject: "signed for Elm Road Surgery (TSTP01)". */
export function changeSentence(change: HistoryEntry, nameOf: (odsCode: string) => string, stopOf: (id: string) => string | undefined = () => undefined): string {
  const details = JSON.parse(change.details) as Readonly<Record<string, unknown>>;
  const key = (SENTENCES as Readonly<Record<string, (typeof SENTENCES)[keyof typeof SENTENCES]>>)[change.type];
  const who = change.odsCode === null ? say('aParty') : nameOf(change.odsCode);
  if (change.outcome === 'refused') return say('didTry', { what: attempt(change.type), because: refusal(change.refusalCode) });
  if (key === undefined) return `${inWords(change.type)}${change.odsCode === null ? '' : `: ${who}`}`;
  const stop = stopOf(change.subject);
  const said = say(stop === undefined ? key : OF_STOP[key] ?? key, { who, practices: String(details['providers'] ?? ''), viewers: String(details['consumers'] ?? ''), sides: String(details['sides'] ?? ''), number: String(details['number'] ?? ''), again: String(details['again'] ?? ''), asked: String(details['asked'] ?? ''), stop: stop ?? '' });
  return change.times > 1 ? say('didTimes', { said, times: change.times }) : said;
}

const REFUSALS = {
  STALE: 'refusedStale', NOT_AS_SHOWN: 'refusedNotAsShown', STEP_UP_NEEDED: 'refusedStepUp', SAME_PERSON: 'refusedSamePerson', SUBMITTED_BY_SAME_PERSON: 'refusedSamePerson', NOT_PERMITTED: 'refusedNotPermitted',
  NOT_READY: 'refusedNotReady', REASON_NEEDED: 'refusedNoReason',
} as const;

/** Why somebody was refused; a code without a sentence of its own at least as words. */
function refusal(code: string | null): string {
  const key = (REFUSALS as Readonly<Record<string, (typeof REFUSALS)[keyof typeof REFUSALS]>>)[code ?? ''];
  return key === undefined ? (code ?? '').toLowerCase().replaceAll('_', ' ') : say(key);
}

/** "participation.sign" as words for somebody who tried: "sign". */
const attempt = (type: string): string => type.split('.')[1]?.replaceAll('-', ' ') ?? type;

/** Newest first. What one person did several times in a row is one line, with the time of the last. */
export function folded(changes: readonly ChangeRow[]): readonly HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  for (const change of changes) {
    const newer = entries.at(-1);
    const same = newer !== undefined && change.type === 'agreement.edited' && newer.type === change.type && newer.outcome === change.outcome && newer.actorName === change.actorName && newer.duty === change.duty;
    if (same) entries[entries.length - 1] = { ...newer, times: newer.times + 1 };
    else entries.push({ ...change, times: 1 });
  }
  return entries;
}

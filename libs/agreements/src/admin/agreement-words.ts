import { countOf, dayInProse, type Tone } from '@accord/kernel/admin';
import { say } from './messages.js';

export type Side = 'provider' | 'consumer';
export interface Tally { readonly side: Side; readonly state: string; readonly parties: number }

export interface Standing {
  readonly state: string;
  readonly expired: boolean;
  readonly localityName: string;
  readonly openedAt?: string | null;
  readonly reviewOn: string;
  readonly endsOn: string;
  readonly tally: readonly Tally[];
  /** The latest version that was opened, and the one each part is live by, where that is known. */
  readonly versionNumber?: number;
  readonly parties?: readonly { readonly state: string; readonly versionNumber: number }[];
}

type AgreementWord = 'draft' | 'open' | 'closed' | 'ended' | 'discarded' | 'expired';
const TONES: Readonly<Record<AgreementWord, Tone>> = { draft: 'quiet', open: 'waiting', closed: 'good', ended: 'quiet', discarded: 'quiet', expired: 'stopped' };
export const AGREEMENT_STATES: readonly AgreementWord[] = ['draft', 'open', 'closed', 'expired', 'ended', 'discarded'];

const wordOf = ({ state, expired }: Pick<Standing, 'state' | 'expired'>): AgreementWord => (expired && (state === 'open' || state === 'closed') ? 'expired' : state as AgreementWord);

/** The state of an agreement as one word and its tone. */
export function agreementState(agreement: Pick<Standing, 'state' | 'expired'>): { readonly words: string; readonly tone: Tone } {
  const word = wordOf(agreement);
  return { words: say(word), tone: TONES[word] };
}

/** The words of one part's state, as its own side would say them. */
export const PART_STATES: Readonly<Record<string, { readonly words: string; readonly tone: Tone }>> = {
  invited: { words: 'Invited', tone: 'waiting' },
  signed: { words: 'Signed, to be checked', tone: 'waiting' },
  accepted: { words: 'Accepted, to be checked', tone: 'waiting' },
  declined: { words: 'Declined', tone: 'quiet' },
  rejected: { words: 'Document rejected', tone: 'stopped' },
  verified: { words: 'Checked, to be approved', tone: 'waiting' },
  approved: { words: 'Approved, not live yet', tone: 'waiting' },
  cutOver: { words: 'Approved, waits for the cut-over', tone: 'waiting' },
  live: { words: 'Live', tone: 'good' },
  suspended: { words: 'Suspended', tone: 'stopped' },
  withdrawn: { words: 'Withdrawn', tone: 'quiet' },
  left: { words: 'Left', tone: 'quiet' },
};

/** The state of one organisation's part in words. */
export const partState = (state: string): { readonly words: string; readonly tone: Tone } => PART_STATES[state] ?? { words: state, tone: 'quiet' };

/** How far a part has come with the later version it is asked to sign. What was approved for a change of views takes over with its cut-over, and by nobody's hand before. */
export const renewalState = ({ state, proposalState }: { readonly state: string; readonly proposalState: string | null }): string => (state === 'approved' && proposalState === 'running' ? 'cutOver' : state);

/** Who said no or is gone takes no part any more. */
const GONE: readonly string[] = ['declined', 'withdrawn', 'left'];

/** Ended for everybody, or past its last day: nothing is shared by it any more. */
export const isOver = (agreement: Pick<Standing, 'state' | 'expired'>): boolean => ['ended', 'expired'].includes(wordOf(agreement));

/** A part keeps the state it had last on record, and ends with its agreement. */
export const endsWith = (agreement: Pick<Standing, 'state' | 'expired'>, state: string): boolean => isOver(agreement) && !GONE.includes(state);

/** The state of a part in words, within its agreement. */
export const partStateIn = (agreement: Pick<Standing, 'state' | 'expired'>, state: string): { readonly words: string; readonly tone: Tone } =>
  (endsWith(agreement, state) ? { words: say('partOver'), tone: 'quiet' } : partState(state));

const sum = (tally: readonly Tally[], states: readonly string[], side?: Side): number =>
  tally.filter((each) => states.includes(each.state) && (side === undefined || each.side === side)).reduce((total, each) => total + each.parties, 0);

const practices = (amount: number): string => countOf(amount, 'practice');
const viewers = (amount: number): string => countOf(amount, 'viewing organisation');

/** "2 practices and 1 viewing organisation" of those in any of these states. */
function parties(tally: readonly Tally[], states: readonly string[]): string {
  const [providers, consumers] = [sum(tally, states, 'provider'), sum(tally, states, 'consumer')];
  return [...(providers > 0 ? [practices(providers)] : []), ...(consumers > 0 ? [viewers(consumers)] : [])].join(' and ');
}

/** `who` is empty where nobody has anything to do. */
export interface Step { readonly step: string; readonly who: string }

/** What is to be done next and who has it: what staff can do at once comes first, then what others are waited for. */
export function nextSteps(agreement: Standing): readonly [Step, ...Step[]] {
  const { tally, localityName: locality } = agreement;
  const word = wordOf(agreement);
  const officer = say('whoOfficer', { locality });
  if (word === 'draft') return [{ step: say('stepOpen'), who: officer }];
  if (word !== 'open' && word !== 'closed') return [{ step: say('stepOver'), who: '' }];
  const steps = ([
    ['stepVerify', ['signed', 'accepted'], officer], ['stepInviteAgain', ['rejected'], officer],
    ['stepApprove', ['verified'], say('whoOfficerAndApprover', { locality })], ['stepGoLive', ['approved'], officer], ['stepCutOver', ['cutOver'], say('whoCutsOver')], ['stepResume', ['suspended'], say('whoImposed')],
  ] as const).filter(([, states]) => sum(tally, states) > 0).map(([key, states, who]) => ({ step: say(key, { parties: parties(tally, states) }), who }));
  const waiting = word === 'closed' ? [] : [
    ...(sum(tally, ['invited'], 'provider') > 0 ? [{ step: say('stepSign', { parties: practices(sum(tally, ['invited'], 'provider')) }), who: say('whoPractice') }] : []),
    ...(sum(tally, ['invited'], 'consumer') > 0 ? [{ step: say('stepAccept', { parties: viewers(sum(tally, ['invited'], 'consumer')) }), who: say('whoViewer') }] : []),
  ];
  const [first, ...more] = [...steps, ...waiting];
  return first === undefined ? [{ step: say('stepReview', { on: dayInProse(agreement.reviewOn) }), who: officer }] : [first, ...more];
}

/** One part with what activations says comes next for it, and who has that. */
export interface ToldStep { readonly side: Side; readonly state: string; readonly next: { readonly does: string; readonly who: string | null } | null }

const IN_ORDER: readonly string[] = ['signed', 'accepted', 'rejected', 'verified', 'approved', 'suspended', 'invited'];

/** The same from what is known part by part: whoever waits for the same thing from the same hands is one step. */
export function stepsTold(agreement: Standing, told: readonly ToldStep[]): readonly [Step, ...Step[]] {
  const word = wordOf(agreement);
  const states = word === 'open' ? IN_ORDER : word === 'closed' ? IN_ORDER.filter((state) => state !== 'invited') : [];
  const groups = new Map<string, { does: string; who: string; tally: Tally[] }>();
  for (const { side, state, next } of [...told].filter((each) => states.includes(each.state)).sort((one, other) => states.indexOf(one.state) - states.indexOf(other.state))) {
    if (next === null) continue;
    const group = groups.get(`${next.does} ${next.who ?? ''}`) ?? { does: next.does, who: next.who ?? '', tally: [] };
    group.tally.push({ side, state, parties: 1 });
    groups.set(`${next.does} ${next.who ?? ''}`, group);
  }
  const [first, ...more] = [...groups.values()].map(({ does, who, tally }) => ({ step: say('stepTold', { does, parties: parties(tally, states) }), who }));
  return first === undefined ? nextSteps({ ...agreement, tally: [] }) : [first, ...more];
}

/** How an agreement stands, in a sentence or two: of those that take part. */
export function standingSentence(agreement: Standing): string {
  const { tally, openedAt, endsOn } = agreement;
  const all = (side: Side): number => tally.filter((each) => each.side === side && !GONE.includes(each.state)).reduce((total, each) => total + each.parties, 0);
  const standing = say('standing', {
    live: sum(tally, ['live'], 'provider'), practices: practices(all('provider')), viewing: sum(tally, ['live'], 'consumer'), viewers: viewers(all('consumer')),
  });
  const says = say(`${wordOf(agreement)}Says`, { openedOn: openedAt == null ? '' : dayInProse(openedAt), endsOn: dayInProse(endsOn), standing });
  const earlier = byEarlier(agreement);
  return earlier === 0 ? says : `${says} ${say('byEarlier', { number: agreement.versionNumber ?? '', organisations: countOf(earlier, 'organisation') })}`;
}

/** How many are live by an earlier version than the last: its days and words are not yet theirs. */
function byEarlier(agreement: Standing): number {
  const { parties = [], versionNumber = 1 } = agreement;
  return isOver(agreement) ? 0 : parties.filter((party) => ['live', 'suspended'].includes(party.state) && party.versionNumber < versionNumber).length;
}

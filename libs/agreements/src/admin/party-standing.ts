import { countOf, dayInProse, type Tone } from '@accord/kernel/admin';
import { endsWith, partStateIn } from './agreement-words.js';
import type { PartyFacts } from './party-facts.js';
import { partyWords } from './party-words.js';

export interface Standing {
  /** The state in words. */
  readonly words: string;
  readonly tone: Tone;
  /** How it stands, in a sentence. */
  readonly sentence: string;
  /** Who is waited for, where somebody is. */
  readonly waitsFor: string | null;
}

/** Of the agreement that a part is in. */
export interface AgreementAround { readonly localityName: string; readonly state: string; readonly expired: boolean; readonly endsOn: string }

type Key = Parameters<typeof partyWords>[0];

const SENTENCE: Readonly<Record<string, Key>> = {
  signed: 'submitted', accepted: 'submitted', declined: 'declinedSentence', rejected: 'rejectedSentence', verified: 'verifiedSentence', approved: 'approvedSentence',
  suspended: 'suspendedSentence', withdrawn: 'withdrawnSentence', left: 'leftSentence',
};
const WAITS: Readonly<Record<string, Key>> = {
  signed: 'whoVerifier', accepted: 'whoVerifier', rejected: 'whoInviter', verified: 'whoSubmitter', approved: 'whoActivator', suspended: 'whoLifts',
};

/** How one organisation's part stands, and who has the next step. */
export function standingOf(party: Pick<PartyFacts, 'side' | 'state' | 'name' | 'stateAt' | 'liveAt'>, agreement: AgreementAround, flows: { readonly pairs: number; readonly views: number }): Standing {
  const { side, state, name } = party;
  if (endsWith(agreement, state)) return { ...partStateIn(agreement, state), sentence: partyWords(agreement.state === 'ended' ? 'endedSentence' : 'expiredSentence', { day: dayInProse(agreement.endsOn) }), waitsFor: null };
  const words = { name, locality: agreement.localityName, day: dayInProse(party.stateAt) };
  const waits = state === 'invited' ? (side === 'provider' ? 'whoSignatory' : 'whoLead') : WAITS[state];
  const sentence = state === 'invited' ? partyWords(side === 'provider' ? 'invitedProvider' : 'invitedConsumer', words)
    : state === 'live' ? live(party, flows) : partyWords(SENTENCE[state] ?? 'state', words);
  return { ...partStateIn(agreement, state), sentence, waitsFor: waits === undefined ? null : partyWords(waits, words) };
}

function live({ side, liveAt, stateAt }: Pick<PartyFacts, 'side' | 'liveAt' | 'stateAt'>, { pairs, views }: { readonly pairs: number; readonly views: number }): string {
  const day = dayInProse(liveAt ?? stateAt);
  if (pairs === 0) return partyWords('liveAlone', { day });
  return side === 'provider'
    ? partyWords('liveProvider', { day, pairs: countOf(pairs, 'viewing organisation'), views: countOf(views, 'view') })
    : partyWords('liveConsumer', { day, pairs: countOf(pairs, 'practice'), views: countOf(views, 'view') });
}

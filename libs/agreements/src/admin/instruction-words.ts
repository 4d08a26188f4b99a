import { screenMessages, type Tone } from '@accord/kernel/admin';

/** The sentences of letters by which a controller answers a campaign. */
export const instructionWords = screenMessages('agreements.instructions', {
  'title': 'Take in a letter of {name}',
  'page': 'A letter',
  'says': 'For a controller who does not use Accord. The letter answers “{title}” for {name} once another activation officer has verified it, and not before.',
  'back': 'Back to {name}',
  'notYours': 'Activation officers take in letters of practices of their localities.',
  'notAsked': 'The campaign is not asking any more, so no letter can answer it.',
  'nothingLeft': 'Every agreement of {name} in this campaign is settled: there is nothing left to answer.',
  'nobody': 'The register of authority of {name} names nobody who may sign.',
  'nobodyWhy': 'Its governance lead, or an activation officer of its locality, writes a signatory into it; a second person confirms.',
  'toRegister': 'To the register',

  'replies': '1. What the letter says',
  'repliesHint': 'As it stands in the letter. What the letter does not name goes on waiting for its controller.',
  'none': 'Not named in the letter',
  'keep': 'Reviewed and kept',
  'withdraw': 'Withdraws from it',
  'saidBefore': 'Said before: {reply}',
  'signed': '2. Who signed it, and when',
  'uploadWho': 'Who signed it',
  'uploadWhoHint': 'People the register of authority names',
  'choose': 'Choose a person',
  'uploadDay': 'Day it was signed',
  'uploadDayHint': 'As written in the letter. What its controller says in Accord on that day or later counts instead.',
  'uploadPage': 'Page with the signature',
  'uploadPageHint': 'Leave empty if the file carries a digital signature',
  'reason': 'Why you record it',
  'reasonHint': 'Kept with the record and on the stop list. Name no patient.',
  'file': '3. The letter',
  'uploadFile': 'Signed letter',
  'uploadFileHint': 'PDF, at most 20 MB',
  'send': 'Take in the letter',
  'sending': 'Sending…',
  'checking': 'All of it has arrived. Accord is checking it…',
  'tryAnother': 'It was not taken in. Ask {name} for another letter, or hand in another copy.',
  'toField': 'Look at “{field}”',

  'needReplies': 'Say of at least one agreement what the letter says',
  'needReason': 'Say why you record it for the practice',
  'needWho': 'Choose who signed it',
  'needDay': 'Give the day it was signed',
  'dayFuture': 'The day of signing lies in the future',
  'notThatDay': 'The register does not name this person for that day',
  'pageNumber': 'Give the page as a whole number, or leave it empty',
  'needFile': 'Choose the signed letter',
  'emptyFile': 'The file is empty: choose the signed letter itself',
  'tooLarge': 'The file is larger than 20 MB',
  'notPdf': 'Choose a PDF',

  'takeIn': 'Take in a letter',
  'takenTitle': 'Taken in',
  'taken': 'The letter was taken in. It answers nothing yet: another activation officer finds it in the queue of evidence, reads it and verifies it.',
  'takenOpen': 'Open it in the queue of evidence',

  'letters': 'Letters',
  'lettersNone': 'No letter has been taken in. A controller who does not use Accord may send a signed one.',
  'letter': 'Letter',
  'of': 'Signed {day} by {name}',
  'saysHead': 'What it says',
  'keeps': 'Keeps {references}',
  'withdraws': 'Withdraws from {references}',
  'readers': 'Read by',
  'recordedBy': 'Taken in by {name} on {day}',
  'verifiedBy': 'Verified by {name} on {day}',
  'state': 'State',
  'checked': 'Waits to be verified',
  'quarantined': 'Kept apart: carries what a letter must not carry',
  'verified': 'Verified',
  'rejected': 'Rejected',
  'rejectedWhy': 'Rejected: {reason}',
  'waitsFor': 'another activation officer',
  'somebody': 'a member of staff',
  'citedPage': 'By a letter of {day}, page {page}, verified by {verifier}',
  'cited': 'By a letter of {day}, verified by {verifier}',
});

const TONES: Readonly<Record<string, Tone>> = { checked: 'waiting', quarantined: 'stopped', verified: 'good', rejected: 'stopped' };

/** How a letter stands, with who is waited for. */
export function letterState({ state, rejectedReason }: { readonly state: string; readonly rejectedReason: string | null }): { readonly words: string; readonly tone: Tone; readonly waitsFor?: string } {
  const tone = TONES[state] ?? 'quiet';
  if (state === 'checked') return { words: instructionWords('checked'), tone, waitsFor: instructionWords('waitsFor') };
  if (state === 'rejected' && rejectedReason !== null) return { words: instructionWords('rejectedWhy', { reason: rejectedReason }), tone };
  return { words: instructionWords(state as 'quarantined' | 'verified' | 'rejected'), tone };
}

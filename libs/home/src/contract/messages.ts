import { defineMessages, messageFor, type MessageParams } from '@accord/kernel';
import type { ComingKind, WaitingKind, WaitingThing } from './waiting.js';

/** The sentence of one thing that waits or comes, and where several may wait in one line, of several. The same on the screen and in mail. */
const THINGS = {
  'draft': 'Finish the draft {about}',
  'sign': 'Read and sign {about}',
  'accept': 'Read and accept {about}',
  'agree-views': 'Read, and agree or decline: {about}',
  'cut-over': 'Cut over to the views proposed for {about}, or it lapses',
  'invite-again': 'Invite again whose evidence was rejected: {about}',
  'invite-again.many': 'Invite {count} again whose evidence was rejected: {about}',
  'verify': 'Verify evidence for {about}',
  'verify.many': 'Verify {count} pieces of evidence for {about}',
  'verify-instruction': 'Verify a letter that answers the campaign “{about}”',
  'verify-instruction.many': 'Verify {count} letters that answer the campaign “{about}”',
  'submit': 'Submit one verified part of {about} for approval',
  'submit.many': 'Submit {count} verified parts of {about} for approval',
  'approve': 'Approve an activation of {about}',
  'go-live': 'Take one approved part of {about} live',
  'go-live.many': 'Take {count} approved parts of {about} live',
  'confirm-facts': 'Confirm a fact somebody recorded for {about}',
  'confirm-facts.many': 'Confirm {count} facts somebody recorded for {about}',
  'confirm-authority': 'Confirm who may sign: {about}',
  'confirm-resume': 'Decide whether sharing resumes for {about}',
  'confirm-duty': 'Confirm a duty: {about}',
  'confirm-gateway': 'Confirm the gateway {about}',
  'confirm-gateway-certificate': 'Confirm the next certificate of the gateway {about}',
  'gateway-unheard': 'Start the gateway {about}: it was confirmed, and has never been heard from',
  'gateway-silent': 'Find out why the gateway {about} is silent: no stop or withdrawal is known to reach it',
  'gateway-quarantined': 'Have the gateway {about} switched off: it is revoked, and may go on permitting by what it holds',
  'feed-differs': 'Find out why gateways are not told what the database says',
  'feed-unwatched': 'Find out why nothing compares the publication with the database',
  'confirm-certificate': 'Confirm a certificate: {about}',
  'renew-certificate': 'Renew a certificate: {about}',
  'renew-gateway-certificate': 'Renew the certificate of the gateway {about}: without it, nothing published reaches it',
  'renew-feed-certificate': 'Renew the certificate of {about}: without it, nothing published reaches any gateway',
  'settle-organisation': 'Settle what the national directory says of {about}',
  'settle-organisation.many': 'Settle {count} things the national directory says of {about}',
  'decide-import': 'Decide on the directory file of {about}',
  'confirm-patient-search': 'Decide whether {about} may search by a patient',
  'review-late': 'The review of {about} is overdue',
  'review-late.many': 'The review of {about} is overdue for {count} practices',
  'fact-late': 'Renew a fact that gates rest on and that holds no longer: {about}',
  'fact-late.many': 'Renew {count} facts that gates rest on and that hold no longer: {about}',
  'answer-campaign': 'Answer for one agreement in the campaign “{about}”',
  'answer-campaign.many': 'Answer for {count} agreements in the campaign “{about}”',
  'execute-campaign': 'Carry out one withdrawal that was confirmed in the campaign “{about}”',
  'execute-campaign.many': 'Carry out {count} withdrawals that were confirmed in the campaign “{about}”',
  'review': 'Review of {about}',
  'end': '{about} ends',
  'certificate-end': 'Certificate ends: {about}',
  'gateway-certificate-end': 'The certificate of the gateway {about} ends',
  'feed-certificate-end': 'The certificate of {about} ends',
  'fact-end': 'A fact its gates rest on ends: {about}',
} as const;

/** Of a kind that a newer Accord has begun to tell, while this page or this letter was still of the older one. */
const UNKNOWN = { unknown: 'Something this page has no words for yet: load it again', 'unknown.about': 'Something this page has no words for yet, about {about}: load it again' } as const;

/** How sharing stands, of an organisation or a locality. */
const STANDINGS = {
  'viewed.none': 'No organisation can see records of {name} now.',
  'viewed': '{viewers} can see up to {views} of the records of {name} now.',
  'views-of': '{name} can see up to {views} of the records of {practices} now.',
  'views-of.none': '{name} can see no records now.',
  'last-change': 'Last change {day}.',
  'locality': '{name}: {live} of {practices} live, and {viewers}.',
  'locality.suspended': '{name}: {live} of {practices} live, {suspended} suspended, and {viewers}.',
  'part-suspended': '1 of its parts is suspended: nothing is seen by it.',
  'parts-suspended': '{count} of its parts are suspended: nothing is seen by them.',
  'locality.none': '{name}: no practice takes part yet.',
} as const;

defineMessages(Object.fromEntries(Object.entries({ ...THINGS, ...UNKNOWN, ...STANDINGS }).map(([key, sentence]) => [`home.${key}`, sentence])));

export const standingSays = (key: keyof typeof STANDINGS, params: MessageParams): string => messageFor(`home.${key}`, params);

/** What is to be done, or comes, in a sentence without its end. */
export function thingSentence(thing: { readonly kind: WaitingKind | ComingKind; readonly about: string } & Partial<Pick<WaitingThing, 'count'>>): string {
  const { kind, about, count = 1 } = thing;
  if (!Object.hasOwn(THINGS, kind)) return messageFor(about === '' ? 'home.unknown' : 'home.unknown.about', { about });
  const many = `${kind}.many`;
  return messageFor(`home.${count > 1 && many in THINGS ? many : kind}`, { about, count });
}

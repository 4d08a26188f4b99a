import { screenMessages } from '@accord/kernel/admin';

/** How gateways fare in numbers, and what to do about it. */
export const status = screenMessages('publication.status', {
  enforces: 'Enforces', enforced: 'stop list {stopList}, published {age} ago', behind: 'Behind', behindNone: 'Nothing', behindSince: '{publications}, for {span}', one: 'publication', many: 'publications',
  refused: 'Refused', refusedCounts: '{day} in 24 hours, {week} in 7 days', refusedNone: 'None in 7 days', setAside: '{count} set aside', next: 'What to do',
  locality: 'Locality', everywhere: 'Every locality', order: 'Order', noneHere: 'No gateway serves this locality.', noneHereWhy: 'What is shared there is enforced by nobody. A system administrator registers a gateway for it.', showAll: 'Show every gateway',
  'by.worst': 'What needs somebody first', 'by.name': 'Name', 'by.behind': 'Most behind', 'by.heard': 'Silent longest', 'by.refused': 'Most refusals in 24 hours', 'by.certificate': 'Certificate ends first',
  'do.current': 'Nothing.', 'do.behind': 'Wait a minute: it is being told.',
  'do.behindLong': 'Call its operator: it asks, but has not applied what it was told of for {span}. Its own log says why, and whether it refuses what it is served.',
  'do.behindUnheard': 'It has not been heard from since the publication that it lacks, {span} ago. If that lasts, call its operator: is it running, and can it reach the feed?',
  'do.feedDown': 'Bring the feed back: it cannot be reached, so what is down is the feed and not the gateway, which takes up again by itself.',
  'do.bufferFull': 'Call its operator: in the last 24 hours it refused because it could not keep what it has to record. Its disk is full, or it cannot send its events.',
  'do.silent': 'Call its operator: is it running, and can it reach the feed? It goes on permitting by what it holds, and no stop is known to reach it.',
  'do.stale': 'Call its operator at once. Whoever stopped sharing since is told that it is not complete here; revoking the gateway completes nothing.',
  'do.refusing': 'Call its operator: nobody sees records through it. It takes up again by itself once it reaches the feed.',
  'do.cut-off': 'Register its next certificate: the feed refuses what it presents now, and no stop reaches it.', 'do.starting': 'Its operator starts it with the certificate that is registered here. Nobody has to be called yet.', 'do.never': 'Ask its operator to start it with the certificate that is registered here, and to compare the fingerprint.', 'do.unconfirmed': 'Another system administrator compares the fingerprint and confirms it.',
  'do.quarantined': 'Have its operator switch it off: revoking does not reach it, and until {refuses} it may go on permitting by what it holds.', 'do.revoked': 'Nothing. A gateway that returns is registered anew.', 'do.certificate': 'Renew its certificate: register the next one before the last ends. Both count until then, so nothing is interrupted.',
  'do.certified': 'Register its next certificate: the feed refuses what it presents now, and no stop reaches it.', 'do.begins': 'Nothing: its next certificate begins on {from}. Until then the feed refuses it, and no stop reaches it.', 'do.withdraw': 'Withdraw the certificate that waits: it has ended, and nobody can confirm it. Then register the next.',
  'do.uncertified': 'Revoke it and register it anew: its certificate was withdrawn or has ended, so nobody can confirm it.', 'do.confirm': 'Another system administrator compares the fingerprint of its next certificate and confirms it.',
  refusals: 'What it refused', refusalsFrom: 'Counted from the access events this gateway sent; what it has not sent yet is not in it. Counts name nobody.', reason: 'Reason', means: 'What it means', day: '24 hours', week: '7 days',
  noRefusals: 'It reported no refusal in the last seven days.', noRefusalsWhy: 'A gateway reports each look, permitted or refused, as soon as it can reach the feed.',
  setAsideTitle: 'Deliveries set aside', setAsideFrom: 'What it sent that could not be read as an access event, or had to be mended. It is kept as it came, sealed.', fault: 'Fault', noSetAside: 'Nothing it sent in the last seven days had to be set aside.', noSetAsideWhy: 'What cannot be read as an access event is kept and counted here, and the gateway is told why.',
});

/** Reasons of refusals: what each is called, and what it tells whoever looks after a gateway. */
const REASONS = screenMessages('publication.reason', {
  NOT_AGREED: 'Not agreed', 'NOT_AGREED.means': 'No agreement joins the practice and the viewing organisation. Many at once: somebody asks the wrong practice, or a withdrawal has reached them.',
  VIEW_NOT_AGREED: 'View not agreed', 'VIEW_NOT_AGREED.means': 'They share, but not this view.', OUTSIDE_DATES: 'Outside its dates', 'OUTSIDE_DATES.means': 'An agreement has not begun or has ended.',
  STOPPED: 'Stopped', 'STOPPED.means': 'A suspension or withdrawal is in force. It works as it should.', OUT_OF_DATE: 'Out of date', 'OUT_OF_DATE.means': 'The gateway passed its refuse limit without hearing from the feed: nobody sees anything. Call its operator.',
  NOTHING_LOADED: 'Nothing loaded', 'NOTHING_LOADED.means': 'It had not verified a first publication yet.', UNKNOWN_SERVICE: 'Unknown service', 'UNKNOWN_SERVICE.means': 'A consumer system asks for a service that is not published.',
  UNKNOWN_VIEW: 'Unknown view', 'UNKNOWN_VIEW.means': 'A consumer system asks for a view that its service does not have.', CERTIFICATE_NOT_CURRENT: 'Certificate not current', 'CERTIFICATE_NOT_CURRENT.means': 'A consumer system presents a certificate that is unknown, over or revoked: the viewing organisation has to renew it.',
  INCOMPLETE_REQUEST: 'Incomplete request', 'INCOMPLETE_REQUEST.means': 'User, patient or message was missing: a fault of the consumer system.', BUFFER_FULL: 'Event buffer full', 'BUFFER_FULL.means': 'The gateway could not write down looks, so it permitted none. Call its operator: the disk, or the way to the feed.',
  WRONG_CALLER: 'Wrong caller', 'WRONG_CALLER.means': 'A question named another viewing organisation than its certificate. Tell that organisation\'s governance lead.', MALFORMED: 'Unreadable request', 'MALFORMED.means': 'The question could not be read: a fault of the consumer system.',
  CLOCK_SUSPECT: 'Clock in doubt', 'CLOCK_SUSPECT.means': 'The gateway\'s clock and the feed\'s differ by over 30 seconds, so nothing new begins. Ask its operator to set the clock.',
  ENTRY_MALFORMED: 'Entry without form', NOT_BASE64: 'Not Base64', EVENT_TOO_LARGE: 'Too large', SEAL_BROKEN: 'Seal broken', NOT_AN_OBJECT: 'Not an event', MEMBER_MISSING: 'A part is missing', MEMBER_UNKNOWN: 'An unknown part', MEMBER_MALFORMED: 'A part is malformed',
  TIME_MALFORMED: 'Time malformed', SEQUENCE_REUSED: 'Number used twice', TEXT_MENDED: 'Text mended, event kept', NHS_NUMBER_MISPLACED: 'NHS number where none belongs, event kept', unknown: 'Another reason ({code})',
});

type Reason = Parameters<typeof REASONS>[0];
const KNOWN: ReadonlySet<string> = new Set([
  'NOT_AGREED', 'VIEW_NOT_AGREED', 'OUTSIDE_DATES', 'STOPPED', 'OUT_OF_DATE', 'NOTHING_LOADED', 'UNKNOWN_SERVICE', 'UNKNOWN_VIEW', 'CERTIFICATE_NOT_CURRENT', 'INCOMPLETE_REQUEST', 'BUFFER_FULL', 'WRONG_CALLER', 'MALFORMED', 'CLOCK_SUSPECT',
]);
const FAULTS: ReadonlySet<string> = new Set([
  'ENTRY_MALFORMED', 'NOT_BASE64', 'EVENT_TOO_LARGE', 'SEAL_BROKEN', 'NOT_AN_OBJECT', 'MEMBER_MISSING', 'MEMBER_UNKNOWN', 'MEMBER_MALFORMED', 'TIME_MALFORMED', 'SEQUENCE_REUSED', 'TEXT_MENDED', 'NHS_NUMBER_MISPLACED',
]);

export const reasonWords = (code: string): string => (KNOWN.has(code) || FAULTS.has(code) ? REASONS(code as Reason) : REASONS('unknown', { code }));
export const reasonMeans = (code: string): string => (KNOWN.has(code) ? REASONS(`${code}.means` as Reason) : '–');

import { screenMessages } from '@accord/kernel/admin';

/** Who caused a publication, and what it says otherwise pair by pair. */
export const history = screenMessages('publication.history', {
  who: 'Who caused it', size: 'Sent to gateways', sizeOf: '{files}, {size}', file: 'file', files: 'files', bytes: '{count} bytes', kilobytes: '{count} kB', megabytes: '{count} MB', nobody: 'No announced act: dates or a comparison of everything', actsMore: 'and {count} more acts',
  byOne: '{what}, by {name}', byOneDuty: '{what}, by {name} ({duty})', times: '{what} ({count})', because: '{what} (“{reason}”)', at: 'at {at}', inAgreement: 'in',
  pairs: 'Pair by pair', pairsSays: 'Read from the published bytes that gateways verified, not from what Accord knows today.', noPairs: 'No pair of practice and viewing organisation differs.', noPairsWhy: 'Certificates, stops of a single system, keys and evidence are told above.', more: 'Next pairs', first: 'First pairs', moreLocalities: 'Next localities ({count} left)', firstLocalities: 'First localities',
  whoSees: 'Viewing organisation', practices: 'Practices', change: 'Change', was: 'Before', is: 'After', nothing: 'Nothing', 'pairs-gained': 'Gained', 'pairs-lost': 'Lost', 'views-changed': 'Other views', 'dates-changed': 'Other dates', 'pairs-stopped': 'Stopped', 'pairs-resumed': 'Stop lifted',
  terms: '{views}, {from} to {until}', noViews: 'no view', allViews: 'all {count} views', fromNothing: '0 compares with nothing.', againstNothing: 'All that publication {number} says',
});

/** Announcements in words; what is not among them is said by its own name. */
export const act = screenMessages('publication.act', {
  'participation.withdrawn': 'A practice withdrew', 'participation.suspended': 'Sharing of a practice was suspended', 'participation.resumed': 'Sharing of a practice resumed', 'participation.went-live': 'A practice went live',
  'part.left': 'A viewing organisation left', 'part.suspended': 'A viewing organisation was suspended', 'part.resumed': 'A viewing organisation resumed', 'part.went-live': 'A viewing organisation went live',
  'stop.imposed': 'Sharing was stopped', 'stop.lifted': 'A stop was lifted', 'stop.withdrawn-from': 'A practice stopped sharing with one viewing organisation', 'activation.went-live': 'Practices went live', 'agreement.ended': 'An agreement ended',
  'view-set.cut-over': 'A viewing organisation\'s views were cut over', 'certificate.confirmed': 'A certificate was confirmed', 'certificate.revoked': 'A certificate was revoked', 'directory.imported': 'The directory was imported',
  'gate-facts.confirmed': 'A fact that gates read was confirmed', 'gate-fact.ended': 'A fact that gates read ended', 'evidence.invalidated': 'Evidence was found to prove nothing', 'campaign.executed': 'A campaign was carried out', 'key.handed-in': 'The signing keys were changed',
});
const KNOWN: ReadonlySet<string> = new Set([
  'participation.withdrawn', 'participation.suspended', 'participation.resumed', 'participation.went-live', 'part.left', 'part.suspended', 'part.resumed', 'part.went-live', 'stop.imposed', 'stop.lifted', 'stop.withdrawn-from', 'activation.went-live',
  'agreement.ended', 'view-set.cut-over', 'certificate.confirmed', 'certificate.revoked', 'directory.imported', 'gate-facts.confirmed', 'gate-fact.ended', 'evidence.invalidated', 'campaign.executed', 'key.handed-in',
]);
export const isKnownAct = (type: string): type is Parameters<typeof act>[0] => KNOWN.has(type);

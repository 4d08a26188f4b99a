import { screenMessages } from '@accord/kernel/admin';

export const say = screenMessages('impact', {
  viewers: 'Viewing organisations', viewer: 'Viewing organisation', viewersSentence: '{count} whose staff can look at records shared under agreements you can see.', findViewers: 'Name or ODS code',
  noViewers: 'No viewing organisation yet.', noViewersWhy: 'An organisation appears here once an agreement that names it is opened for signing.',
  viewsAgreed: 'Views agreed', sharingWithIt: 'Agreed and live with', agreements: 'Agreements', certificate: 'Certificate', certificateNotShown: 'Not yours to see', noCertificate: 'None current', endsIn: 'Ends in {span}',
  standing: '{name} sees up to {views} of {providers} now, under {agreements} you can see.', standingNone: '{name} sees nothing now under the {agreements} you can see.', askAbout: 'Ask who can see what',
  setTitle: 'What it sees of {service}', setWhy: 'The same {count} from every sharing organisation, since {day}.', setReserved: 'Agreed first in', noSet: 'No view set is agreed for it now.', noSetWhy: 'A view set is reserved when the first agreement that names it opens for signing.',
  behind: 'Agreements behind it', locality: 'Locality', itsPart: 'Its own part', sharers: 'Sharing organisations by state', noAgreements: 'No agreement names it.', noAgreementsWhy: 'Agreements of other localities are not shown to you.',
  systems: 'Systems and certificates', system: 'System', ends: 'Ends', daysLeft: 'Left', noSystems: 'No system is registered.', noSystemsWhy: 'Without a certificate that a second person has confirmed, none of its staff can look at anything.', manageCertificates: 'Certificates',
  gates: 'Ready to be live', gate: 'Condition', holds: 'Met', fails: 'Not met', notShown: 'Not yours to see.', notShownWhy: 'Systems, certificates and readiness are shown to the organisation itself, and to staff of the localities in which an agreement names it.',
  registered: 'Waits for a second person', confirmed: 'Current', expired: 'Expired', revoked: 'Revoked', notBegun: 'Not begun', daysAgo: '{span} ago',
  invited: 'Invited', accepted: 'Accepted', signed: 'Signed', verified: 'Signature verified', approved: 'Approved', live: 'Live', suspended: 'Suspended', withdrawn: 'Withdrawn', left: 'Left', declined: 'Declined', rejected: 'Signed page rejected',
  open: 'Open', closed: 'Closed to new parties', ended: 'Ended', draft: 'Draft', discarded: 'Discarded', previous: 'Previous page', next: 'Next page', pageOf: 'Page {page} of {last}', pages: 'Pages of agreements',
  who: 'Who can see what', whoSentence: 'Choose whose records, who would look, and which view. The answer is for now, as gateways enforce it.', provider: 'Whose records', providerHelp: 'Sharing organisation: type a name or an ODS code',
  consumer: 'Who would look', consumerHelp: 'Viewing organisation: type a name or an ODS code', view: 'Which view', service: 'Service', ask: 'Ask', chooseOne: 'Choose whose records or who would look', noneFound: 'Nothing found',
  yes: 'Yes. {consumer} can see {view} in the records of {provider}.', no: 'No. {consumer} cannot see {view} in the records of {provider}.', noAgreement: 'No agreement that you can see names both of them.', noAgreementWhat: 'An agreement that names both would have to be drafted, signed by both, verified, approved and taken live.',
  oneObstacle: 'One thing stands in the way', manyObstacles: '{count} things stand in the way', because: 'Why', nearest: 'The agreement that comes nearest', begins: 'From', notSigned: 'Not signed', agreement: 'Agreement', since: 'Since', until: 'Last day', signedBy: 'Signed page of {name}', pageNotShown: 'On file; it is not yours to open', openPage: 'Open the page that {name} signed', publication: 'Told to gateways in', publicationNumber: 'Publication {number}', noPublication: 'Nothing is published yet', asked: 'Asked at', alsoSees: 'Views it sees now',
  seenByTitle: 'Who sees records of {name}', seesTitle: 'Whose records {name} sees', seenNow: 'Sees now', why: 'If not, why', noneNow: 'Nothing now', seenBySentence: '{live} of {all} named in agreements can see views now.', noSights: 'No agreement you can see names it.', noSightsWhy: 'Nobody sees anything without an agreement that both sides have signed.',
  blockedAsk: 'Your duty does not ask who can see what.', showAll: 'Show all {count}',
});

/** What can stand in the way, in words. */
export const why = screenMessages('impact.why', {
  'participation.invited': '{who} has not signed.', 'participation.signed': '{who} has signed; an activation officer has not yet accepted its signed page.', 'participation.rejected': 'The signed page of {who} was rejected; it has to sign again.',
  'participation.declined': '{who} declined to sign.', 'participation.verified': '{who} has signed and waits for approval.', 'participation.approved': '{who} is approved and has not been taken live yet.', 'participation.suspended': '{who} is suspended since {day}.', 'participation.withdrawn': '{who} withdrew on {day}.',
  'part.invited': '{who} has not accepted.', 'part.accepted': '{who} has accepted; an activation officer has not yet verified it.', 'part.rejected': 'The acceptance of {who} was rejected; it has to accept again.', 'part.declined': '{who} declined.',
  'part.verified': '{who} has accepted and waits for approval.', 'part.approved': '{who} is approved and has not been taken live yet.', 'part.suspended': '{who} is suspended since {day}.', 'part.left': '{who} left on {day}.',
  'dates.not-begun': 'The agreement begins on {day}.', 'dates.ended': 'It ended on {day}.',
  'gates.closed': '{who} is closed in the directory.', 'gates.not-paired': '{who} signed before the other was named with this view set; it has to sign the newer version.', 'gates.unpublished': 'Both sides are live; gateways hear of it with the next publication, usually within a second.',
  'gates.failing': 'A readiness condition of {who} no longer holds: its clinical system has to be hosted centrally or streaming.', 'view-set': 'The view set that was signed is no longer the current one of {who}.',
  'stop.controller': 'Suspended since {day} by {who}.', 'stop.viewing-organisation': 'Suspended since {day} by {who}.', 'stop.privacy-officer': 'Suspended since {day} by the privacy officer of {who}.', 'stop.staff': 'Suspended since {day} by activation staff.', 'stop.gate': 'Suspended since {day} because a readiness condition failed.',
  'view': 'This view is not among those agreed for {who}.', 'certificate.none': '{who} has no certificate that gateways know, so none of its systems can ask.', 'certificate.expired': 'The certificate of {who} ended on {day}, so none of its systems can ask.', 'certificate.stopped': 'Every system of {who} is stopped.', 'reason': '{sentence} Reason: {reason}',
});

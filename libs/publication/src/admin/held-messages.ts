import { screenMessages } from '@accord/kernel/admin';

/** What gateways hold in the name of a practice. */
export const held = screenMessages('publication.held', {
  title: 'What gateways hold', titleOf: 'What gateways hold of {name}', titleOwn: 'What gateways hold in your name',
  ask: 'Practice', askHelp: 'Its ODS code, such as TSTP01.', show: 'Show', askSentence: 'Choose a practice of your localities. What its gateways hold is read from the publications they signed for.', wrongCode: 'Write the ODS code of a practice: letters and digits.',
  allHold: '{viewers} may look at records of {name} through {gateways}, as each gateway last confirmed.', noneShown: 'Nobody may look at records of {name} now: gateways hold what is stopped, is over or has not begun.', nothingHeld: 'No gateway holds anything in the name of {name}.', nothingHeldWhy: 'Gateways hold what agreements in force say. Nobody may look at your records through them.', viewer: 'viewing organisation', viewers: 'viewing organisations', gatewayOne: 'gateway', gatewayMany: 'gateways',
  lateOne: '{name} has not been heard from', lateMany: '{count} gateways have not been heard from', lateSays: '{name}: last heard {heard}. It may go on by what it holds until {refuses}.', lateRefuses: '{name}: last heard {heard}. It has refused everything since {refuses}.', lateNever: '{name}: it has never asked for a publication, so it permits nothing.', lateMeans: 'What you stopped or withdrew since does not reach such a gateway before it is heard from, or refuses by itself.',
  gateways: 'Gateways', gateway: 'Gateway', standing: 'How it stands', confirmed: 'Last confirmed', confirmedSays: 'publication {publication}, stop list {stopList}', never: 'Nothing yet', refuses: 'Refuses by itself from', holds: 'Holds', pairOne: 'part of an agreement', pairMany: 'parts of agreements', shows: 'Shows records to', showsNobody: 'Nobody', unreadable: 'Cannot be read any more',
  pairsTitle: 'Who may see what', whom: 'Viewing organisation', views: 'Views', until: 'Until', agreement: 'Agreement', page: 'Signed page', pageOf: 'Page {page}', pageWhole: 'The document', pageNone: 'Not yours to open', on: 'On', onAll: 'Every gateway', stopped: 'Stopped', stoppedSome: 'Stopped: {views}', from: 'from', version: 'version {version}',
  of: '{shown} of {total}', more: 'Next', first: 'First page',
});

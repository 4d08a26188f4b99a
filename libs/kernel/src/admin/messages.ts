import { screenMessages } from './screen-messages.js';

/** The words of the parts that every page is made of. */
export const say = screenMessages('parts', {
  overFrom: '; over from', loading: 'Loading', comes: '{what}…', takesLong: 'It takes longer than usual.', notRefreshed: 'Not refreshed since {time}: Accord does not answer.', noAnswer: 'Accord does not answer. Nothing you typed is lost; try again in a moment.', gaveNone: 'Accord gave no answer to this. Try again in a moment.', couldNot: 'Accord could not do this.', couldNotTake: 'Accord could not take this.',
  problem: 'There is a problem', oneMoreStep: 'One more step', useKey: 'Use security key', tryAgain: 'Try again', look: 'Look at it as it is now', kept: '; what you typed is kept.', code: 'Code to quote: {code}',
  notForDuty: 'This is not for your duty', actingAs: 'You act as {duty}, and that duty does not see this.', notYours: 'This is not yours to see', ofOthers: 'You act as {duty}, which sees this of its own organisation or localities alone.', whoMay: 'It is for: {duties}.', youMay: 'You hold such a duty yourself: choose it in the top bar.', home: 'Go to Home',
  match: '{count} match what you asked for.', all: '{count}.', noneMatches: 'No {noun} match.', showAll: 'Show all', any: 'All', find: 'Find', clear: 'Clear', pages: 'Pages', previous: 'Previous page', next: 'Next page', page: 'Page {page} of {last}',
  fileHint: '{hint}. You may also drop or paste it here.', fileTaken: '{name}, {size} kB', remove: 'Remove', sent: 'Sent', sentPart: '{percent} % sent', waitingFor: '{words}, waiting for {who}',
});

import { screenMessages } from '../screen-messages.js';

export const say = screenMessages('changes', {
  title: 'Changes',
  sentence: 'What people did inside Accord, refused attempts too. Nobody can change or remove these records.',
  found: '{total} found.', foundAtLeast: 'More than {total} found.',
  when: 'When', person: 'Person', what: 'What', outcome: 'Outcome', organisation: 'Concerns', gateway: 'Gateway {code}', reason: 'Reason', more: 'Details',
  kind: 'Kind of thing', withoutSignIns: 'All but sign-ins', signIns: 'Sign-ins and sign-outs', everything: 'Everything', onlyOf: 'Only what {name} did.', onePerson: 'one person', ofEverybody: 'Show everybody', all: 'All', done: 'Done', refused: 'Refused', hide: 'Hide details',
  from: 'From day', until: 'To day', subject: 'One thing, by its id', concerning: 'Concerns (ODS code)', find: 'Find', clear: 'Clear',
  earlier: 'Earlier changes', latest: 'Back to the latest', none: 'No change matches.', noneWhy: 'Records stand here from the moment somebody acts. You see those of the organisations and localities you act for.',
  showAll: 'Show all', origin: 'From the address', by: 'Acted as', thing: 'Thing', system: 'System', code: 'Code of the refusal', record: 'Kept as',
});

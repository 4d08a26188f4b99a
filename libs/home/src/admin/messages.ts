import { screenMessages } from '@accord/kernel/admin';

/** The words of Home besides the sentences of what waits, comes and stands, which the contract has: mail says them too. */
export const say = screenMessages('home', {
  'title': 'Home',
  'waiting': 'Waiting for you',
  'coming': 'Coming up',
  'sharing': 'How sharing stands',
  'nothing-waits': 'Nothing waits for you.',
  'nothing-waits.why': 'When something needs you in this duty it stands here: what cannot wait first, then the oldest.',
  'nothing-comes': 'No review, end or expiry in the next 90 days.',
  'sentence.none': 'Nothing waits for you in this duty.',
  'sentence.one': 'One thing waits for you.',
  'sentence.many': '{count} things wait for you.',
  'waited': 'Waited',
  'due': 'Due',
  'when': 'When',
  'what': 'What',
  'mailed': 'What is sent by mail',
});

import { defineMessages } from '@accord/kernel';

defineMessages({
  NOT_TO_ONESELF: 'Nobody gives a duty or an authority to themselves. Ask somebody else to do it.',
  DUTIES_SEPARATED: 'This person holds the duty {held}, and nobody may hold it together with {asked}.',
  DUTY_ALREADY_HELD: 'This person already holds this duty there, or it waits for confirmation.',
  GRANT_NOT_OPEN: 'This grant is {state}, so one cannot {action} it.',
  AUTHORITY_NOT_OPEN: 'This line of the register is {state}, so one cannot {action} it.',
  PERSON_DISABLED: 'This person may no longer use Accord.',
  ACCOUNT_TAKEN: 'That sign-in account already belongs to somebody.',
  ADMINISTRATORS_NAMED: 'The administrators of this installation were named before. That happens once.',
  TWO_ADMINISTRATORS: 'Name two different administrators: each must be able to confirm what the other proposes.',
  LAST_ADMINISTRATOR: 'Nobody else is a system administrator now, and without one no duty can be given any more. Let somebody else become one first.',
  NOT_INVITED: 'You signed in, but nobody has invited you to Accord. Ask the governance lead of your organisation, or an administrator, to invite you.',
  SIGN_IN_EXPIRED: 'This sign-in was left for too long, was used before, or was begun in another browser. Start again.',
  SIGN_IN_REFUSED: 'The sign-in service did not confirm who you are. Start again; if it happens twice, tell your administrator.',
  STEP_UP_NOT_REACHED: 'The sign-in service did not confirm a fresh, stronger sign-in. Start again and use the stronger credential.',
  ACTING_CHANGED: 'You now act as somebody else or in another duty, chosen in another tab. Nothing was done here.',
  CROSS_SITE: 'This request did not come from Accord itself, so it was not carried out.',
});

import { screenMessages } from '@accord/kernel/admin';

/** The words of the Reminders page. */
export const say = screenMessages('notifications', {
  'title': 'Reminders',
  'choose': 'Choose what Accord reminds you of',
  'out': 'Accord writes to {address}, the address your sign-in service gave.',
  'into-a-folder': 'No mail server is set up here: what Accord would write to {address} becomes a file in the folder mail of this installation, and reaches nobody.',
  'nowhere': 'No mail server is set up here, so Accord writes to nobody. What you choose counts once there is one.',
  'no-address': 'Your sign-in service gave no address for you, so Accord cannot write to you. What you choose counts once it does, at your next sign-in.',
  'last': 'The last mail was sent on {day}.',
  'all-duties': 'One choice for all your duties. What waits always stands on Home, whatever you choose here.',
  'weekly': 'Home by mail, once a week',
  'weekly.hint': 'What waits for you, what comes up, and how sharing stands.',
  'weekday': 'On',
  'monday': 'Monday', 'tuesday': 'Tuesday', 'wednesday': 'Wednesday', 'thursday': 'Thursday', 'friday': 'Friday', 'saturday': 'Saturday', 'sunday': 'Sunday',
  'reviews': 'Reviews of agreements',
  'reviews.hint': '90, 30 and 7 days before.',
  'always': 'In the duty you act in, a review that is overdue is told to you at once whatever you choose.',
  'expiries': 'Ends of agreements, certificates and assurance',
  'expiries.hint': '90, 30 and 7 days before.',
  'waiting': 'Work that begins to wait for you',
  'waiting.hint': 'Something to sign, verify, approve or confirm.',
  'at-once': 'At once', 'weekly-with': 'In the weekly mail', 'never': 'Never',
  'save': 'Save',
  'saved': 'Saved. It counts from the next mail on.',
});

import { screenMessages } from '@accord/kernel/admin';

/** The words of what stands around every page. */
export const say = screenMessages('shell', {
  product: 'Accord', starting: 'Starting Accord', skip: 'Skip to the page', menu: 'Menu', main: 'Main', 'group.home': 'Home', 'group.sharing': 'Sharing', 'group.enforcement': 'Enforcement', 'group.access-log': 'Access log', 'group.governance': 'Governance', find: 'Find', findKeys: 'Ctrl K',
  actingAs: 'Acting as', noOther: 'You hold no other duty', actInstead: 'Act instead as', signOut: 'Sign out', reminders: 'Reminders', coloursOfDevice: 'Colours as on this device', light: 'Light', dark: 'Dark',
  acting: '{duty}, {place}', organisation: '{name} ({odsCode})', oneLocality: '1 locality', localities: '{count} localities',
  findAnything: 'Find anything', findHint: 'Page, organisation, agreement, message id or action', pages: 'Pages', actions: 'Actions', entryHint: '{label} – {hint}',
  nothingFound: 'Nothing found. Names and ODS codes of organisations, references of agreements and whole message ids can be found.',
  welcome: 'Welcome, {name}', chooseDuty: 'Choose the duty you act in. You can change it at any time in the top bar.', noDuty: 'You hold no duty in Accord yet.', noDutyWhy: 'A system administrator proposes duties and a second one confirms them.',
  example: 'Example data', exampleSays: 'All people, organisations and look-ups are invented. To begin with your own, stop Accord, remove its folder', exampleThen: 'and run',
  signInEnded: 'Your sign-in has ended', signInEndedSays: 'Nothing was changed. What you typed into forms is kept in this browser; sign in again and you come back to this page.', signInAgain: 'Sign in again',
  cannotAnswer: 'Accord cannot answer now', cannotAnswerSays: 'It cannot say who is signed in. You need not sign in again: this page asks every few seconds, and what you opened comes as soon as there is an answer.',
  wasSignedOut: 'Your sign-in has ended', wasSignedOutSays: 'You were signed out, as happens after some time without use. Sign in again and you come to the page you opened.',
  signIn: 'Sign in', about: 'Sharing agreements between organisations, who may see what under them, and the proof of every look.', noPassword: 'You sign in with your organisation’s own sign-in service. Accord keeps no password.',
  noPage: 'Page not found', noPageSays: 'There is nothing at this address that you may see.', noPageWhy: 'The address may be mistyped, or belong to another organisation or duty than the one you act in.', home: 'Go to Home',
  pageFault: 'This page could not be shown. Nothing was changed, and what you typed is kept. Code to quote: PAGE_FAULT', loadAgain: 'Load it again',
});

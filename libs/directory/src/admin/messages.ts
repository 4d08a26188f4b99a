import { screenMessages } from '@accord/kernel/admin';

/** The words of organisations and of the imports of their directory. */
export const say = screenMessages('directory', {
  'title': 'Organisations', 'sentence': 'Everybody in the national directory: practices, hospitals, hospices and others, each with its ODS code.',
  'search': 'Name or code', 'status': 'Status', 'setting': 'What it is', 'commissioner': 'Commissioner', 'commissioner.code': "Commissioner's code",
  'name': 'Name', 'place': 'Place', 'imports.link': 'Directory imports', 'none': 'No organisations yet',
  'none.why': 'They come with the national directory file, which a system administrator imports.', 'import.new': 'Import the national directory file',
  'not-this-duty': 'only a system administrator imports the directory',
  'A': 'Open', 'C': 'Closed', 'D': 'Dormant', 'P': 'Proposed, not open yet',
  'unknown.title': 'Organisation {code}', 'unknown': 'The directory has no organisation with the code {code}.', 'unknown.why': 'A code is three to twelve letters and digits. Organisations come with the national directory file.', 'back': 'All organisations',
  'is.A': 'Open since {since}.', 'is.A.plain': 'Open.', 'is.A.until': 'Open; its last day is {until}.', 'is.C': 'Closed; its last day was {until}.', 'is.C.plain': 'Closed; the directory names no last day.', 'is.D': 'Dormant: it stands in the directory and provides nothing.',
  'is.P': 'Proposed: it is in the directory and not open yet.', 'is.A.later': 'Opens on {since}.', 'kind': '{kind}.', 'in-locality': 'It belongs to the locality {locality} ({code}).', 'no-locality': 'It belongs to no locality.',
  'facts': 'In the directory', 'code': 'ODS code', 'opened': 'Opened', 'closed': 'Last day', 'address': 'Address', 'telephone': 'Telephone', 'since': 'since {day}', 'left': 'Left its commissioner', 'none-known': 'None', 'edition': 'Last changed by the edition of', 'unstated': 'Not stated',
  'localities': 'Localities', 'localities.none': 'It has been in no locality.', 'localities.none.why': 'Practices belong to the locality of their commissioner; other organisations to none.', 'from': 'From', 'until': 'Until', 'now': 'now', 'locality': 'Locality',
  'authority': 'Who may sign for it', 'authority.none': 'Nobody may sign for it yet.', 'authority.none.why': 'Names stand here once they are in its register of authority and a second person has confirmed them.', 'authority.all': 'The whole register', 'role': 'Role', 'state': 'State', 'signatory': 'Name',
  'recorded': 'Recorded', 'confirmed': 'Confirmed', 'over': 'Over', 'ended': 'Ended', 'second-person': 'a second person',
  'gate': 'What its readiness rests on', 'gate.none': 'Nothing is on record yet.', 'gate.none.why': 'Before it can go live somebody states, for example, where its records are hosted, and a second person confirms it.',
  'gate.kind': 'About', 'gate.value': 'States', 'gate.source': 'Source', 'gate.recorded': 'Who', 'gate.confirm': 'Confirm', 'gate.confirm.title': 'Confirm this as the second person', 'gate.acts': 'Next step', 'gate.open-end': 'open-ended', 'gate.until': 'until {day}',
  'gate.confirm.preview': '{kind}: {value}, from {source}. It counts for readiness as soon as you confirm it.', 'gate.yours': 'You recorded this; somebody else confirms it.', 'gate.confirmed': 'Confirmed by {name}', 'gate.waits': 'Recorded', 'gate.ended': 'Ended by {name}', 'gate.somebody': 'somebody', 'gate.done': '–',
  'see': 'See also', 'see.records': 'Who can see its records', 'see.views': 'What it can see as a viewing organisation', 'see.suspend': 'Suspend sharing with it', 'see.changes': 'Changes about it',
});

/** The words of imports. */
export const sayImport = screenMessages('directory-import', {
  'title': 'Directory imports', 'sentence': 'Files of the national directory that were handed in, and what became of each.', 'new': 'Import the national directory file', 'file': 'File', 'handed-in-by': 'Handed in', 'edition': 'Edition', 'rows': 'Lines', 'changes': 'What it changes', 'state': 'State',
  'none': 'No file was handed in yet.', 'none.why': 'Each file that is handed in stands here with its result, also those that were not imported.', 'command-line': 'From the command line',
  'not-this-duty': 'Only a system administrator sees and makes imports of the directory.', 'organisations': 'Organisations', 'none-changed': 'Nothing',
  's.handed-in': 'Being read', 's.ready': 'Read, not imported', 's.ordered': 'Being imported', 's.refused': 'Not imported', 's.failed': 'Could not be finished', 's.discarded': 'Discarded', 's.unchanged': 'Nothing new in it', 's.committed': 'Imported', 's.awaiting-approval': 'Not imported yet', 's.approved': 'Imported, approved by a second person', 's.declined': 'Declined',
  'w.ready': 'somebody to import or discard it', 'w.awaiting-approval': 'a second person', 'w.handed-in': 'Accord', 'w.ordered': 'Accord',
  'new.sentence': 'Accord reads the file first and shows what it would change, line by line. Nothing changes before you say so.', 'new.file': 'The national file', 'new.hint': 'epraccur.csv as published: CSV without a header, at most 32 MB', 'new.edition': 'Published on (optional)', 'new.edition.hint': 'Left empty, the newest day in the file counts.',
  'new.older': 'It is older than the last file imported', 'new.older.hint': 'Meant to go back. A second person then has to approve it.', 'new.extract': 'It holds only some of the organisations', 'new.extract.hint': 'Otherwise a file much shorter than the last one counts as cut off.', 'new.send': 'Read the file', 'new.sending': 'Sending…', 'needs-file': 'Choose the file', 'too-large': 'The file is larger than 32 MB', 'new.kind': 'About the file',
  'page': 'Directory file {name}', 'page.import': 'Directory import of {day}', 'absent': 'There is no such file.', 'absent.why': 'It may have been handed in at another installation.', 'back': 'All imports',
  'is.handed-in': 'Accord is reading it. You may leave this page: the work goes on, and what is found stands here.', 'is.ready': 'Read without a fault. Nothing has changed yet: look at what it would do, then import or discard it.', 'is.ready.same': 'Read without a fault, and everything in it is known already: an import would change nothing.', 'is.ordered': 'Accord is importing it. You may leave this page: the work goes on.',
  'is.refused': 'Nothing of it was imported.', 'is.refused.faults': 'Nothing of it was imported: {faults}, each listed below with its line. Mend the file and hand it in again.', 'older': 'It is older than the last edition imported. If that is meant, hand it in again and tick "It is older than the last file imported": a second person can then approve it.', 'rows-missing': 'It ends after {rows} lines, far fewer than the file before it. If it is meant to hold only some of the organisations, hand it in again and tick that.', 'is.failed': 'Nothing of it was imported.', 'is.discarded': 'It was discarded. Nothing of it was imported.', 'is.unchanged': 'Everything in it was known already. Nothing was changed.', 'is.committed': 'Imported: all of it, on {day}.', 'is.awaiting-approval': 'Sent for approval. Nothing has changed yet: a second system administrator looks at it and approves or declines.',
  'is.approved': 'Imported after a second person approved it on {day}.', 'is.declined': 'Declined on {day}. Nothing of it was imported.',
  'step.waiting': 'Waiting for its turn', 'step.reading': '{done} lines read', 'step.planning': 'Comparing {done} lines with the directory', 'step.planning.done': 'Compared; keeping the result', 'step.writing': '{done} of {total} organisations written', 'step.tries': 'Begun again after an interruption ({tries}).',
  'what': 'What the file does', 'what.found': 'What is in the file', 'what.means': 'Which means', 'what.would': 'What an import would do', 'lines': 'Line by line', 'lines.none': 'No line of this kind.', 'lines.kept': 'Imports from the command line list their lines there.', 'verdict': 'Result', 'line': 'Line', 'organisation': 'Organisation', 'why': 'What differs, or what is wrong', 'all': 'All', 'show': 'Show', 'no-difference': '–',
  'v.added': 'New', 'v.changed': 'Changed', 'v.closed': 'Closed', 'v.dormant': 'Dormant', 'v.reopened': 'Open again', 'v.moved': 'Moved', 'v.unchanged': 'As before', 'v.fault': 'Faulty', 'v.absent': 'Missing from the file',
  'e.added': 'not in the directory so far', 'e.changed': 'details differ', 'e.closed': 'no longer open', 'e.dormant': 'provides nothing any more', 'e.reopened': 'open once more', 'e.moved': 'another commissioner', 'e.unchanged': 'nothing to do', 'e.fault': 'cannot be read as a row', 'e.absent': 'known, not in the file, and left as they are',
  'faults': 'Faults of the whole file', 'moves': 'Practices that move', 'moves.why': 'Their participations stay where they are; somebody is asked to look at each.', 'from': 'From', 'to': 'To', 'on': 'On', 'no-commissioner': 'none',
  'stops': 'Live sharing that stops', 'stops.would': 'Live sharing that would stop', 'stops.none': 'No live sharing stops.', 'stops.as': 'Takes part as', 'provider': 'sharing its records', 'consumer': 'viewing records', 'stops.agreement': 'Agreement', 'stops.pairs': 'Pairs that stop', 'missing': 'Missing from the file', 'missing.more': 'and {more} more',
  'about': 'About the file', 'fingerprint': 'Fingerprint (SHA-256)', 'size': 'Size', 'ordered': 'Import ordered', 'decided': 'Decided', 'last': 'Edition before', 'stated': 'Stated', 'stated.older': 'Older than the last', 'stated.extract': 'Only some of the organisations', 'stated.nothing': 'Nothing in particular', 'kb': '{size} kB',
  'do.import': 'Import', 'do.send': 'Send for approval', 'do.import.title': 'Import this file into the directory?', 'do.send.title': 'Send this import to a second person?', 'do.discard': 'Discard', 'do.discard.title': 'Discard this file?', 'do.discard.preview': 'The file and what was found in it are let go. The directory stays as it is; that the file was handed in stays on record.',
  'do.preview': '{name}, edition of {edition}. In all or nothing:', 'do.second': 'Because of this a second system administrator has to approve it: {because}.', 'because.older': 'it is older than the last edition', 'because.stops': 'live sharing of {many} would stop', 'do.approve': 'Approve and import', 'do.approve.title': 'Approve this import?', 'do.approve.preview': 'Everything shown on this page is done at once. Sharing stops within seconds where the last day of an organisation is over, else with its last day.',
  'do.decline': 'Decline', 'do.decline.title': 'Decline this import?', 'do.decline.preview': 'Nothing is imported. The file has to be handed in again if it is wanted after all.', 'own': 'You ordered this import; somebody else approves it.', 'again': 'Hand in another file', 'refusal': 'Why it was not imported: {sentence}', 'code': 'Code to quote: {code}', 'pages': 'Pages of lines', 'previous': 'Previous page', 'next': 'Next page', 'page-of': 'Page {page} of {last}',
});

/** The words of what the directory leaves to be settled. */
export const sayTask = screenMessages('organisation-tasks', {
  'title': 'To be settled',
  'none': 'The national directory says nothing of it that anybody would have to settle in your localities.',
  'closed': '{name} closed on {day}, and has {parts} in {locality}. Nothing of it is seen any more; nothing was moved to anybody else.',
  'closes': '{name} closes on {day}, and has {parts} in {locality}. From the next day on nothing of it is seen; nothing is moved to anybody else.',
  'moved': '{name} belongs to {to} ({code}) since {day}, and still has {parts} in {locality}, where its agreements were made. They go on as signed until it withdraws or they end.',
  'absent': 'The newest national file leaves {name} out since {day}, which is no closure. It has {parts} in {locality}, and goes on as before.',
  'successor': 'Open at the same address: {names}. If it took over, it is invited and signs for itself.',
  'agreements': 'Its agreements there:',
  'settle': 'Settle this',
  'settle.title': 'Settle this for {locality}?',
  'settle.preview': 'Write down what was decided and why. Nothing of its parts changes by this: whoever withdraws, ends or invites does so there. It is asked again only if the directory says something newer.',
  'settled': 'Settled. It stands in the changes, with your reason.',
});

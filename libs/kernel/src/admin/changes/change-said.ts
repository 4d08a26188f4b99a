import { inWords } from '../written.js';

/** What each act is done to, by the first word of its code. */
const THINGS: Readonly<Record<string, string>> = {
  'access-event': 'access events', 'access-log': 'the access log', 'activation': 'an activation', 'agreement': 'an agreement', 'amendment': 'an amendment', 'authority': 'an authority to sign', 'campaign': 'a campaign',
  'certificate': 'a certificate', 'directory': 'the national directory', 'duty': 'a duty', 'evidence': 'evidence', 'gate-fact': 'a fact that gates read', 'gate-facts': 'facts that gates read', 'gateway': 'a gateway',
  'installation': 'this installation', 'instruction': 'a letter', 'key': 'a key', 'organisation-task': 'what the directory says of an organisation', 'part': 'the part of a viewing organisation',
  'participation': 'the part of a practice', 'person': 'a person', 'publication': 'a publication', 'receipt': 'a receipt', 'reminders': 'reminders', 'sharing': 'sharing', 'stop': 'a stop', 'view-set': 'a set of views',
};

/** Where first word and act do not make a sentence. */
const SAID: Readonly<Record<string, string>> = {
  'access-event.set-aside': 'Access event set aside: it could not be read', 'access-log.counted': 'Looks counted in the access log', 'access-log.event-opened': 'Look opened in the access log',
  'access-log.patient-named': 'Patient of a look named', 'access-log.patient-search-asked': 'Search by patient asked for', 'access-log.patient-search-declined': 'Search by patient declined',
  'access-log.patient-search-granted': 'Search by patient allowed', 'access-log.searched': 'Access log searched', 'agreement.opened': 'Agreement opened for signing',
  'directory.file-handed-in': 'Directory file handed in', 'directory.imported': 'Directory file taken in', 'gate-fact.confirmed': 'Fact that gates read confirmed', 'gate-fact.ended': 'Fact that gates read ended',
  'gate-fact.recorded': 'Fact that gates read recorded', 'gate-facts.confirmed': 'Facts that gates read confirmed', 'gate-facts.recorded': 'Facts that gates read recorded',
  'installation.administrators-named': 'First administrators named', 'key.founded': 'First keys taken into use', 'key.handed-in': 'Key handed in', 'key.not-adopted': 'Key not taken into use', 'key.rotated': 'Keys changed',
  'part.went-over': 'Viewing organisation went over to the later version', 'participation.went-over': 'Practice went over to the later version', 'person.address-proven': 'Mail address proven', 'person.chose-acting': 'Duty chosen', 'person.signed-in': 'Signed in',
  'person.signed-out': 'Signed out', 'person.stepped-up': 'Signed in with the stronger credential', 'publication.term-begun': 'Publisher began its work', 'stop.imposed': 'Sharing suspended', 'stop.lifted': 'Sharing resumed',
  'stop.resume-asked': 'Asked to resume sharing', 'stop.withdrawn-from': 'Sharing with one organisation withdrawn', 'view-set.reserved': 'Set of views kept for a proposal',
};

/** What somebody was refused, where the act alone does not say it. */
const TRIED: Readonly<Record<string, string>> = {
  'access-log.ask-patient-search': 'ask for a search by patient', 'access-log.count': 'count looks in the access log', 'access-log.decline-patient-search': 'decline a search by patient',
  'access-log.grant-patient-search': 'allow a search by patient', 'access-log.name-patient': 'name the patient of a look', 'access-log.open': 'open a look in the access log', 'activation.go-live': 'take an activation live',
  'activation.go-live-locality': 'take a locality live', 'agreement.open': 'open an agreement for signing', 'certificate.present': 'connect with a certificate that does not count', 'directory.file-discard': 'discard a directory file',
  'directory.hand-in': 'hand in a directory file', 'directory.import': 'take in a directory file', 'directory.import-approve': 'approve a directory file', 'directory.import-decline': 'decline a directory file',
  'directory.import-order': 'have a directory file fetched', 'gateway.certificate-confirm': 'confirm the next certificate of a gateway', 'gateway.certificate-register': 'register the next certificate of a gateway', 'gateway.certificate-revoke': 'revoke a certificate of a gateway',
  'installation.name-administrators': 'name administrators', 'key.hand-in': 'hand in a key', 'part.invite-again': 'ask a viewing organisation again',
  'participation.invite-again': 'ask a practice again', 'participation.sign': 'sign for a practice', 'part.accept': 'accept for a viewing organisation', 'participation.withdraw-from': 'withdraw from one organisation',
  'person.choose-acting': 'choose a duty', 'reminders.choose': 'choose reminders', 'request.send': 'send a request from another site', 'sharing.suspend': 'suspend sharing', 'sign-in.finish': 'sign in', 'stop.ask-resume': 'ask to resume sharing',
  'stop.lift': 'resume sharing', 'view-set.cut-over': 'cut over to other views', 'view-set.give-up': 'give up a proposal of other views', 'view-set.propose': 'propose other views',
};

/** What the door refused is kept under the duty's act, and names what was asked for. */
const AT_THE_DOOR: Readonly<Record<string, string>> = {
  registerGatewayCertificate: 'gateway.certificate-register', confirmGatewayCertificate: 'gateway.certificate-confirm', revokeGatewayCertificate: 'gateway.certificate-revoke',
};

/** A change in the words of people: what was done, or what somebody tried and was refused. A code of a newer Accord stays its own words. */
export function changeSaid({ type: kept, outcome, subject = '' }: { readonly type: string; readonly outcome: string; readonly subject?: string }): string {
  const type = outcome === 'refused' && Object.hasOwn(AT_THE_DOOR, subject) ? AT_THE_DOOR[subject]! : kept;
  if (outcome !== 'refused') return Object.hasOwn(SAID, type) ? SAID[type]! : inWords(type);
  return `Tried to ${Object.hasOwn(TRIED, type) ? TRIED[type]! : tried(type)}`;
}

function tried(type: string): string {
  const [thing = '', act] = type.split('.');
  if (act === undefined) return inWords(thing).toLowerCase();
  return `${act.replaceAll('-', ' ')} ${Object.hasOwn(THINGS, thing) ? THINGS[thing]! : thing.replaceAll('-', ' ')}`;
}

/** A value of the details: lists and small records without the marks of a program. */
export function detailSaid(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(detailSaid).join(', ');
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([name, each]) => `${wordsOf(name)}: ${detailSaid(each)}`).join('; ');
  return value === null || value === '' ? '–' : String(value);
}

/** Words for the name of a detail: 'providerOdsCode' "Provider ods code". */
export const wordsOf = (name: string): string => inWords(name.replaceAll(/([A-Z])/g, ' $1'));

const GATEWAY_CODE = /^[a-z0-9][a-z0-9-]{1,62}$/;

/** The code of the gateway that a change is about; null where it is about none, or a refused attempt got no further than the door. */
export function gatewayCodeOf({ type, subject, details }: { readonly type: string; readonly subject: string; readonly details: string }): string | null {
  if (!type.startsWith('gateway.')) return null;
  const { code } = JSON.parse(details) as { readonly code?: unknown };
  if (typeof code === 'string') return code;
  // Somebody tried to register it: there is nothing yet but the code.
  return type === 'gateway.register' && GATEWAY_CODE.test(subject) ? subject : null;
}

const MACHINE = /^system [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Who did it: a system that looks is known to its record by its id alone, which stands in the details. */
export const actorSaid = (actorName: string): { readonly name: string; readonly id: string | null } =>
  (MACHINE.test(actorName) ? { name: 'A viewing system', id: actorName.slice('system '.length) } : { name: actorName, id: null });

import type { Obstacle } from '@accord/agreements';
import { dayInProse, defineMessages, endOfLondonDay, instantInTable, lastDay, londonDayOf, messageFor } from '@accord/kernel';
import type { AgreementSight, SignedEvidence, StopDetails } from './agreement-sight.js';
import type { Change, ExplainedFacts, Fix } from './explained-facts.js';
import type { Asked, OfferedFix, Reason } from './explanation.js';
import type { SoonerEnd } from './sooner-end.js';

export interface Place { readonly odsCode: string; readonly name: string | null }

defineMessages({
  'SIGHT_now_yes': 'Yes. {consumer} can see {view} in the records of {provider}.',
  'SIGHT_now_no': 'No. {consumer} cannot see {view} in the records of {provider}.',
  'SIGHT_as-it-was_yes': 'Yes. At {when}, {consumer} could see {view} in the records of {provider}, by everything known today.',
  'SIGHT_as-it-was_no': 'No. At {when}, {consumer} could not see {view} in the records of {provider}, by everything known today.',
  'SIGHT_as-known_yes': 'Yes. By what was known on {known}, {consumer} could see {view} in the records of {provider} at {when}.',
  'SIGHT_as-known_no': 'No. By what was known on {known}, {consumer} could not see {view} in the records of {provider} at {when}.',
  'SIGHT_SAME': 'Nobody shares with themselves: {who} looks at its own records in its own system, and no agreement is about that.',
  'SIGHT_END_OF': 'the end of {day}',
  'SIGHT_NO_AGREEMENT_now': 'No agreement that you can see names both of them.', 'SIGHT_NO_AGREEMENT_past': 'No agreement that you can see named both of them then.', 'SIGHT_UNKNOWN': 'The directory has no organisation {who}.',
  'SIGHT_SINCE_yes': 'Seen since {day}.', 'SIGHT_SINCE_no': 'Not seen since {day}.', 'SIGHT_UNDER_yes': 'Under {reference}:', 'SIGHT_UNDER_no': 'The agreement that comes nearest is {reference}:', 'FIX_HEADING': 'What would change it, in this order:',
  'SIGHT_SIGNED': '{who} signed version {version} of {reference}{page}; live since {day}.', 'SIGHT_ACCEPTED': '{who} accepted version {version} of {reference}{page}; live since {day}.',
  'SIGHT_PAGE': ' (page {page} of document {digest})', 'SIGHT_DOCUMENT': ' (document {digest})',
  'SIGHT_VIEWS': '{view} is one of the {count} views agreed for {who}.', 'SIGHT_DATES': 'The sharing runs from {from} to the end of {until}.',
  'SIGHT_DATES_closes': 'The sharing runs from {from} to the end of {day}, the last day on which {who} is open; the agreement itself runs to the end of {until}.',
  'SIGHT_DATES_hosting': 'The sharing runs from {from} to {at}, as long as the clinical system of {who} is recorded as hosted; the agreement itself runs to the end of {until}.',
  'SIGHT_DATES_certificate': 'The sharing runs from {from} to {at}, when the last certificate of {who} ends; the agreement itself runs to the end of {until}.',
  'SIGHT_NOTHING_STOPS': 'Its readiness conditions hold, a system of {who} has a current certificate, and nothing stops it.', 'SIGHT_TOLD': 'Gateways were told in publication {number}.',
  'SIGHT_participation_invited': '{who} has not signed.', 'SIGHT_participation_signed': '{who} has signed; an activation officer has not yet accepted its signed page.', 'SIGHT_participation_rejected': 'The signed page of {who} was rejected; it has to sign again.',
  'SIGHT_participation_declined': '{who} declined to sign.', 'SIGHT_participation_verified': '{who} has signed and waits for approval.', 'SIGHT_participation_approved': '{who} is approved and has not been taken live.',
  'SIGHT_participation_suspended': '{who} is suspended since {day}.', 'SIGHT_participation_withdrawn': '{who} withdrew on {day}.',
  'SIGHT_part_invited': '{who} has not accepted.', 'SIGHT_part_accepted': '{who} has accepted; an activation officer has not yet verified it.', 'SIGHT_part_rejected': 'The acceptance of {who} was rejected; it has to accept again.', 'SIGHT_part_declined': '{who} declined.',
  'SIGHT_part_verified': '{who} has accepted and waits for approval.', 'SIGHT_part_approved': '{who} is approved and has not been taken live.', 'SIGHT_part_suspended': '{who} is suspended since {day}.', 'SIGHT_part_left': '{who} left on {day}.',
  'SIGHT_dates_not-begun': 'The sharing begins on {day}.', 'SIGHT_dates_ended': 'The sharing ended on {day}.',
  'SIGHT_gates_closed': '{who} is closed in the directory.', 'SIGHT_gates_not-paired': '{who} signed before the other was named with this view set; it has to sign the newer version.',
  'SIGHT_gates_unpublished': 'Both sides are live; gateways hear of it with the next publication, usually within a second.', 'SIGHT_gates_failing': 'A readiness condition of {who} does not hold: its clinical system has to be hosted centrally or streaming.',
  'SIGHT_view-set': 'The view set that was signed is not the current one of {who}.', 'SIGHT_view': 'This view is not among those agreed for {who}.',
  'SIGHT_stop_controller': 'Suspended since {day} by {who}.', 'SIGHT_stop_viewing-organisation': 'Suspended since {day} by {who}.', 'SIGHT_stop_privacy-officer': 'Suspended since {day} by the privacy officer of {who}.',
  'SIGHT_stop_staff': 'Suspended since {day} by activation staff.', 'SIGHT_stop_final': 'Stopped for good on {day} by {who}.', 'SIGHT_stop_end': 'The agreement was ended on {day}.',
  'SIGHT_certificate_none': '{who} has no certificate that gateways know, so none of its systems can ask.', 'SIGHT_certificate_expired': 'The certificate of {who} ended on {day}, so none of its systems can ask.', 'SIGHT_certificate_stopped': 'Every system of {who} is stopped.',
  'SIGHT_WITH_REASON': '{sentence} Reason: {reason}',
  'FIX_name-both': 'Draft an agreement that names {provider} and {consumer}, and open it for signing', 'FIX_change': 'Draft a new version of {reference} {changes}, and open it for signing',
  'FIX_propose': 'Propose that {consumer} sees {view} too, to everybody who shares with it', 'FIX_cut-over': 'Cut over to the views that are proposed for {consumer}',
  'FIX_give-up': 'Give up the proposal of other views for {consumer} that runs now, or wait until it is over',
  'FIX_CHANGE_view-set': 'with the current view set of {consumer}', 'FIX_CHANGE_pairing': 'that both sides sign alike', 'FIX_AND': ' and ',
  'FIX_invite-again': 'Invite {who} again', 'FIX_sign': 'Sign for {who}', 'FIX_accept': 'Accept for {who}', 'FIX_sign_version': 'Sign version {version} of {reference} for {who}', 'FIX_accept_version': 'Accept version {version} of {reference} for {who}', 'FIX_verify': 'Accept the signed page of {who}', 'FIX_approve': 'Approve {who}', 'FIX_go-live': 'Take {who} live, its readiness conditions met', 'FIX_lift-stop': 'Lift the suspension',
  'FIX_lift-system-stop': 'Lift the suspension of a system of {who}', 'FIX_add-certificate': 'Register a current certificate for a system of {who}', 'FIX_record-hosting': 'Record that the clinical system of {who} is hosted centrally or streaming', 'FIX_reopen': 'Import an edition of the directory that shows {who} open', 'FIX_publish': 'Wait for the next publication', 'FIX_wait': 'Wait until {day}', 'FIXER_nobody': 'it begins by itself',
  'FIXER_officer': 'an activation officer', 'FIXER_signatory': 'a signatory of {who}', 'FIXER_accepts': 'a signatory or the governance lead of {who}', 'FIXER_other-officer': 'an activation officer who neither drafted nor signed it', 'FIXER_approver': 'an approver', 'FIXER_other-approver': 'an approver who did not propose it', 'FIXER_stopped': 'whoever suspended it, and an approver to confirm',
  'FIXER_privacy-officer': 'the privacy officer of {who}, and an approver to confirm', 'FIXER_stopper': '{who}, and an approver to confirm', 'FIXER_certificates': 'the governance lead of {who}, and a second person to confirm', 'FIXER_facts': 'an activation officer or the governance lead of {who}, and a second person to confirm', 'FIXER_directory': 'a system administrator', 'FIXER_accord': 'Accord, by itself',
});

export const nameOf = ({ name, odsCode }: Place): string => (name === null ? odsCode : `${name} (${odsCode})`);
const dayOf = (at: Date): string => dayInProse(londonDayOf(at));

/** A day is asked about as it ended, and the answer says so: earlier on it may have been another. */
const momentOf = (at: Date): string => (at.getTime() === endOfLondonDay(londonDayOf(at)).getTime() - 1 ? messageFor('SIGHT_END_OF', { day: dayOf(at) }) : instantInTable(at));

/** The answer where somebody is asked against themselves. */
export const sameSentence = ({ provider }: Asked): string => messageFor('SIGHT_SAME', { who: nameOf(provider) });

/** The answer in one sentence. */
export function headline({ provider, consumer, view, at, reading, asKnownAt }: Asked, seen: boolean): string {
  return messageFor(`SIGHT_${reading}_${seen ? 'yes' : 'no'}`, { provider: nameOf(provider), consumer: nameOf(consumer), view: view.name, when: momentOf(at), known: asKnownAt === null ? '' : dayOf(asKnownAt) });
}

/** What a view that is seen rests on, in the order in which it came about. */
export function reasonsFor({ provider, consumer, view }: Asked, row: AgreementSight, publication: number | null, sooner: SoonerEnd | null): readonly Reason[] {
  const { reference } = row;
  const dates = { from: dayOf(row.from), until: dayInProse(lastDay(row.until)) };
  return [
    reason('participation', messageFor('SIGHT_SIGNED', { who: nameOf(provider), version: row.providerVersion, reference, page: pageWords(row.providerEvidence), day: dayOf(row.participationAt) }), row.participationAt, row.participationId),
    reason('part', messageFor('SIGHT_ACCEPTED', { who: nameOf(consumer), version: row.consumerVersion, reference, page: pageWords(row.consumerEvidence), day: dayOf(row.partAt) }), row.partAt, row.partId),
    reason('view', messageFor('SIGHT_VIEWS', { view: view.name, count: row.views.length, who: nameOf(consumer) })),
    reason('dates', sooner === null ? messageFor('SIGHT_DATES', dates)
      : messageFor(`SIGHT_DATES_${sooner.why}`, { ...dates, who: nameOf(sooner.side === 'provider' ? provider : consumer), day: dayInProse(lastDay(sooner.at)), at: instantInTable(sooner.at) }), row.from),
    reason('gates', messageFor('SIGHT_NOTHING_STOPS', { who: nameOf(consumer) })),
    ...(publication === null ? [] : [reason('publication', messageFor('SIGHT_TOLD', { number: publication }))]),
  ];
}

const pageWords = (evidence: SignedEvidence | null): string => (evidence === null ? ''
  : evidence.page === null ? messageFor('SIGHT_DOCUMENT', { digest: evidence.sha256.slice(0, 12) }) : messageFor('SIGHT_PAGE', { page: evidence.page, digest: evidence.sha256.slice(0, 12) }));

/** What stands in the way, each said once: who withdrew also has an end and a stop, and nobody needs to hear that three times. */
export function reasonsAgainst(asked: Asked, row: AgreementSight | null, facts: ExplainedFacts | null, obstacles: readonly Obstacle[]): readonly Reason[] {
  if (row === null || facts === null) {
    const unknown = [asked.provider, asked.consumer].filter(({ name }) => name === null);
    return [...unknown.map(({ odsCode }) => reason('organisation', messageFor('SIGHT_UNKNOWN', { who: odsCode }))), reason('agreement', messageFor(asked.reading === 'now' ? 'SIGHT_NO_AGREEMENT_now' : 'SIGHT_NO_AGREEMENT_past'))];
  }
  const isGone = row.participation === 'withdrawn' || row.part === 'left';
  const isFinal = obstacles.includes('stop') && row.stops.some(({ kind, from }) => kind !== 'suspension' && from <= asked.at);
  const said = obstacles.filter((kind) => !(isGone && (kind === 'dates' || kind === 'stop')) && !(isFinal && kind === 'dates')
    && !(kind === 'participation' && row.participation === 'suspended' && obstacles.includes('stop')) && !(kind === 'part' && row.part === 'suspended' && obstacles.includes('stop')));
  return said.flatMap((kind) => reasonsOf(kind, asked, row, facts));
}

function reasonsOf(kind: Obstacle, { provider, consumer, view, at }: Asked, row: AgreementSight, facts: ExplainedFacts): readonly Reason[] {
  const [sharing, looking] = [nameOf(provider), nameOf(consumer)];
  const says = (key: string, who: string, since: Date | null = null, subject: string | null = null): Reason =>
    reason(kind, messageFor(`SIGHT_${key}`, { who, day: since === null ? '' : dayOf(since) }), since, subject);
  switch (kind) {
    case 'participation': return [says(`participation_${row.participation}`, sharing, row.participationAt, row.participationId)];
    case 'part': return [says(`part_${row.part}`, looking, row.partAt, row.partId)];
    case 'dates': return [at < row.from ? says('dates_not-begun', sharing, row.from) : says('dates_ended', sharing, row.until)];
    case 'gates': return [
      ...(facts.providerOpen ? [] : [says('gates_closed', sharing)]), ...(facts.consumerOpen ? [] : [says('gates_closed', looking)]), ...(facts.isHosted ? [] : [says('gates_failing', sharing)]),
      ...(facts.isPaired ? [] : [says('gates_not-paired', sharing)]), ...(facts.isTold ? [] : [says('gates_unpublished', sharing)]),
    ];
    case 'stop': return row.stops.filter((stop) => stop.from <= at && (stop.views === null || stop.views.includes(view.code))).map((stop) => stopReason(stop, provider, consumer));
    case 'certificate': return [row.certificateEnded === null ? says('certificate_none', looking) : says(row.certificateEnded > at ? 'certificate_stopped' : 'certificate_expired', looking, row.certificateEnded)];
    default: return [says(kind, looking)];
  }
}

function stopReason({ id, kind, from, imposedSide, imposedFor, reason: given }: StopDetails, provider: Place, consumer: Place): Reason {
  const who = imposedFor === consumer.odsCode ? nameOf(consumer) : nameOf(provider);
  const sentence = messageFor(kind === 'suspension' ? `SIGHT_stop_${imposedSide}` : kind === 'end' ? 'SIGHT_stop_end' : 'SIGHT_stop_final', { who, day: dayOf(from) });
  return reason('stop', given === null ? sentence : messageFor('SIGHT_WITH_REASON', { sentence, reason: given }), from, id);
}

const reason = (kind: string, says: string, since: Date | null = null, subject: string | null = null): Reason => ({ kind, says, since, subject });

/** An act in words, with who can do it. */
export function fixOffered({ provider, consumer, view }: Asked, row: AgreementSight | null, fix: Fix, version: number | null): OfferedFix {
  const who = nameOf(fix.side === 'consumer' ? consumer : provider);
  const words = { who, provider: nameOf(provider), consumer: nameOf(consumer), view: view.name };
  const changes = fix.changes.map((change: Change) => messageFor(`FIX_CHANGE_${change}`, words)).join(messageFor('FIX_AND'));
  return { ...fix, does: messageFor(`FIX_${fix.act === 'sign' && fix.side === 'consumer' ? 'accept' : fix.act}${fix.act === 'sign' && version !== null ? '_version' : ''}`, { ...words, changes, version, reference: row?.reference ?? 'it', day: row === null ? '' : dayOf(row.from) }), who: messageFor(`FIXER_${fixerOf(fix, row)}`, { who: fixerNamed(fix, row, provider, consumer) }) };
}

const FIXERS: Readonly<Record<Fix['act'], string>> = {
  'name-both': 'officer', 'change': 'officer', 'propose': 'officer', 'cut-over': 'other-approver', 'give-up': 'officer', 'invite-again': 'officer', 'sign': 'signatory', 'verify': 'other-officer', 'approve': 'approver', 'go-live': 'officer', 'lift-stop': 'stopped',
  'lift-system-stop': 'stopped', 'add-certificate': 'certificates', 'record-hosting': 'facts', 'reopen': 'directory', 'wait': 'nobody', 'publish': 'accord',
};
const imposedBy = ({ stop }: Fix, row: AgreementSight | null): StopDetails | undefined => row?.stops.find(({ id }) => id === stop);

function fixerOf(fix: Fix, row: AgreementSight | null): string {
  const stop = fix.act === 'lift-stop' ? imposedBy(fix, row) : undefined;
  if (fix.act === 'sign' && fix.side === 'consumer') return 'accepts';
  return stop?.imposedFor == null ? FIXERS[fix.act] : stop.imposedSide === 'privacy-officer' ? 'privacy-officer' : 'stopper';
}

function fixerNamed(fix: Fix, row: AgreementSight | null, provider: Place, consumer: Place): string {
  const imposedFor = imposedBy(fix, row)?.imposedFor;
  const isConsumer = imposedFor === undefined || imposedFor === null ? fix.side === 'consumer' : imposedFor === consumer.odsCode;
  return nameOf(isConsumer ? consumer : provider);
}

/** The answer as lines of text: what the command line prints, and what a spec holds against the other ways of asking. */
export function explanationLines({ isSeen, sentence, since, reasons, fixes, row }: { readonly isSeen: boolean; readonly sentence: string; readonly since: Date | null; readonly reasons: readonly Pick<Reason, 'says'>[];
  readonly fixes: readonly Pick<OfferedFix, 'does' | 'who'>[]; readonly row: { readonly reference: string } | null }): readonly string[] {
  const answer = isSeen ? 'yes' : 'no';
  return [
    sentence,
    ...(since === null ? [] : [messageFor(`SIGHT_SINCE_${answer}`, { day: dayOf(since) })]),
    ...(row === null ? [] : [messageFor(`SIGHT_UNDER_${answer}`, { reference: row.reference })]),
    ...reasons.map(({ says }) => `- ${says}`),
    ...(fixes.length === 0 ? [] : [messageFor('FIX_HEADING'), ...fixes.map(({ does, who }, place) => `${place + 1}. ${does} (${who}).`)]),
  ];
}

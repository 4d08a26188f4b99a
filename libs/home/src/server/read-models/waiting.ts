import { Injectable } from '@nestjs/common';
import { londonDayOf, type Tx } from '@accord/kernel';
import { PartiesReadyToGoLive } from '@accord/activations';
import { EvidenceToVerifyByMe, OrganisationTasks, type OrganisationTask } from '@accord/agreements';
import { sql, timeOf } from '@accord/kernel/server';
import { COMING_DAYS, ESCALATED_DAYS, GRAVEST_FIRST, type WaitingKind, type WaitingThing } from '../../contract/index.js';
import { FEED_CERTIFICATE, GATEWAY_CERTIFIED, LAST_DAY, NEWEST, TODAY } from './coming-up.js';

const ROW = (kind: WaitingKind, columns: { subject: string; agreement?: string; about: string; ods?: string; since: string; due?: string }, rest: string): string => `
  SELECT '${kind}' AS kind, ${columns.subject}::text AS "subjectId", ${columns.agreement ?? 'NULL'}::text AS "agreementId", ${columns.about} AS about,
    ${columns.ods ?? 'NULL::text'} AS "odsCode", count(*)::int AS count, min(${columns.since}) AS since, ${columns.due ?? 'NULL'}::text AS "dueOn" ${rest}`;

const TITLE = "agreement.reference || ', ' || version.title";
const OF_AGREEMENT = `JOIN sharing_agreement agreement ON agreement.id = party.agreement_id AND agreement.state IN ('open', 'closed')
  JOIN agreement_version version ON version.id = party.agreement_version_id`;
/** A day that is still ahead: the sharing is to begin then. */
const BEGINS = `CASE WHEN version.begins_on > ${TODAY} THEN version.begins_on END`;

/** Somebody live with the later version it is asked to sign, in the place of a part. */
const ANEW = `(SELECT coalesce(participation_id, consumer_part_id) AS id, ods_code, evidence_side AS side, agreement_id, agreement_version_id, state, state_at FROM renewal
  WHERE EXISTS (SELECT FROM participation WHERE participation.id = participation_id AND participation.state IN ('live', 'suspended') UNION ALL SELECT FROM consumer_part WHERE consumer_part.id = consumer_part_id AND consumer_part.state IN ('live', 'suspended')))`;
const signAnew = (kind: 'sign' | 'accept', side: 'provider' | 'consumer'): string => ROW(kind, { subject: 'party.id', agreement: 'agreement.id', about: TITLE, ods: 'party.ods_code', since: 'party.state_at' },
  `FROM ${ANEW} party ${OF_AGREEMENT} WHERE party.state = 'invited' AND party.side = '${side}' AND party.ods_code = accord_ods() AND upper(version.during) > accord_at()
    AND NOT (version.proposal_id IS NOT NULL AND awaits_cut_over(version.proposal_id)) GROUP BY party.id, party.ods_code, agreement.id, version.id`);
/** Other views that are proposed: asked until the proposal lapses, of whoever signs for the organisation. */
const LAPSES = "((proposal.lapses_at - interval '1 millisecond') AT TIME ZONE 'Europe/London')::date";
const agreeViews = (side: 'provider' | 'consumer'): string => ROW('agree-views',
  { subject: 'party.id', agreement: 'agreement.id', about: `cardinality(proposed.views) || CASE cardinality(proposed.views) WHEN 1 THEN ' view for ' ELSE ' views for ' END || viewer.name`, ods: 'party.ods_code', since: 'party.state_at', due: LAPSES },
  `FROM ${ANEW} party ${OF_AGREEMENT} JOIN view_set_proposal proposal ON proposal.id = version.proposal_id AND proposal.running_during @> accord_at()
   JOIN view_set proposed ON proposed.id = proposal.to_view_set_id JOIN viewing_organisation viewer ON viewer.id = proposal.viewing_organisation_id
   WHERE party.state = 'invited' AND party.side = '${side}' AND party.ods_code = accord_ods() GROUP BY party.id, party.ods_code, agreement.id, proposal.id, proposed.id, viewer.id`);

function ofParties(kind: WaitingKind, state: { provider: string; consumer: string }, condition = 'true'): string[] {
  return ([['participation', state.provider], ['consumer_part', state.consumer], [ANEW, state.provider]] as const).map(([table, wanted]) => ROW(kind,
    { subject: 'agreement.id', agreement: 'agreement.id', about: TITLE, since: 'party.state_at', due: BEGINS },
    `FROM ${table} party ${OF_AGREEMENT} WHERE party.state = '${wanted}' AND ${condition} GROUP BY agreement.id, version.id`));
}

const SIGN = ROW('sign', { subject: 'party.id', agreement: 'agreement.id', about: TITLE, ods: 'party.provider_ods_code', since: 'party.state_at', due: BEGINS },
  `FROM participation party ${OF_AGREEMENT} WHERE party.state = 'invited' AND party.provider_ods_code = accord_ods() AND upper(version.during) > accord_at() GROUP BY party.id, agreement.id, version.id`);
const ACCEPT = ROW('accept', { subject: 'party.id', agreement: 'agreement.id', about: TITLE, ods: 'party.consumer_ods_code', since: 'party.state_at', due: BEGINS },
  `FROM consumer_part party ${OF_AGREEMENT} WHERE party.state = 'invited' AND party.consumer_ods_code = accord_ods() AND upper(version.during) > accord_at() GROUP BY party.id, agreement.id, version.id`);
const CONFIRM_OWN_FACTS = ROW('confirm-facts', { subject: 'fact.ods_code', about: 'organisation.name', ods: 'fact.ods_code', since: 'fact.recorded_at' },
  `FROM gate_fact fact JOIN organisation ON organisation.ods_code = fact.ods_code
   WHERE fact.confirmed_at IS NULL AND fact.ended_at IS NULL AND fact.recorded_by <> accord_person() AND fact.ods_code = accord_ods() GROUP BY fact.ods_code, organisation.name`);
const CONFIRM_CERTIFICATE = ROW('confirm-certificate', { subject: 'certificate.id', about: "organisation.name || ', ' || system.name", ods: 'certificate.consumer_ods_code', since: 'certificate.registered_at' },
  `FROM system_certificate certificate JOIN organisation ON organisation.ods_code = certificate.consumer_ods_code JOIN consumer_system system ON system.id = certificate.system_id
   WHERE certificate.confirmed_at IS NULL AND certificate.revoked_at IS NULL AND upper(certificate.valid_during) > accord_at() AND certificate.registered_by IS DISTINCT FROM accord_person() GROUP BY certificate.id, organisation.name, system.name`);
/** A renewal waits from 30 days before the end, and never from before there was anything to renew. */
const TO_RENEW = (known: string): string => `greatest(${known}, least(accord_at(), upper(certificate.valid_during) - interval '30 days'))`;
const RENEW_CERTIFICATE = ROW('renew-certificate', { subject: 'certificate.system_id', about: "organisation.name || ', ' || system.name", ods: 'certificate.consumer_ods_code', since: TO_RENEW('certificate.registered_at'), due: "(max(upper(certificate.valid_during)) AT TIME ZONE 'Europe/London')::date" },
  `FROM system_certificate certificate JOIN organisation ON organisation.ods_code = certificate.consumer_ods_code JOIN consumer_system system ON system.id = certificate.system_id
   WHERE certificate.revoked_at IS NULL AND certificate.confirmed_at IS NOT NULL AND certificate.consumer_ods_code = accord_ods() AND upper(certificate.valid_during) < accord_at() + interval '30 days'
     AND NOT EXISTS (SELECT FROM system_certificate newer WHERE newer.system_id = certificate.system_id AND newer.revoked_at IS NULL AND upper(newer.valid_during) >= accord_at() + interval '30 days')
   GROUP BY certificate.system_id, organisation.name, system.name, certificate.consumer_ods_code`);

/**
 * Its controller said in a review that is finished that what it had signed stands: the last word, given no earlier than Home tells of the review to
 * come. A later version with the same day of review, such as one by which other views are proposed, asks for no second one.
 * What a letter says was said on its day.
 */
const REVIEWED = `EXISTS (SELECT FROM campaign JOIN LATERAL (SELECT answer.reply, answer.agreement_version_id, coalesce(letter.signed_at, answer.given_at) AS said_at FROM campaign_answer answer
    LEFT JOIN evidence letter ON letter.id = answer.instruction_id WHERE answer.campaign_id = campaign.id AND answer.participation_id = party.id ORDER BY answer.number DESC LIMIT 1) newest ON true
  WHERE campaign.kind = 'review' AND campaign.state = 'closed' AND newest.reply = 'keep'
    AND EXISTS (SELECT FROM agreement_version signed WHERE signed.id = newest.agreement_version_id AND signed.review_on = version.review_on)
    AND (newest.said_at AT TIME ZONE 'Europe/London')::date >= version.review_on - ${COMING_DAYS})`;
/** Reviews whose day has passed, in agreements that go on, of each practice that takes part: a newer version settles one, or a finished review campaign. */
const reviewLate = (byDays: number): string => ROW('review-late', { subject: 'agreement.id', agreement: 'agreement.id', about: TITLE, since: "((version.review_on + 1)::timestamp AT TIME ZONE 'Europe/London')", due: 'version.review_on' },
  `FROM sharing_agreement agreement ${NEWEST} LEFT JOIN participation party ON party.agreement_id = agreement.id AND party.state IN ('signed', 'verified', 'approved', 'live', 'suspended')
   WHERE agreement.state IN ('open', 'closed') AND upper(version.during) > accord_at() AND version.review_on <= ${TODAY} - ${byDays} AND (party.id IS NULL OR NOT ${REVIEWED})
   GROUP BY agreement.id, agreement.reference, version.title, version.review_on`);
/**
 * R11. What once held, does not now and was not renewed, of whoever shares or looks: its day has passed, somebody ended it, or the last word says
 * otherwise. A task, one line for each organisation: nothing else tells them that all of it stopped. Who uses MESH no more renews nothing.
 */
const factLate = (of: string, ods: string): string => ROW('fact-late', { subject: 'lapsed.ods_code', about: 'lapsed.name', ods, since: 'lapsed.since', due: `min(${LAST_DAY('tstzrange(NULL, lapsed.since)')})` },
  `FROM (SELECT fact.ods_code, organisation.name, fact.kind, coalesce(max(greatest(lower(fact.during), fact.confirmed_at)) FILTER (WHERE fact.during @> accord_at() AND NOT fact.holds), max(upper(fact.during))) AS since
     FROM (SELECT *, valid_during * tstzrange(NULL, ended_at) AS during, value NOT IN ('local', 'refused', 'incomplete') AS holds FROM gate_fact
       WHERE confirmed_at IS NOT NULL AND (ended_at IS NULL OR kind <> 'mesh-question-set')) fact JOIN organisation ON organisation.ods_code = fact.ods_code
     WHERE NOT isempty(fact.during)
       AND (EXISTS (SELECT FROM participation WHERE provider_ods_code = fact.ods_code AND state IN ('live', 'suspended')) OR EXISTS (SELECT FROM consumer_part WHERE consumer_ods_code = fact.ods_code AND state IN ('live', 'suspended')))
     GROUP BY fact.ods_code, organisation.name, fact.kind
     HAVING bool_or(fact.holds) AND NOT bool_or(fact.holds AND lower(fact.during) > accord_at())
       AND NOT coalesce((array_agg(fact.holds ORDER BY fact.recorded_at DESC, fact.holds) FILTER (WHERE fact.during @> accord_at()))[1], false)) lapsed
   WHERE ${of} GROUP BY lapsed.ods_code, lapsed.name`);
const OWN_FACT_LATE = factLate('lapsed.ods_code = accord_ods()', 'lapsed.ods_code');

/** What a campaign still waits for: a practice's word on an agreement it has signed, or staff to carry out what its controller has confirmed. */
const ofCampaign = (kind: 'answer-campaign' | 'execute-campaign', since: string, condition: string): string => ROW(kind, { subject: 'campaign.id', about: 'campaign.title', since, due: kind === 'answer-campaign' ? 'campaign.answer_by' : undefined },
  `FROM campaign JOIN campaign_part part ON part.campaign_id = campaign.id JOIN participation party ON party.id = part.participation_id AND party.state IN ('signed', 'verified', 'approved', 'live', 'suspended')
   LEFT JOIN LATERAL (SELECT reply, given_at FROM campaign_answer answer WHERE answer.campaign_id = part.campaign_id AND answer.participation_id = part.participation_id ORDER BY number DESC LIMIT 1) newest ON true
   WHERE campaign.state = 'asked' AND ${condition} GROUP BY campaign.id`);
const ANSWER_CAMPAIGN = ofCampaign('answer-campaign', 'campaign.asked_at', 'part.provider_ods_code = accord_ods() AND newest.reply IS NULL');

const OFFICER = [
  ofCampaign('execute-campaign', 'newest.given_at', "newest.reply = 'withdraw' AND campaign.locality_ids <@ (SELECT accord_localities())"),
  reviewLate(1),
  factLate('accord_serves(lapsed.ods_code)', 'NULL::text'),
  ROW('draft', { subject: 'agreement.id', agreement: 'agreement.id', about: TITLE, since: 'version.recorded_at', due: BEGINS },
    `FROM sharing_agreement agreement JOIN agreement_version version ON version.agreement_id = agreement.id
     WHERE agreement.state = 'draft' AND agreement.drafted_by = accord_person() GROUP BY agreement.id, version.id`),
  ...ofParties('invite-again', { provider: 'rejected', consumer: 'rejected' }),
  // Whoever is listed in an activation that was submitted waits for an approver.
  ...ofParties('submit', { provider: 'verified', consumer: 'verified' }, `NOT EXISTS (SELECT FROM activation_item item JOIN activation ON activation.id = item.activation_id
    WHERE activation.state = 'submitted' AND coalesce(item.participation_id, item.consumer_part_id) = party.id)`),
  ROW('confirm-facts', { subject: 'locality.id', about: 'locality.name', since: 'fact.recorded_at' },
    `FROM gate_fact fact JOIN locality_membership membership ON membership.ods_code = fact.ods_code AND membership.during @> accord_at() JOIN locality ON locality.id = membership.locality_id
     WHERE fact.confirmed_at IS NULL AND fact.ended_at IS NULL AND fact.recorded_by <> accord_person() AND locality.id = ANY (accord_localities()) GROUP BY locality.id, locality.name`),
  ROW('confirm-authority', { subject: 'authority.id', about: "person.name || ', ' || organisation.name", ods: 'authority.ods_code', since: 'authority.recorded_at' },
    `FROM authority JOIN person ON person.id = authority.person_id JOIN organisation ON organisation.ods_code = authority.ods_code
     WHERE authority.confirmed_at IS NULL AND authority.ended_at IS NULL AND authority.recorded_by <> accord_person() AND authority.person_id <> accord_person() AND accord_serves(authority.ods_code) GROUP BY authority.id, person.name, organisation.name`),
];

const APPROVER = [
  // Whoever did not propose it, serving every locality it touches; where somebody is left whom it asks.
  ROW('cut-over', { subject: 'proposal.id', about: "viewer.name || ', ' || service.name || ': ' || asked.agreed || ' of ' || asked.practices || ' sharing organisations agreed'", since: 'proposal.proposed_at', due: LAPSES },
    `FROM view_set_proposal proposal JOIN viewing_organisation viewer ON viewer.id = proposal.viewing_organisation_id JOIN service ON service.code = proposal.service_code
     CROSS JOIN LATERAL (SELECT count(*) AS parties, count(renewal.participation_id) AS practices, count(renewal.participation_id) FILTER (WHERE renewal.state = 'approved') AS agreed
       FROM agreement_version version JOIN renewal ON renewal.agreement_version_id = version.id AND renewal.state <> 'lapsed'
       JOIN sharing_agreement agreement ON agreement.id = version.agreement_id AND agreement.state IN ('open', 'closed') WHERE version.proposal_id = proposal.id) asked
     WHERE asked.parties > 0 AND proposal.running_during @> accord_at() AND proposal.proposed_by <> accord_person() AND accord_serves_view_set(proposal.from_view_set_id) GROUP BY proposal.id, viewer.id, service.code, asked.agreed, asked.practices, asked.parties`),
  reviewLate(ESCALATED_DAYS),
  ROW('approve', { subject: 'activation.id', agreement: 'agreement.id', about: "agreement.reference || ', ' || locality.name", since: 'activation.submitted_at' },
    `FROM activation JOIN sharing_agreement agreement ON agreement.id = activation.agreement_id JOIN locality ON locality.id = activation.locality_id
     WHERE activation.state = 'submitted' AND activation.submitted_by <> accord_person() GROUP BY activation.id, agreement.id, locality.name`),
  ROW('confirm-resume', { subject: 'stop.id', agreement: 'stop.agreement_id', about: "coalesce((SELECT name FROM organisation WHERE ods_code = coalesce(stop.provider_ods_code, stop.consumer_ods_code)), (SELECT reference FROM sharing_agreement WHERE sharing_agreement.id = stop.agreement_id), (SELECT name FROM locality WHERE locality.id = stop.locality_id))", ods: 'coalesce(stop.provider_ods_code, stop.consumer_ods_code)', since: 'stop.resume_asked_at' },
    // Under what has gone for good, or ended, nothing is left to lift.
    `FROM stop WHERE stop.resume_asked_at IS NOT NULL AND stop.lifted_at IS NULL AND stop.resume_asked_by <> accord_person()
       AND coalesce((SELECT state FROM participation WHERE participation.id = stop.participation_id), (SELECT state FROM consumer_part WHERE consumer_part.id = stop.consumer_part_id), 'suspended') = 'suspended'
       AND coalesce((SELECT state FROM sharing_agreement WHERE sharing_agreement.id = stop.agreement_id), 'open') IN ('open', 'closed') GROUP BY stop.id`),
];

const ADMINISTRATOR = [
  ROW('confirm-duty', { subject: 'duty_grant.id', about: "person.name || ', ' || replace(duty_grant.duty, '-', ' ')", ods: 'duty_grant.ods_code', since: 'duty_grant.granted_at' },
    `FROM duty_grant JOIN person ON person.id = duty_grant.person_id
     WHERE duty_grant.confirmed_at IS NULL AND duty_grant.ended_at IS NULL AND duty_grant.installation_slot IS NULL AND duty_grant.granted_by <> accord_person() AND duty_grant.person_id <> accord_person() GROUP BY duty_grant.id, person.name`),
  ROW('confirm-gateway', { subject: 'gateway.id', about: 'gateway.name', since: 'gateway.registered_at' },
    `FROM gateway WHERE gateway.confirmed_at IS NULL AND gateway.revoked_at IS NULL AND gateway.registered_by IS DISTINCT FROM accord_person()
       AND EXISTS (SELECT FROM gateway_certificate certificate WHERE certificate.gateway_id = gateway.id AND certificate.revoked_at IS NULL AND upper(certificate.valid_during) > accord_at()) GROUP BY gateway.id`),
  // As its own page judges it: never heard from within the hour, or silent, though it asks at least every minute.
  ROW('gateway-unheard', { subject: 'gateway.id', about: 'gateway.name', since: 'gateway.confirmed_at' },
    `FROM gateway LEFT JOIN gateway_contact heard ON heard.gateway_id = gateway.id
     WHERE gateway.confirmed_at IS NOT NULL AND gateway.revoked_at IS NULL AND heard.seen_at IS NULL AND gateway.confirmed_at <= accord_at() - interval '1 hour' GROUP BY gateway.id`),
  ROW('gateway-silent', { subject: 'gateway.id', about: 'gateway.name', since: 'heard.seen_at' },
    `FROM gateway JOIN gateway_contact heard ON heard.gateway_id = gateway.id
     WHERE gateway.confirmed_at IS NOT NULL AND gateway.revoked_at IS NULL AND heard.seen_at < accord_at() - interval '5 minutes' GROUP BY gateway.id, heard.seen_at`),
  // Revoking does not reach what it holds: until the refuse limit of that, by the newest it may have been given of what it serves. No file is read of those
  // that were revoked long ago.
  ROW('gateway-quarantined', { subject: 'gateway.id', about: 'gateway.name', since: 'gateway.revoked_at' },
    `FROM gateway JOIN gateway_contact heard ON heard.gateway_id = gateway.id CROSS JOIN LATERAL (SELECT greatest(heard.seen_at, heard.handed_at) AS at) given
     WHERE gateway.confirmed_at IS NOT NULL AND gateway.revoked_at IS NOT NULL AND CASE WHEN given.at > accord_at() - interval '31 days' THEN given.at + interval '1 second' * (
       SELECT max((convert_from(newest.content, 'UTF8')::json ->> 'refuseAfterSeconds')::integer) FROM gateway_locality served JOIN locality ON locality.id = served.locality_id
       CROSS JOIN LATERAL (SELECT content FROM tuf_target WHERE path = 'localities/' || locality.code || '.json' ORDER BY publication_number DESC LIMIT 1) newest
       WHERE served.gateway_id = gateway.id AND served.during @> accord_at()) > accord_at() ELSE false END GROUP BY gateway.id`),
  // Named by the first look that found something, so that it stays one thing to do for as long as it lasts.
  ROW('feed-differs', { subject: 'found.id', about: "''", since: 'found.looked_at' },
    `FROM (SELECT id, looked_at FROM reconciliation WHERE looked_at > coalesce((SELECT max(looked_at) FROM reconciliation WHERE findings = '[]'), '-infinity') ORDER BY looked_at LIMIT 1) found GROUP BY found.id, found.looked_at`),
  // Late as the alarm on the page of gateways judges it: it looks every minute.
  ROW('feed-unwatched', { subject: 'newest.id', about: "''", since: 'newest.looked_at' },
    `FROM (SELECT id, looked_at FROM reconciliation ORDER BY looked_at DESC LIMIT 1) newest WHERE newest.looked_at < accord_at() - interval '3 minutes' GROUP BY newest.id, newest.looked_at`),
  CONFIRM_CERTIFICATE,
  ROW('confirm-gateway-certificate', { subject: 'gateway.id', about: 'gateway.name', since: 'certificate.recorded_at' },
    `FROM gateway JOIN gateway_certificate certificate ON certificate.gateway_id = gateway.id WHERE gateway.confirmed_at IS NOT NULL AND gateway.revoked_at IS NULL
       AND certificate.confirmed_at IS NULL AND certificate.revoked_at IS NULL AND upper(certificate.valid_during) > accord_at() AND certificate.registered_by IS DISTINCT FROM accord_person() GROUP BY gateway.id`),
  // Of one that has none left, since somebody revoked the last. While the next one waits for a second person, that is what there is to do; where it
  // is confirmed and has not begun, nothing is.
  ROW('renew-gateway-certificate', { subject: 'gateway.id', about: 'gateway.name', due: LAST_DAY('certified.during'),
    since: `(SELECT greatest(max(coalesce(revoked_at, recorded_at)), least(accord_at(), coalesce(upper(certified.during) - interval '30 days', '-infinity'))) FROM gateway_certificate WHERE gateway_id = gateway.id)` },
    `${GATEWAY_CERTIFIED} AND coalesce(upper(certified.during) < accord_at() + interval '30 days', true)
       AND (upper(certified.during) > accord_at() OR NOT EXISTS (SELECT FROM gateway_certificate begins WHERE begins.gateway_id = gateway.id AND begins.confirmed_at IS NOT NULL AND begins.revoked_at IS NULL AND lower(begins.valid_during) > accord_at()))
       AND NOT EXISTS (SELECT FROM gateway_certificate newer WHERE newer.gateway_id = gateway.id AND newer.confirmed_at IS NULL AND newer.revoked_at IS NULL AND upper(newer.valid_during) >= accord_at() + interval '30 days')
     GROUP BY gateway.id, certified.during`),
  ROW('renew-feed-certificate', { subject: 'certificate.purpose', about: FEED_CERTIFICATE, since: TO_RENEW('lower(certificate.valid_during)'), due: `min(${LAST_DAY('certificate.valid_during')})` },
    `FROM feed_certificate certificate WHERE certificate.seen_at > accord_at() - interval '15 minutes' AND upper(certificate.valid_during) < accord_at() + interval '30 days' GROUP BY certificate.purpose`),
  ROW('decide-import', { subject: 'import.id', about: "to_char(import.edition_on, 'FMDD FMMonth YYYY')", since: 'import.submitted_at' },
    "FROM directory_import import WHERE import.state = 'awaiting-approval' AND import.submitted_by IS DISTINCT FROM accord_person() GROUP BY import.id"),
];

/** Asked by another national auditor; after three days it has to be asked anew. */
const AUDITOR = [
  ROW('confirm-patient-search', { subject: 'search.id', about: 'person.name', since: 'search.asked_at', due: "((search.asked_at + interval '3 days') AT TIME ZONE 'Europe/London')::date" },
    `FROM patient_search search JOIN person ON person.id = search.asked_by
     WHERE search.granted_by IS NULL AND search.declined_by IS NULL AND search.asked_by <> accord_person() AND search.asked_at >= accord_at() - interval '3 days' GROUP BY search.id, person.name`),
];

/** Whom what waits for. What a duty may not do waits for somebody else. */
const BY_DUTY: Readonly<Record<string, readonly string[]>> = {
  'signatory': [SIGN, signAnew('sign', 'provider'), ACCEPT, signAnew('accept', 'consumer'), agreeViews('provider'), agreeViews('consumer'), ANSWER_CAMPAIGN],
  'practice-governance-lead': [SIGN, signAnew('sign', 'provider'), agreeViews('provider'), ANSWER_CAMPAIGN, CONFIRM_OWN_FACTS, OWN_FACT_LATE],
  'viewer-governance-lead': [ACCEPT, signAnew('accept', 'consumer'), agreeViews('consumer'), CONFIRM_OWN_FACTS, CONFIRM_CERTIFICATE, RENEW_CERTIFICATE, OWN_FACT_LATE],
  'activation-officer': OFFICER,
  'approver': APPROVER,
  'system-administrator': ADMINISTRATOR,
  'auditor-national': AUDITOR,
};

const MOST = 200;

/** The in-tray: each kind one question, all but one in one statement; what cannot wait first, then the oldest. Row-level security says whose things they are. */
@Injectable()
export class WaitingReader {
  constructor(private readonly evidence: EvidenceToVerifyByMe, private readonly ready: PartiesReadyToGoLive, private readonly organisations: OrganisationTasks) {}

  async of(tx: Tx, duty: string, atMost = MOST): Promise<WaitingThing[]> {
    const rows = await this.told(tx, BY_DUTY[duty] ?? [], atMost);
    if (duty !== 'activation-officer') return rows;
    // Who may be the second pair of eyes (R3) is for agreements to say, here as in the queue of evidence.
    const verify = (await this.evidence.byAgreement(tx)).map(({ agreementId, campaignId, ...each }): WaitingThing => ({
      ...each, kind: campaignId === null ? 'verify' : 'verify-instruction', subjectId: campaignId ?? agreementId!, agreementId, odsCode: null,
    }));
    // Approved is not enough: whose gate fails waits for that gate, and activations alone says whose.
    const goLive = (await this.ready.byAgreement(tx)).map((each): WaitingThing => ({ ...each, kind: 'go-live', subjectId: each.agreementId, odsCode: null, dueOn: null }));
    const settle = settling(await this.organisations.toSettle(tx), timeOf(tx));
    return [...rows, ...verify, ...goLive, ...settle].sort((a, b) => a.since.getTime() - b.since.getTime() || (a.subjectId < b.subjectId ? -1 : 1)).slice(0, atMost);
  }

  private async told(tx: Tx, questions: readonly string[], atMost: number): Promise<WaitingThing[]> {
    if (questions.length === 0) return [];
    return sql<WaitingThing>(tx, `
      SELECT kind, "subjectId", max("agreementId") AS "agreementId", max(about) AS about, max("odsCode") AS "odsCode", sum(count)::int AS count, min(since) AS since, min("dueOn") AS "dueOn"
      FROM (${questions.join(' UNION ALL ')}) waiting GROUP BY kind, "subjectId" ORDER BY array_position($2::text[], kind), min(since), "subjectId" LIMIT $1`, [atMost, GRAVEST_FIRST]);
  }
}

/** What the directory says of organisations that take part, by organisation: what holds waits since then, what comes is due by its last day before. */
function settling(tasks: readonly OrganisationTask[], at: Date): readonly WaitingThing[] {
  const things = new Map<string, WaitingThing>();
  for (const { odsCode, name, since } of tasks) {
    const before = things.get(odsCode);
    const dueOn = since > at ? londonDayOf(new Date(since.getTime() - 1)) : null;
    things.set(odsCode, {
      kind: 'settle-organisation', subjectId: odsCode, agreementId: null, about: name, odsCode, count: (before?.count ?? 0) + 1,
      since: [before?.since ?? at, since, at].reduce((one, other) => (one < other ? one : other)), dueOn: before?.dueOn ?? dueOn,
    });
  }
  return [...things.values()];
}

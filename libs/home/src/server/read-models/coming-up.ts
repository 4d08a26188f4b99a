import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { COMING_DAYS, type ComingThing } from '../../contract/index.js';

export const TODAY = "(accord_at() AT TIME ZONE 'Europe/London')::date";
const SOON = (day: string): string => `${day} BETWEEN ${TODAY} AND ${TODAY} + $1::int`;
/** The newest version that was opened for signing: its dates count until the next one is, however far that is drafted. */
export const NEWEST = 'JOIN LATERAL (SELECT * FROM agreement_version WHERE agreement_id = agreement.id AND locked_at IS NOT NULL ORDER BY number DESC LIMIT 1) version ON true';
/** Staff of localities read the registers whole; what comes to them is what concerns whom they serve. */
const OF_MINE = (code: string): string => `(accord_duty() NOT IN ('activation-officer', 'approver') OR accord_serves(${code}))`;
// What holds until an instant no longer holds at it: its last day ends a moment before.
export const LAST_DAY = (range: string): string => `((upper(${range}) - interval '1 millisecond') AT TIME ZONE 'Europe/London')::date`;

/** What a gateway presents, as one: certificates that follow one another without a gap. */
export const GATEWAY_CERTIFIED = `FROM gateway CROSS JOIN LATERAL (SELECT tstzrange(NULL, gateway_certified_until(gateway.id, accord_at())) AS during) certified
    WHERE gateway.confirmed_at IS NOT NULL AND gateway.revoked_at IS NULL`;
/** What a certificate of the feed is for, in words. */
export const FEED_CERTIFICATE = `CASE certificate.purpose WHEN 'server' THEN 'the feed' WHEN 'authority' THEN 'the authority that issues certificates' ELSE 'the ' || certificate.purpose END`;

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
/** Each practice that takes part and has not reviewed it, or one row where nobody takes part yet; an organisation is told of its own review alone. */
export const TO_BE_REVIEWED = `JOIN LATERAL (SELECT FROM (VALUES (1)) one LEFT JOIN participation party ON party.agreement_id = agreement.id AND party.state IN ('signed', 'verified', 'approved', 'live', 'suspended')
    AND (accord_ods() IS NULL OR party.provider_ods_code = accord_ods())
  WHERE party.id IS NULL OR NOT ${REVIEWED}) unreviewed ON true`;

/** Reviews, ends of agreements, of certificates and of what gates read, within the next 90 days; soonest first. */
const COMING = `
  SELECT 'review' AS kind, agreement.id::text AS "subjectId", agreement.reference || ', ' || version.title AS about, version.review_on::text AS "onDay"
    FROM sharing_agreement agreement ${NEWEST} WHERE agreement.state IN ('open', 'closed') AND ${SOON('version.review_on')} AND EXISTS (SELECT FROM (VALUES (1)) once ${TO_BE_REVIEWED})
  UNION ALL
  SELECT 'end', agreement.id::text, agreement.reference || ', ' || version.title, version.ends_on::text
    FROM sharing_agreement agreement ${NEWEST} WHERE agreement.state IN ('open', 'closed') AND ${SOON('version.ends_on')}
  UNION ALL
  SELECT 'certificate-end', certificate.id::text, organisation.name || ', ' || system.name, ${LAST_DAY('certificate.valid_during')}::text
    FROM system_certificate certificate JOIN organisation ON organisation.ods_code = certificate.consumer_ods_code JOIN consumer_system system ON system.id = certificate.system_id
    WHERE certificate.revoked_at IS NULL AND certificate.confirmed_at IS NOT NULL AND ${SOON(LAST_DAY('certificate.valid_during'))} AND ${OF_MINE('certificate.consumer_ods_code')}
      AND NOT EXISTS (SELECT FROM system_certificate later WHERE later.system_id = certificate.system_id AND later.confirmed_at IS NOT NULL AND later.revoked_at IS NULL AND upper(later.valid_during) > upper(certificate.valid_during))
  UNION ALL
  SELECT 'gateway-certificate-end', gateway.id::text, gateway.name, ${LAST_DAY('certified.during')}::text ${GATEWAY_CERTIFIED}
    AND accord_duty() = 'system-administrator' AND ${SOON(LAST_DAY('certified.during'))}
  UNION ALL
  SELECT 'feed-certificate-end', certificate.purpose, ${FEED_CERTIFICATE}, ${LAST_DAY('certificate.valid_during')}::text
    FROM feed_certificate certificate WHERE certificate.seen_at > accord_at() - interval '15 minutes' AND accord_duty() = 'system-administrator' AND ${SOON(LAST_DAY('certificate.valid_during'))}
  UNION ALL
  SELECT 'fact-end', fact.ods_code, organisation.name || ', ' || replace(fact.kind, '-', ' '), ${LAST_DAY('fact.valid_during')}::text
    FROM gate_fact fact JOIN organisation ON organisation.ods_code = fact.ods_code
    WHERE fact.confirmed_at IS NOT NULL AND fact.ended_at IS NULL AND ${SOON(LAST_DAY('fact.valid_during'))} AND ${OF_MINE('fact.ods_code')}
      AND NOT EXISTS (SELECT FROM gate_fact later WHERE later.ods_code = fact.ods_code AND later.kind = fact.kind AND later.confirmed_at IS NOT NULL AND later.ended_at IS NULL
        AND coalesce(upper(later.valid_during), 'infinity') > upper(fact.valid_during))
  ORDER BY "onDay", about LIMIT $2`;

const MOST = 50;

/** What comes by itself, of what the acting person may see. */
@Injectable()
export class ComingUpReader {
  async soon(tx: Tx, atMost = MOST): Promise<ComingThing[]> {
    return sql<ComingThing>(tx, COMING, [COMING_DAYS, atMost]);
  }
}

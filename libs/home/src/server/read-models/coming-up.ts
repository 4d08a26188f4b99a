import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { COMING_DAYS, type ComingKind } from '../../contract/index.js';

export interface ComingRow {
  readonly kind: ComingKind;
  readonly subjectId: string;
  readonly about: string;
  readonly onDay: string;
}

const TODAY = "(accord_at() AT TIME ZONE 'Europe/London')::date";
const SOON = (day: string): string => `${day} BETWEEN ${TODAY} AND ${TODAY} + $1::int`;
const NEWEST = 'JOIN LATERAL (SELECT * FROM agreement_version WHERE agreement_id = agreement.id ORDER BY number DESC LIMIT 1) version ON true';
// What holds until an instant no longer holds at it: its last day ends a moment before.
const LAST_DAY = (range: string): string => `((upper(${range}) - interval '1 millisecond') AT TIME ZONE 'Europe/London')::date`;

/** Reviews, ends of agreements, of certificates and of what gates read, within the next 90 days; soonest first. */
const COMING = `
  SELECT 'review' AS kind, agreement.id::text AS "subjectId", agreement.reference || ', ' || version.title AS about, version.review_on::text AS "onDay"
    FROM sharing_agreement agreement ${NEWEST} WHERE agreement.state IN ('open', 'closed') AND ${SOON('version.review_on')}
  UNION ALL
  SELECT 'end', agreement.id::text, agreement.reference || ', ' || version.title, version.ends_on::text
    FROM sharing_agreement agreement ${NEWEST} WHERE agreement.state IN ('open', 'closed') AND ${SOON('version.ends_on')}
  UNION ALL
  SELECT 'certificate-end', certificate.id::text, organisation.name || ', ' || certificate.subject, ${LAST_DAY('certificate.valid_during')}::text
    FROM system_certificate certificate JOIN organisation ON organisation.ods_code = certificate.consumer_ods_code
    WHERE certificate.revoked_at IS NULL AND certificate.confirmed_at IS NOT NULL AND ${SOON(LAST_DAY('certificate.valid_during'))}
  UNION ALL
  SELECT 'fact-end', fact.ods_code, organisation.name || ', ' || replace(fact.kind, '-', ' '), ${LAST_DAY('fact.valid_during')}::text
    FROM gate_fact fact JOIN organisation ON organisation.ods_code = fact.ods_code
    WHERE fact.confirmed_at IS NOT NULL AND fact.ended_at IS NULL AND upper(fact.valid_during) IS NOT NULL AND ${SOON(LAST_DAY('fact.valid_during'))}
  ORDER BY "onDay", about LIMIT 50`;

/** What comes by itself, of what the acting person may see. */
@Injectable()
export class ComingUpReader {
  async soon(tx: Tx): Promise<ComingRow[]> {
    return sql<ComingRow>(tx, COMING, [COMING_DAYS]);
  }
}

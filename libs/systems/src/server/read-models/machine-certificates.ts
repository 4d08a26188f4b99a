import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { FeedPurpose } from '../../contract/index.js';

export interface FeedCertificateRow {
  readonly purpose: FeedPurpose;
  readonly sha256: string;
  readonly subject: string;
  readonly fromAt: Date;
  readonly untilAt: Date;
}

/** Noted by a feed in the last quarter of an hour; the soonest to end first. */
export function feedCertificates(tx: Tx): Promise<FeedCertificateRow[]> {
  return sql<FeedCertificateRow>(tx, `SELECT purpose, sha256, subject, lower(valid_during) AS "fromAt", upper(valid_during) AS "untilAt" FROM feed_certificate
    WHERE seen_at > $1::timestamptz - interval '15 minutes' ORDER BY upper(valid_during), purpose`, [timeOf(tx)]);
}

/** Of each gateway that is confirmed and not revoked, until when its certificates follow one another; null where none that is confirmed and not revoked has begun. */
export function gatewayCertificateEnds(tx: Tx): Promise<{ readonly code: string; readonly untilAt: Date | null }[]> {
  return sql(tx, `SELECT code, until AS "untilAt" FROM gateway, gateway_certified_until(id, $1) AS until
    WHERE confirmed_at IS NOT NULL AND revoked_at IS NULL ORDER BY code`, [timeOf(tx)]);
}

/** Whom the feed turned away within the last hour, by the code it told them: one record a minute for each certificate. */
export function callersRefused(tx: Tx): Promise<{ readonly code: string; readonly count: number }[]> {
  return sql(tx, `SELECT refusal_code AS code, count(*)::int AS count FROM change_record
    WHERE type = 'certificate.present' AND outcome = 'refused' AND recorded_at > $1::timestamptz - interval '1 hour' GROUP BY refusal_code ORDER BY refusal_code`, [timeOf(tx)]);
}

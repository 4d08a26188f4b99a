import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { FeedPurpose } from '../../contract/index.js';

export interface FeedCertificate {
  readonly purpose: FeedPurpose;
  readonly sha256: string;
  readonly subject: string;
  readonly from: Date;
  readonly until: Date;
}

/** What feeds run with; each row says when a feed last did. */
export class FeedCertificates {
  async note(tx: Tx, certificates: readonly FeedCertificate[]): Promise<void> {
    const of = (pick: (certificate: FeedCertificate) => unknown): unknown[] => certificates.map(pick);
    await sql(tx, `INSERT INTO feed_certificate (purpose, sha256, subject, valid_during, seen_at)
      SELECT purpose, sha256, subject, tstzrange(valid_from, valid_until), $6 FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) AS row (purpose, sha256, subject, valid_from, valid_until)
      ON CONFLICT (purpose, sha256) DO UPDATE SET seen_at = excluded.seen_at`, [
      of((each) => each.purpose), of((each) => each.sha256), of((each) => each.subject), of((each) => each.from), of((each) => each.until), timeOf(tx),
    ]);
  }
}

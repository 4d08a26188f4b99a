import { newId, type LocalityId, type Tx } from '../contract/index.js';
import { managerOf, timeOf } from './open-transaction.js';

/** What others need to hear. Commits with the change it announces, or not at all. */
export interface Announcement {
  /** e.g. `participation.went-live` */
  readonly type: string;
  readonly subject: string;
  /** Localities whose summaries this may alter; the publisher recompiles only these. */
  readonly localityIds?: readonly (LocalityId | string)[];
  /** `onlyAgreement`, the id of an agreement: of these localities it alters that one alone, and the publisher reads no other. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

export class Outbox {
  async append(tx: Tx, ...announcements: readonly Announcement[]): Promise<void> {
    if (announcements.length === 0) return;
    const at = timeOf(tx);
    await managerOf(tx).query(
      `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload)
       SELECT id, recorded_at, type, subject, locality_ids::uuid[], payload
       FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::jsonb[]) AS row (id, recorded_at, type, subject, locality_ids, payload)`,
      [
        announcements.map(() => newId(at)), announcements.map(() => at), announcements.map((each) => each.type), announcements.map((each) => each.subject),
        announcements.map((each) => `{${(each.localityIds ?? []).join(',')}}`), announcements.map((each) => JSON.stringify(each.payload ?? {})),
      ],
    );
    // Wakes the publisher at commit; a lost wake-up costs one poll.
    await managerOf(tx).query(`SELECT pg_notify('accord_outbox', '')`);
  }
}

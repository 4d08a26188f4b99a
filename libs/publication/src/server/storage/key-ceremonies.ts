import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { actorOf, LOCK_KEYS, sql, timeOf } from '@accord/kernel/server';
import { ceremonyFile, type Ceremony } from '../domain/key-ceremony.js';
import type { NewTrust, StandingTrust } from '../domain/new-trust.js';

export interface WaitingCeremony {
  readonly id: string;
  readonly reason: string;
  /** As it was handed in. Read by whoever settles it: what cannot be read is settled as well. */
  readonly content: Buffer;
  readonly handedInBy: string;
  readonly handedInAt: Date;
}

export interface CeremonyOutcome {
  readonly publication: number | null;
  readonly fault: string | null;
  /** Why another change was handed in that took its place. */
  readonly superseded: string | null;
}

const HAND_IN = `
  INSERT INTO key_ceremony (id, reason, content, root_sha256, targets_sha256, first_holder, second_holder, handed_in_by, handed_in_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

const WAITS = 'adopted_at IS NULL AND failed_at IS NULL AND superseded_at IS NULL';

const STANDING = `
  SELECT root.content AS root, targets.content AS targets
  FROM (SELECT content FROM tuf_metadata WHERE role = 'root' ORDER BY version DESC LIMIT 1) root, (SELECT content FROM tuf_metadata WHERE role = 'targets' ORDER BY version DESC LIMIT 1) targets`;

/** Changes of keys as they were handed in, and the offline files that stand. */
@Injectable()
export class KeyCeremonies {
  async waiting(tx: Tx): Promise<WaitingCeremony | null> {
    const [row] = await sql<WaitingCeremony>(tx, `SELECT id, reason, content, handed_in_by AS "handedInBy", handed_in_at AS "handedInAt" FROM key_ceremony WHERE ${WAITS}`);
    return row ?? null;
  }

  /** Root and top targets as they stand; null before the repository is founded. */
  async standing(tx: Tx): Promise<StandingTrust | null> {
    const [row] = await sql<StandingTrust>(tx, STANDING);
    return row ?? null;
  }

  async add(tx: Tx, id: string, ceremony: Ceremony, { files, approvedBy }: NewTrust): Promise<void> {
    const sha256 = (role: 'root' | 'targets'): string | null => files.find((file) => file.role === role)?.sha256 ?? null;
    await sql(tx, HAND_IN, [id, ceremony.reason, Buffer.from(ceremonyFile(ceremony)), sha256('root'), sha256('targets'), approvedBy[0], approvedBy[1], actorOf(tx).name, timeOf(tx)]);
  }

  /** Lets another one, which is handed in in this transaction, stand in the place of one that waits. */
  async supersede(tx: Tx, id: string, by: string): Promise<void> {
    await sql(tx, 'UPDATE key_ceremony SET superseded_by = $2, superseded_at = $3 WHERE id = $1', [id, by, timeOf(tx)]);
  }

  async adopted(tx: Tx, id: string, publication: number): Promise<void> {
    await sql(tx, 'UPDATE key_ceremony SET publication_number = $2, adopted_at = $3 WHERE id = $1', [id, publication, timeOf(tx)]);
  }

  /** False where it is settled already. */
  async failed(tx: Tx, id: string, fault: string): Promise<boolean> {
    const settled = await sql(tx, `UPDATE key_ceremony SET fault = $2, failed_at = $3 WHERE id = $1 AND ${WAITS} RETURNING id`, [id, fault, timeOf(tx)]);
    return settled.length === 1;
  }

  /** Until the transaction ends: holders who give the same command at once sign one after the other, each what the one before has signed. */
  async oneHolderAtATime(tx: Tx): Promise<void> {
    await sql(tx, 'SELECT pg_advisory_xact_lock($1)', [LOCK_KEYS.keyHolders]);
  }

  /** What became of a change of keys: the publication it came with, or why there is none. */
  async outcome(tx: Tx, id: string): Promise<CeremonyOutcome> {
    const [row] = await sql<CeremonyOutcome>(tx, `SELECT publication_number AS publication, fault,
      (SELECT other.reason FROM key_ceremony other WHERE other.id = ceremony.superseded_by) AS superseded FROM key_ceremony ceremony WHERE id = $1`, [id]);
    return row!;
  }

  /** Wakes the publisher at commit; a lost wake-up costs one poll. */
  async announce(tx: Tx): Promise<void> {
    await sql(tx, `SELECT pg_notify('accord_outbox', '')`);
  }
}

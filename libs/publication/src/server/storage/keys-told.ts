import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { keyIdOf, readRoot, readTargets, signedPartOf, type PublicKey } from '../domain/trust-parts.js';

/** A change of keys that is done with. */
export interface FinishedChange {
  readonly publication: number;
  readonly adoptedAt: Date;
  readonly reason: string;
  readonly handedInBy: string;
  readonly holders: readonly PublicKey[];
  /** As it was handed in. */
  readonly content: Buffer;
}

/** The newest change of keys that the publisher adopted; null where there was none. */
export async function lastFinishedChange(tx: Tx): Promise<FinishedChange | null> {
  const [row] = await sql<FinishedChange>(tx, `
    SELECT publication_number AS publication, adopted_at AS "adoptedAt", reason, handed_in_by AS "handedInBy", ARRAY[first_holder, second_holder] AS holders, content
    FROM key_ceremony WHERE adopted_at IS NOT NULL ORDER BY adopted_at DESC, id DESC LIMIT 1`);
  return row ?? null;
}

/** Ids of every online key that any root or top targets ever named: what was only proposed is not among them. */
export async function onlineKeysEverTrusted(tx: Tx): Promise<ReadonlySet<string>> {
  const files = await sql<{ role: 'root' | 'targets'; content: Buffer }>(tx, `SELECT role, content FROM tuf_metadata WHERE role IN ('root', 'targets')`);
  return new Set(files.flatMap(({ role, content }) => {
    if (role === 'root') {
      const { snapshot, timestamp } = readRoot(signedPartOf(content));
      return [snapshot, timestamp];
    }
    const { localities, consumers, stops } = readTargets(signedPartOf(content));
    return [localities, consumers, stops];
  }).map(keyIdOf));
}

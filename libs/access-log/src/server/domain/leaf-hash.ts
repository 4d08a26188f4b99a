import { createHash } from 'node:crypto';
import { canonicalJson, sha256Hex } from '@accord/kernel';
import type { AccessEvent } from '../../contract/index.js';

const LEAF_PREFIX = Uint8Array.of(0);

/**
 * The leaf of one event in the log (RFC 6962, section 2.1: SHA-256 over 0x00 and the leaf). It can be computed again from the row as
 * stored, so an edit behind Accord's back shows; the salt keeps anybody from guessing what a leaf stands for.
 */
export function leafHash(event: AccessEvent, salt: Uint8Array): Uint8Array {
  const { patientSealed, patientIndex, ...clear } = event;
  const leaf = canonicalJson({
    ...clear,
    patientIndex: patientIndex === null ? null : Buffer.from(patientIndex).toString('hex'),
    patientSealedSha256: patientSealed === null ? null : sha256Hex(patientSealed),
    salt: Buffer.from(salt).toString('hex'),
  });
  return createHash('sha256').update(LEAF_PREFIX).update(leaf).digest();
}

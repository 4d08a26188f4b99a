import { canonicalBytes } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';

/** One file that gateways fetch and verify: its path in the repository, its bytes and their digest. */
export interface Target {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** Canonical, so that the same content always has the same hash. */
export function targetOf<Content>(path: string, content: Content): Target {
  const bytes = Buffer.from(canonicalBytes(content));
  return { path, bytes, sha256: sha256Hex(bytes) };
}

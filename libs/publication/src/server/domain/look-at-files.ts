import { CALLERS_PATH, MOST_BYTES, PUBLICATION_PATH, STOPS_PATH, type Source, type Verified } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import type { Finding } from '../../contract/finding.js';
import type { Followed } from './followed-feed.js';

export const TIMESTAMP = 'metadata/timestamp.json';

/** What every gateway fetches, whatever it serves, by the names that a gateway asks for. */
export function filesOfAll({ publicationHash, publication, stopsHash }: Verified): readonly string[] {
  return [targetPath(PUBLICATION_PATH, publicationHash), targetPath(CALLERS_PATH, publication.callers), targetPath(STOPS_PATH, stopsHash)];
}

/** A target by the name that holds its hash. */
export function targetPath(path: string, sha256: string): string {
  const [folder, name] = path.split('/') as [string, string];
  return `targets/${folder}/${sha256}.${name}`;
}

/**
 * Whoever follows the feed fetches what is new, and what was verified once is not read by it again. Here it is: a gateway that begins
 * today fetches all of it, every root that followed the pinned one too, and must be served each byte. The same bytes need no second verification.
 */
export async function lookAtShared({ verified, metadata }: Followed, feed: Source): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const path of filesOfAll(verified)) findings.push(...await lookAtTarget(path, feed));
  for (const [path, bytes] of metadata) {
    if (path === TIMESTAMP) continue; // read anew by whoever follows
    const served = await feed.fetch(path, bytes.length + 1);
    if (served === undefined || !Buffer.from(served).equals(bytes)) findings.push(refused(served, path));
  }
  return findings;
}

/** A target by its name: are the bytes that are served those of the hash? */
export async function lookAtTarget(path: string, feed: Source): Promise<Finding[]> {
  const [, sha256] = /([0-9a-f]{64})\.[^/]+$/.exec(path) ?? [];
  const served = await feed.fetch(path, MOST_BYTES.target);
  return served === undefined || sha256Hex(served) !== sha256 ? [refused(served, path)] : [];
}

/** In the words of a gateway, which knows files by the names without numbers and hashes. */
function refused(served: Uint8Array | undefined, path: string): Finding {
  const subject = path.startsWith('metadata/') ? path.replace(/^metadata\/(?:\d+\.)?(\w+)\.json$/, '$1') : path.replace(/^targets\//, '').replace(/[0-9a-f]{64}\./, '');
  return { kind: 'feed-refused', subject: `${served === undefined ? 'MISSING' : 'HASH_MISMATCH'} ${subject}` };
}

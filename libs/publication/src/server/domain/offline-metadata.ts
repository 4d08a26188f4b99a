import { Metadata, MetadataKind } from '@tufjs/models';
import { parseCanonical } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import { signedPartOf } from './trust-parts.js';
import type { IssuedMetadata } from './tuf-metadata.js';

/** Root and top targets as the offline keys signed them; thrown out where the root does not stand by itself or not by the targets. */
export function offlineMetadata(rootBytes: Buffer, targetsBytes: Buffer): { readonly root: IssuedMetadata; readonly targets: IssuedMetadata } {
  const root = Metadata.fromJSON(MetadataKind.Root, parseCanonical(rootBytes) as never);
  const targets = Metadata.fromJSON(MetadataKind.Targets, parseCanonical(targetsBytes) as never);
  root.verifyDelegate(MetadataKind.Root, root);
  root.verifyDelegate(MetadataKind.Targets, targets);
  return { root: asIssued('root', rootBytes), targets: asIssued('targets', targetsBytes) };
}

export function asIssued(role: 'root' | 'targets', bytes: Buffer): IssuedMetadata {
  const { version, expires } = signedPartOf(bytes);
  return { role, version, bytes, length: bytes.length, sha256: sha256Hex(bytes), expiresAt: new Date(expires) };
}

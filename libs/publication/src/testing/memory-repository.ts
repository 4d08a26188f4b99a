import type { IssuedMetadata, TufRole } from '../server/domain/tuf-metadata.js';
import type { LatestMetadata } from '../server/domain/repository-issue.js';
import type { Target } from '../server/domain/target.js';

/** What a feed serves, held in memory: files by their path under `/publication/`. */
export class MemoryRepository {
  readonly files = new Map<string, Buffer>();
  readonly latest: { -readonly [role in keyof LatestMetadata]: LatestMetadata[role] } = {};

  addMetadata(...files: readonly IssuedMetadata[]): void {
    for (const file of files) {
      this.files.set(`metadata/${metadataName(file.role, file.version)}`, file.bytes);
      this.latest[file.role] = file;
    }
  }

  addTargets(...targets: readonly Target[]): void {
    for (const { path, sha256, bytes } of targets) {
      const cut = path.lastIndexOf('/') + 1;
      this.files.set(`targets/${path.slice(0, cut)}${sha256}.${path.slice(cut)}`, bytes);
    }
  }

  bytes(path: string): Buffer | undefined {
    return this.files.get(path);
  }
}

function metadataName(role: TufRole, version: number): string {
  return role === 'timestamp' ? 'timestamp.json' : `${version}.${role}.json`;
}

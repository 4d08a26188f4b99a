import { signNext, type OnlineSigner } from './online-signer.js';
import {
  delegatedTargets, isDue, renewed, snapshot, timestamp, type DelegatedRole, type IssuedMetadata, type MetadataEntry, type SnapshotPart, type TufRole,
} from './tuf-metadata.js';
import type { Target } from './target.js';
import type { OnlineKeyIds } from './trust-parts.js';

export class RepositoryNotFounded extends Error {
  constructor(role: TufRole) {
    super(`There is no ${role} metadata. Found the repository first: it needs the offline keys.`);
  }
}

export type LatestMetadata = Partial<Readonly<Record<TufRole, MetadataEntry>>>;

/** One issue of metadata, in the order in which each file can list the one before: delegated roles, snapshot, timestamp. */
export class RepositoryIssue {
  readonly files: IssuedMetadata[] = [];
  private readonly parts: Partial<Record<SnapshotPart, MetadataEntry>>;

  constructor(private readonly signer: OnlineSigner, private readonly before: LatestMetadata, private readonly keys: OnlineKeyIds, private readonly now: Date) {
    if (!before.targets) throw new RepositoryNotFounded('targets');
    this.parts = { targets: before.targets, localities: before.localities, consumers: before.consumers, stops: before.stops };
  }

  async list(role: DelegatedRole, targets: readonly Target[]): Promise<void> {
    this.parts[role] = this.add(await signNext(this.signer, role, this.keys[role], this.before[role], (version) => delegatedTargets(role, version, this.now, targets)));
  }

  /** Signs again what is listed already, before its signature runs out. */
  async renew(role: DelegatedRole, bytes: (entry: MetadataEntry) => Promise<Buffer>): Promise<void> {
    const entry = this.before[role];
    if (!entry) throw new RepositoryNotFounded(role);
    const held = await bytes(entry);
    this.parts[role] = this.add(await signNext(this.signer, role, this.keys[role], entry, (version) => renewed(role, version, this.now, held)));
  }

  /** Roles not issued here whose signature is past half its life. */
  get due(): readonly DelegatedRole[] {
    return (['localities', 'consumers', 'stops'] as const).filter((role) => {
      const part = this.parts[role];
      return part !== undefined && isDue(part, this.now);
    });
  }

  /** The same, and those of these roles that were not issued here. */
  dueOr(roles: readonly TufRole[]): readonly DelegatedRole[] {
    const issued = this.files.map(({ role }) => role);
    return (['localities', 'consumers', 'stops'] as const).filter((role) => this.due.includes(role) || (roles.includes(role) && !issued.includes(role)));
  }

  /** Closes the issue: what the parts are now, and that this is now. */
  async seal(): Promise<void> {
    const parts = this.parts as Record<SnapshotPart, MetadataEntry>;
    for (const role of ['localities', 'consumers', 'stops'] as const) if (!parts[role]) throw new RepositoryNotFounded(role);
    const listed = this.add(await signNext(this.signer, 'snapshot', this.keys.snapshot, this.before.snapshot, (version) => snapshot(version, this.now, parts)));
    this.add(await signNext(this.signer, 'timestamp', this.keys.timestamp, this.before.timestamp, (version) => timestamp(version, this.now, listed)));
  }

  private add(file: IssuedMetadata): IssuedMetadata {
    this.files.push(file);
    return file;
  }
}

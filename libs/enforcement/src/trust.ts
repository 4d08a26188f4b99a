import { canonicalBytes, parseCanonical } from './canonical-json.js';
import { type Envelope, type Root, readMetadata } from './metadata.js';
import { dictionary, exactly, fields, list, plain, sha256, text, whole } from './reading.js';
import { UpdateRefused, about } from './refusals.js';
import { demandSignatures, publicKeysOf, sha256Of } from './signatures.js';
import type { Store } from './store.js';

/** Below these nothing is accepted again. They survive a restart. */
export interface Floors {
  readonly timestamp: number;
  readonly snapshot: number;
  readonly roles: Readonly<Record<string, number>>;
  readonly publication: number;
  readonly publicationHash: string;
  readonly stopList: number;
}

/** Public keys that wrote the numbers above. When all are replaced, by offline keys, the numbers may start afresh. */
export interface Authors {
  readonly localities: readonly string[];
  readonly stops: readonly string[];
}

const NO_FLOORS: Floors = { timestamp: 0, snapshot: 0, roles: {}, publication: 0, publicationHash: '', stopList: 0 };
const NAME = 'trust.json';

interface TrustFile {
  readonly format: 'accord-trust/1';
  readonly pinned: string;
  readonly root: unknown;
  readonly floors: Floors;
  readonly authors: Authors;
}

const trustFile = fields<TrustFile>({
  format: exactly('accord-trust/1'),
  pinned: sha256,
  root: plain,
  floors: fields<Floors>({
    timestamp: whole(0), snapshot: whole(0), roles: dictionary(text(/^[a-z][a-z0-9-]*$/, 'a role'), whole(0)),
    publication: whole(0), publicationHash: text(/^(?:[0-9a-f]{64})?$/, 'a SHA-256'), stopList: whole(0),
  }),
  authors: fields<Authors>({
    localities: list(text(/^[0-9a-f]{64}$/, 'a key')), stops: list(text(/^[0-9a-f]{64}$/, 'a key')),
  }),
});

/** The root believed now and the floors, in one file: a rotation and the floors it resets must not part in a crash. */
export class Trust {
  private constructor(
    private readonly store: Store,
    private readonly pinned: string,
    private current: Envelope<Root>,
    private held: { floors: Floors; authors: Authors },
  ) {}

  get root(): Root {
    return this.current.signed;
  }

  get floors(): Floors {
    return this.held.floors;
  }

  get authors(): Authors {
    return this.held.authors;
  }

  /** Reads the root given out at registration, and what this machine has learned since. */
  static async open(store: Store, pinnedRoot: Uint8Array): Promise<Trust> {
    const pinned = about('root', () => readMetadata(pinnedRoot, 'root'));
    demandSignatures(pinned, 'root', [{ role: pinned.signed.roles.root, keys: pinned.signed.keys }]);
    const fresh = new Trust(store, sha256Of(pinnedRoot), pinned, { floors: NO_FLOORS, authors: { localities: [], stops: [] } });
    const bytes = await store.read(NAME);
    if (bytes === undefined) return fresh;
    const file = readTrustFile(bytes);
    const stored = readStoredRoot(file);
    // A newer pin is an operator's deliberate act; the floors stay. An older or equal one must be the one we began with.
    if (pinned.signed.version > stored.signed.version) return new Trust(store, sha256Of(pinnedRoot), pinned, file);
    if (file.pinned !== sha256Of(pinnedRoot)) {
      throw new UpdateRefused('ROOT_CHANGED', 'root', 'the pinned root is not the one this state was built on');
    }
    return new Trust(store, file.pinned, stored, file);
  }

  /** Believes the next root, which must be signed by the present root's keys and by its own. */
  async succeed(bytes: Uint8Array): Promise<void> {
    const next = about('root', () => readMetadata(bytes, 'root'));
    demandSignatures(next, 'root', [
      { role: this.root.roles.root, keys: this.root.keys },
      { role: next.signed.roles.root, keys: next.signed.keys },
    ]);
    if (next.signed.version < this.root.version + 1) throw new UpdateRefused('ROLLBACK', 'root', 'is older than the root believed');
    if (next.signed.version > this.root.version + 1) throw new UpdateRefused('VERSION_LEAP', 'root', 'skips a version');
    // Whoever stole a timestamp or snapshot key may have raised versions out of reach: new keys start the count afresh.
    const rotated = lost(this.root, next.signed, 'timestamp') || lost(this.root, next.signed, 'snapshot');
    const floors = rotated ? { ...this.floors, timestamp: 0, snapshot: 0, roles: {} } : this.floors;
    await this.write(next, { floors, authors: this.authors });
  }

  async raise(floors: Partial<Floors>, authors: Authors = this.authors): Promise<void> {
    const held = { floors: { ...this.floors, ...floors }, authors };
    if (sameBytes(canonicalBytes(held), canonicalBytes({ floors: this.floors, authors: this.authors }))) return;
    await this.write(this.current, held);
  }

  private async write(root: Envelope<Root>, held: { floors: Floors; authors: Authors }): Promise<void> {
    const file: TrustFile = { format: 'accord-trust/1', pinned: this.pinned, root: parseCanonical(root.bytes), ...held };
    await this.store.write(NAME, canonicalBytes(file));
    this.current = root;
    this.held = held;
  }
}

function readTrustFile(bytes: Uint8Array): TrustFile {
  try {
    return trustFile(parseCanonical(bytes));
  } catch (error) {
    // Starting afresh would forget the floors; a person has to say so, by removing the file.
    throw new UpdateRefused('HELD_STATE_DAMAGED', NAME, String(error));
  }
}

function readStoredRoot(file: TrustFile): Envelope<Root> {
  const stored = about('root', () => readMetadata(canonicalBytes(file.root), 'root'));
  demandSignatures(stored, 'root', [{ role: stored.signed.roles.root, keys: stored.signed.keys }]);
  return stored;
}

function lost(before: Root, after: Root, role: 'timestamp' | 'snapshot'): boolean {
  const kept = new Set(publicKeysOf({ role: after.roles[role], keys: after.keys }));
  return publicKeysOf({ role: before.roles[role], keys: before.keys }).some((key) => !kept.has(key));
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

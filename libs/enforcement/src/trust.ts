import { isDeepStrictEqual } from 'node:util';

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
  readonly stopListHash: string;
}

/** Public keys that wrote the numbers above. When all are replaced, by offline keys, the numbers may start afresh. */
export interface Authors {
  readonly localities: readonly string[];
  readonly stops: readonly string[];
}

/** Whom and what to believe, beside the roots. */
interface Believed {
  readonly floors: Floors;
  readonly authors: Authors;
  /** Version of the root by which what is held was verified. */
  readonly heldBy: number;
}

interface TrustFile extends Believed {
  readonly format: 'accord-trust/2';
  readonly pinned: string;
  /** SHA-256 (hex) of all the rest: floors are signed by nobody, and a bit that fell over must not lower one. */
  readonly check: string;
  /** Every root since the pinned one, in order: each is checked again by the one before it. */
  readonly roots: readonly unknown[];
}

/** The pinned root and those that followed it. */
type Chain = readonly [Envelope<Root>, ...Envelope<Root>[]];

const NAME = 'trust.json';
const NO_FLOORS: Floors = { timestamp: 0, snapshot: 0, roles: {}, publication: 0, publicationHash: '', stopList: 0, stopListHash: '' };

const hash = text(/^(?:[0-9a-f]{64})?$/, 'a SHA-256');
const keys = list(text(/^[0-9a-f]{64}$/, 'a key'));
const trustFile = fields<TrustFile>({
  format: exactly('accord-trust/2'),
  check: sha256,
  pinned: sha256,
  roots: list(plain),
  heldBy: whole(1),
  floors: fields<Floors>({
    timestamp: whole(0), snapshot: whole(0), roles: dictionary(text(/^[a-z][a-z0-9-]*$/, 'a role'), whole(0)),
    publication: whole(0), publicationHash: hash, stopList: whole(0), stopListHash: hash,
  }),
  authors: fields<Authors>({ localities: keys, stops: keys }),
});

/** The roots believed and the floors, in one file: a rotation and the floors it resets must not part in a crash. */
export class Trust {
  /**
   * Floors that are not on disk yet, or that it did not take: they hold all the same, and are written with the next. Those that what is held
   * says as well would be learned from it again.
   */
  private unwritten: 'nothing' | 'what is held says it' | 'floors' = 'nothing';

  private constructor(
    private readonly store: Store,
    private readonly pinned: string,
    private roots: Chain,
    private believed: Believed,
  ) {}

  get root(): Root {
    return (this.roots.at(-1) as Envelope<Root>).signed;
  }

  /** The root that what is held was verified by, where another has followed it since. */
  get formerRoot(): Root | undefined {
    return this.believed.heldBy === this.root.version ? undefined : this.roots.find(({ signed }) => signed.version === this.believed.heldBy)?.signed;
  }

  get floors(): Floors {
    return this.believed.floors;
  }

  get authors(): Authors {
    return this.believed.authors;
  }

  /** Reads the root given out at registration, and what this machine has learned since. */
  static async open(store: Store, pinnedRoot: Uint8Array): Promise<Trust> {
    const pinned = about('root', () => readMetadata(pinnedRoot, 'root'));
    demandSignatures(pinned, 'root', [{ role: pinned.signed.roles.root, keys: pinned.signed.keys }]);
    const hash = sha256Of(pinnedRoot);
    const bytes = await store.read(NAME);
    if (bytes === undefined) return new Trust(store, hash, [pinned], { floors: NO_FLOORS, authors: { localities: [], stops: [] }, heldBy: pinned.signed.version });
    const file = damagedUnless(() => readTrustFile(parseCanonical(bytes)));
    if (file.pinned !== hash) {
      // A newer pin is an operator's deliberate act; the floors stay. Any other must be the one we began with.
      const newest = damagedUnless(() => file.roots.map(versionOfRoot)).at(-1) ?? file.heldBy;
      if (pinned.signed.version > newest) return new Trust(store, hash, [pinned], file);
      throw new UpdateRefused('ROOT_CHANGED', 'root', 'the pinned root is not the one this state was built on');
    }
    const roots: [Envelope<Root>, ...Envelope<Root>[]] = [pinned];
    damagedUnless(() => file.roots.forEach((root) => roots.push(successor(roots.at(-1) as Envelope<Root>, canonicalBytes(root)))));
    return new Trust(store, hash, roots, file);
  }

  /** Believes the next root, which must be signed by the present root's keys and by its own. */
  async succeed(bytes: Uint8Array): Promise<void> {
    const next = successor(this.roots.at(-1) as Envelope<Root>, bytes);
    // Whoever stole a timestamp or snapshot key may have raised versions out of reach: new keys start the count afresh.
    const rotated = lost(this.root, next.signed, 'timestamp') || lost(this.root, next.signed, 'snapshot');
    const floors = rotated ? { ...this.floors, timestamp: 0, snapshot: 0, roles: {} } : this.floors;
    const roots: Chain = [...this.roots, next] as const;
    const believed = { ...this.believed, floors };
    await this.write(roots, believed);
    this.roots = roots;
    this.believed = believed;
    this.unwritten = 'nothing';
  }

  raise(floors: Partial<Floors>): void {
    this.believe({ ...this.believed, floors: { ...this.floors, ...floors } });
  }

  /** As `raise`, and the generation it is raised to is on disk, verified by the present root: whoever reads it again learns the same. */
  settle(floors: Partial<Floors>, authors: Authors): void {
    this.believe({ floors: { ...this.floors, ...floors }, authors, heldBy: this.root.version });
    if (this.unwritten === 'floors') this.unwritten = 'what is held says it';
  }

  /** What is on disk says more than the floors beside it: the last write was cut short, or an older file was put back. */
  learn(floors: Partial<Floors>, authors: Authors, isOfPresentRoot: boolean): void {
    this.believe({ floors: { ...this.floors, ...floors }, authors, heldBy: isOfPresentRoot ? this.root.version : this.believed.heldBy });
  }

  /** Floors hold from when they are raised, and survive a restart from here on. */
  async persist(): Promise<void> {
    if (this.unwritten === 'floors') await this.persistAll();
  }

  async persistAll(): Promise<void> {
    if (this.unwritten === 'nothing') return;
    await this.write(this.roots, this.believed);
    this.unwritten = 'nothing';
  }

  private believe(believed: Believed): void {
    if (isDeepStrictEqual(contentOf(believed), contentOf(this.believed))) return;
    this.believed = believed;
    this.unwritten = 'floors';
  }

  private write(roots: readonly Envelope<Root>[], believed: Believed): Promise<void> {
    const content = { format: 'accord-trust/2', pinned: this.pinned, roots: roots.slice(1).map(({ bytes }) => parseCanonical(bytes)), ...contentOf(believed) } as const;
    return this.store.write(NAME, canonicalBytes({ ...content, check: checkOf(content) } satisfies TrustFile));
  }
}

/** Version 1 kept the last root without those between, which cannot be checked: they are fetched anew, and the floors stay. */
function readTrustFile(value: unknown): TrustFile {
  const file = plain(value);
  if (file.format === 'accord-trust/1') {
    const { root, ...kept } = file;
    return trustFile({ ...kept, format: 'accord-trust/2', roots: [], heldBy: versionOfRoot(root), floors: { ...plain(file.floors), stopListHash: '' }, check: checkOf({}) });
  }
  const { check, ...content } = trustFile(value);
  if (check !== checkOf(content)) throw new UpdateRefused('HASH_MISMATCH', NAME, 'is not what was written');
  return { ...content, check };
}

function versionOfRoot(root: unknown): number {
  return readMetadata(canonicalBytes(root), 'root').signed.version;
}

function checkOf(content: object): string {
  return sha256Of(canonicalBytes(content));
}

function contentOf({ floors, authors, heldBy }: Believed): Believed {
  return { floors, authors, heldBy };
}

function successor(before: Envelope<Root>, bytes: Uint8Array): Envelope<Root> {
  const next = about('root', () => readMetadata(bytes, 'root'));
  demandSignatures(next, 'root', [
    { role: before.signed.roles.root, keys: before.signed.keys },
    { role: next.signed.roles.root, keys: next.signed.keys },
  ]);
  if (next.signed.version < before.signed.version + 1) throw new UpdateRefused('ROLLBACK', 'root', 'is older than the root believed');
  if (next.signed.version > before.signed.version + 1) throw new UpdateRefused('VERSION_LEAP', 'root', 'skips a version');
  return next;
}

/** Starting afresh would forget the floors; a person has to say so, by removing the file. */
function damagedUnless<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UpdateRefused)) throw error;
    throw new UpdateRefused('HELD_STATE_DAMAGED', NAME, `${error.code}: ${error.detail}`, error);
  }
}

function lost(before: Root, after: Root, role: 'timestamp' | 'snapshot'): boolean {
  const kept = new Set(publicKeysOf({ role: after.roles[role], keys: after.keys }));
  return publicKeysOf({ role: before.roles[role], keys: before.keys }).some((key) => !kept.has(key));
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

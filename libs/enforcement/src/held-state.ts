import { canonicalBytes, canonicalJson, parseCanonical } from './canonical-json.js';
import { PUBLICATION_PATH, STOPS_PATH } from './format.js';
import { type TargetEntry, readMetadata } from './metadata.js';
import { exactly, fields, list, plain, text } from './reading.js';
import { UpdateRefused, about } from './refusals.js';
import { sha256Of } from './signatures.js';
import type { Store } from './store.js';
import type { Generation, Verified } from './verified.js';

const NAME = 'held.json';
const FORMAT = 'accord-held/2';
/** Kept publication and stop list beside it, as other targets. It is still read, and what is held next takes its place. */
const FORMER = 'accord-held/1';
const BLOB = /^([0-9a-f]{64})\.target$/;

interface FormerFile {
  readonly format: string;
  readonly timestamp: unknown;
  readonly snapshot: unknown;
  readonly targets: unknown;
  readonly localities: unknown;
  readonly stops: unknown;
  readonly localityCodes: readonly string[];
}

interface HeldFile extends FormerFile {
  readonly publication: unknown;
  readonly stopList: unknown;
}

const parts = { timestamp: plain, snapshot: plain, targets: plain, localities: plain, stops: plain, localityCodes: list(text(/^[A-Za-z0-9-]{1,40}$/, 'a locality code')) };
const heldFile = fields<HeldFile>({ ...parts, format: exactly(FORMAT), publication: plain, stopList: plain });
const formerFile = fields<FormerFile>({ ...parts, format: exactly(FORMER) });

/** A target by its path and the hash under which it is listed. */
export type Kept = (path: string, sha256: string) => Promise<Uint8Array>;
type Check = (generation: Generation, kept: Kept) => Promise<Verified>;

/** What changes with every publication, or nearly: it stands in the one file with the metadata. */
export function isHeldWithin(path: string): boolean {
  return path === PUBLICATION_PATH || path === STOPS_PATH;
}

/**
 * The generation being enforced, on disk: one file holds all metadata, publication and stop list, so it is whole or absent, and mostly
 * the only one that an update writes; the other targets lie beside it under their hashes and are written first, removed last.
 */
export class HeldState {
  generation: Generation | undefined;
  verified: Verified | undefined;
  damage: UpdateRefused | undefined;
  heldLocalities: readonly string[] = [];
  /** Hashes of the targets that may be on disk: what is not among them is not looked for. */
  private readonly onDisk = new Set<string>();
  private isFormer = false;
  /** Publication and stop list as they travelled, by hash. */
  private within: ReadonlyMap<string, Uint8Array> = new Map();

  constructor(private readonly store: Store) {}

  async load(check: Check): Promise<void> {
    for (const name of await this.store.names()) {
      const sha256 = BLOB.exec(name)?.[1];
      if (sha256 !== undefined) this.onDisk.add(sha256);
    }
    const bytes = await this.store.read(NAME);
    if (bytes === undefined) return;
    try {
      const value = plain(parseCanonical(bytes));
      const content = value.format === FORMER ? undefined : heldFile(value);
      const file = content ?? formerFile(value);
      const generation: Generation = {
        timestamp: about('timestamp', () => readMetadata(canonicalBytes(file.timestamp), 'timestamp')),
        snapshot: about('snapshot', () => readMetadata(canonicalBytes(file.snapshot), 'snapshot')),
        targets: about('targets', () => readMetadata(canonicalBytes(file.targets), 'targets')),
        localities: about('localities', () => readMetadata(canonicalBytes(file.localities), 'targets')),
        stops: about('stops', () => readMetadata(canonicalBytes(file.stops), 'targets')),
      };
      this.heldLocalities = file.localityCodes;
      const within = new Map<string, Uint8Array>();
      const verified = await check(generation, async (path, sha256) => {
        if (!isHeldWithin(path)) return this.demandBlob(sha256);
        const bytes = content === undefined ? await this.demandBlob(sha256) : canonicalBytes(path === PUBLICATION_PATH ? content.publication : content.stopList);
        within.set(sha256, bytes);
        return bytes;
      });
      this.isFormer = content === undefined;
      this.within = within;
      this.verified = verified;
      this.generation = generation;
      await this.sweep();
    } catch (error) {
      if (!(error instanceof UpdateRefused)) throw error;
      // Nothing is enforced from it, so everything is refused until the feed gives what verifies.
      this.damage = new UpdateRefused('HELD_STATE_DAMAGED', error.subject, `${error.code}: ${error.detail}`, error);
    }
  }

  /** Whether what is held lists this target with this hash and length. */
  lists(path: string, { length, hashes }: TargetEntry): boolean {
    const listed = [this.generation?.localities, this.generation?.stops].map((role) => role?.signed.targets).find((targets) => targets !== undefined && Object.hasOwn(targets, path))?.[path];
    return listed?.length === length && listed.hashes.sha256 === hashes.sha256;
  }

  /** A target already on disk, if it still is what its name says. */
  async blob(sha256: string): Promise<Uint8Array | undefined> {
    if (!this.onDisk.has(sha256)) return undefined;
    const bytes = await this.store.read(`${sha256}.target`);
    return bytes !== undefined && sha256Of(bytes) === sha256 ? bytes : undefined;
  }

  private async demandBlob(sha256: string): Promise<Uint8Array> {
    const bytes = await this.store.read(`${sha256}.target`);
    if (bytes === undefined) throw new UpdateRefused('MISSING', `${sha256}.target`, 'is not on disk');
    return bytes;
  }

  /** @param fetched targets by their hashes, of which some may be held already */
  async keepBlobs(fetched: ReadonlyMap<string, Uint8Array>, { publicationHash, stopsHash }: Verified): Promise<void> {
    const left = [...fetched].filter(([sha256]) => sha256 !== publicationHash && sha256 !== stopsHash);
    const write = async (): Promise<void> => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        this.onDisk.add(next[0]);
        await this.store.write(`${next[0]}.target`, next[1]);
      }
    };
    // A whole country is a hundred files: a few at a time wait for the disk together.
    await Promise.all(Array.from({ length: 8 }, write));
  }

  async keep(generation: Generation, verified: Verified, fetched: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const codes = [...verified.localities.keys()].sort();
    const within = new Map([verified.publicationHash, verified.stopsHash].map((sha256) => [sha256, (fetched.get(sha256) ?? this.within.get(sha256)) as Uint8Array]));
    await this.store.write(NAME, heldBytes(generation, codes, within.get(verified.publicationHash) as Uint8Array, within.get(verified.stopsHash) as Uint8Array));
    this.generation = generation;
    this.verified = verified;
    this.within = within;
    this.isFormer = false;
    this.heldLocalities = codes;
    this.damage = undefined;
  }

  /** Removes targets that what is held no longer needs. */
  async sweep(): Promise<void> {
    if (this.verified === undefined) return;
    const { publication, publicationHash, stopsHash, localities } = this.verified;
    const needed = new Set([publication.callers, ...[...localities.values()].map((each) => each.sha256), ...(this.isFormer ? [publicationHash, stopsHash] : [])]);
    for (const sha256 of this.onDisk) {
      if (needed.has(sha256)) continue;
      await this.store.remove(`${sha256}.target`);
      this.onDisk.delete(sha256);
    }
  }
}

/** The canonical JSON of a `HeldFile`. All parts are canonical as they travelled, so they stand in it as they are. */
function heldBytes({ timestamp, snapshot, targets, localities, stops }: Generation, codes: readonly string[], publication: Uint8Array, stopList: Uint8Array): Uint8Array {
  const text = (part: string): Uint8Array => Buffer.from(part);
  return Buffer.concat([
    text(`{"format":"${FORMAT}","localities":`), localities.bytes, text(`,"localityCodes":${canonicalJson(codes)},"publication":`), publication, text(',"snapshot":'), snapshot.bytes,
    text(',"stopList":'), stopList, text(',"stops":'), stops.bytes, text(',"targets":'), targets.bytes, text(',"timestamp":'), timestamp.bytes, text('}'),
  ]);
}

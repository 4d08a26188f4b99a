import { canonicalBytes, canonicalJson, parseCanonical } from './canonical-json.js';
import { type TargetEntry, readMetadata } from './metadata.js';
import { exactly, fields, list, plain, text } from './reading.js';
import { UpdateRefused, about } from './refusals.js';
import { sha256Of } from './signatures.js';
import type { Store } from './store.js';
import type { Generation, Verified } from './verified.js';

const NAME = 'held.json';
const FORMAT = 'accord-held/1';
const BLOB = /^([0-9a-f]{64})\.target$/;

interface HeldFile {
  readonly format: typeof FORMAT;
  readonly timestamp: unknown;
  readonly snapshot: unknown;
  readonly targets: unknown;
  readonly localities: unknown;
  readonly stops: unknown;
  readonly localityCodes: readonly string[];
}

const heldFile = fields<HeldFile>({
  format: exactly(FORMAT), timestamp: plain, snapshot: plain, targets: plain, localities: plain, stops: plain,
  localityCodes: list(text(/^[A-Za-z0-9-]{1,40}$/, 'a locality code')),
});

type Check = (generation: Generation, blob: (sha256: string) => Promise<Uint8Array>) => Promise<Verified>;

/**
 * The generation being enforced, on disk: one file holds all metadata, so it is whole or absent; targets lie beside it under
 * their hashes and are written first, removed last.
 */
export class HeldState {
  generation: Generation | undefined;
  verified: Verified | undefined;
  damage: UpdateRefused | undefined;
  heldLocalities: readonly string[] = [];
  /** Hashes of the targets that may be on disk: what is not among them is not looked for. */
  private readonly onDisk = new Set<string>();

  constructor(private readonly store: Store) {}

  async load(check: Check): Promise<void> {
    for (const name of await this.store.names()) {
      const sha256 = BLOB.exec(name)?.[1];
      if (sha256 !== undefined) this.onDisk.add(sha256);
    }
    const bytes = await this.store.read(NAME);
    if (bytes === undefined) return;
    try {
      const file = heldFile(parseCanonical(bytes));
      const generation: Generation = {
        timestamp: about('timestamp', () => readMetadata(canonicalBytes(file.timestamp), 'timestamp')),
        snapshot: about('snapshot', () => readMetadata(canonicalBytes(file.snapshot), 'snapshot')),
        targets: about('targets', () => readMetadata(canonicalBytes(file.targets), 'targets')),
        localities: about('localities', () => readMetadata(canonicalBytes(file.localities), 'targets')),
        stops: about('stops', () => readMetadata(canonicalBytes(file.stops), 'targets')),
      };
      this.heldLocalities = file.localityCodes;
      this.verified = await check(generation, (sha256) => this.demandBlob(sha256));
      this.generation = generation;
      await this.sweep(this.verified);
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

  async keepBlobs(blobs: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const left = [...blobs];
    const write = async (): Promise<void> => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        this.onDisk.add(next[0]);
        await this.store.write(`${next[0]}.target`, next[1]);
      }
    };
    // A whole country is a hundred files: a few at a time wait for the disk together.
    await Promise.all(Array.from({ length: 8 }, write));
  }

  async keep(generation: Generation, verified: Verified): Promise<void> {
    const codes = [...verified.localities.keys()].sort();
    await this.store.write(NAME, heldBytes(generation, codes));
    this.generation = generation;
    this.verified = verified;
    this.heldLocalities = codes;
    this.damage = undefined;
  }

  private async demandBlob(sha256: string): Promise<Uint8Array> {
    const bytes = await this.store.read(`${sha256}.target`);
    if (bytes === undefined) throw new UpdateRefused('MISSING', `${sha256}.target`, 'is not on disk');
    return bytes;
  }

  /** Removes targets that what is held no longer needs. */
  async sweep(verified: Verified): Promise<void> {
    const needed = new Set([verified.publicationHash, verified.stopsHash, verified.publication.callers, ...[...verified.localities.values()].map((each) => each.sha256)]);
    for (const sha256 of this.onDisk) {
      if (needed.has(sha256)) continue;
      await this.store.remove(`${sha256}.target`);
      this.onDisk.delete(sha256);
    }
  }
}

/** The canonical JSON of a `HeldFile`. All metadata are canonical as they travelled, so they stand in it as they are. */
function heldBytes({ timestamp, snapshot, targets, localities, stops }: Generation, codes: readonly string[]): Uint8Array {
  const text = (part: string): Uint8Array => Buffer.from(part);
  return Buffer.concat([
    text(`{"format":"${FORMAT}","localities":`), localities.bytes, text(`,"localityCodes":${canonicalJson(codes)},"snapshot":`), snapshot.bytes,
    text(',"stops":'), stops.bytes, text(',"targets":'), targets.bytes, text(',"timestamp":'), timestamp.bytes, text('}'),
  ]);
}

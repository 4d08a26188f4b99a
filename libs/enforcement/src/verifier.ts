import {
  consistentPath, delegation, demand, demandHash, demandTarget, fetchCapped, fetchExact, localityOf, refuseBackwards, refuseExpired,
  refuseOtherThanNamed, refuseOtherVersion,
} from './demands.js';
import {
  CALLERS_PATH, type ConsumerTarget, type PublicationTarget, PUBLICATION_PATH, STOPS_PATH, type StopsTarget, consumerPath, localityPath,
} from './format.js';
import { HeldState } from './held-state.js';
import { type Envelope, type MetaEntry, type Signed, type Snapshot, type Targets, type Timestamp, readMetadata } from './metadata.js';
import { UpdateRefused, about } from './refusals.js';
import { type Signatories, demandSignatures, publicKeysOf, sha256Of } from './signatures.js';
import { MOST_BYTES, type Source } from './source.js';
import type { Store } from './store.js';
import { parseCallers, parseConsumer, parsePublication, parseStops } from './targets.js';
import { type Authors, type Floors, Trust, sameBytes } from './trust.js';
import { type Generation, type Taken, type Verified, type VerifiedLocality, assemble, same } from './verified.js';

const MOST_ROOTS_AT_ONCE = 256;

/** The localities a gateway serves: a list, or a question asked once the publication is known. */
export type Wanted = readonly string[] | ((publication: PublicationTarget) => Promise<readonly string[]>);

/**
 * Follows a feed by The Update Framework 1.0: root chain, timestamp, snapshot, targets, delegated roles, target files.
 * Verifies first and persists afterwards, so whatever is refused leaves what is held as it was.
 */
export class Verifier {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly trust: Trust,
    private readonly state: HeldState,
  ) {}

  /** `pinnedRoot` is the `1.root.json` given out at registration. What was held before is verified again, expiry aside. */
  static async open(store: Store, pinnedRoot: Uint8Array): Promise<Verifier> {
    const trust = await Trust.open(store, pinnedRoot);
    const verifier = new Verifier(trust, new HeldState(store));
    await verifier.state.load((generation, blobs) => verifier.checkHeld(generation, blobs));
    return verifier;
  }

  /** What to enforce until something newer is verified; undefined before the first publication. */
  get held(): Verified | undefined {
    return this.state.verified;
  }

  /** Why what this machine held at start was not believed. */
  get damage(): UpdateRefused | undefined {
    return this.state.damage;
  }

  /** Versions below which nothing is accepted again. */
  get floors(): Floors {
    return this.trust.floors;
  }

  /**
   * One round: resolves to what is to be enforced (the same object when nothing is new), rejects with `UpdateRefused` when
   * the feed offers what cannot be believed, or with the source's own error when it cannot be reached.
   */
  verify(source: Source, wanted: Wanted, now: number): Promise<Verified> {
    return this.inTurn(() => this.round(source, wanted, now));
  }

  /** A consumer's own configuration, for its systems: the same walk down another delegation. Only floors are kept. */
  verifyConsumer(source: Source, code: string, now: number): Promise<ConsumerTarget> {
    return this.inTurn(async () => {
      const { snapshot, targets } = await this.takeTop(source, now);
      const path = consumerPath(code);
      const role = await this.takeRole(source, snapshot, 'consumers', delegation(targets.signed, path, 'consumers'), now);
      const entry = demandTarget(role.signed, path);
      const bytes = await fetchExact(source, `targets/${consistentPath(path, entry)}`, entry, MOST_BYTES.target, path);
      const target = about(path, () => parseConsumer(bytes));
      if (target.consumer !== code) throw new UpdateRefused('MIX_AND_MATCH', path, 'is the target of another consumer');
      await this.trust.raise({ roles: rolesOf(snapshot) });
      return target;
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn;
    return turn;
  }

  private async takeTop(source: Source, now: number): Promise<Pick<Generation, 'timestamp' | 'snapshot' | 'targets'>> {
    await this.followRoots(source, now);
    const timestamp = await this.takeTimestamp(source, now);
    const snapshot = await this.takeSnapshot(source, timestamp, now);
    const targets = await this.takeRole(source, snapshot, 'targets', { role: this.trust.root.roles.targets, keys: this.trust.root.keys }, now);
    return { timestamp, snapshot, targets };
  }

  private async round(source: Source, wanted: Wanted, now: number): Promise<Verified> {
    const { timestamp, snapshot, targets } = await this.takeTop(source, now);
    const localitiesBy = delegation(targets.signed, PUBLICATION_PATH, 'localities');
    const stopsBy = delegation(targets.signed, STOPS_PATH, 'stops');
    const localities = await this.takeRole(source, snapshot, 'localities', localitiesBy, now);
    const stops = await this.takeRole(source, snapshot, 'stops', stopsBy, now);
    const generation: Generation = { timestamp, snapshot, targets, localities, stops };
    const authors: Authors = { localities: publicKeysOf(localitiesBy), stops: publicKeysOf(stopsBy) };

    const blobs = new Map<string, Uint8Array>();
    const verified = await this.takeContent(source, generation, authors, wanted, blobs);
    const held = this.held;
    if (held !== undefined && same(held, verified)) return held;
    await this.state.keepBlobs(blobs);
    await this.trust.raise({
      roles: rolesOf(snapshot),
      publication: verified.publication.number,
      publicationHash: verified.publicationHash,
      stopList: verified.stops.number,
    }, authors);
    await this.state.keep(generation, verified);
    return verified;
  }

  private async followRoots(source: Source, now: number): Promise<void> {
    for (let step = 0; step < MOST_ROOTS_AT_ONCE; step += 1) {
      const bytes = await fetchCapped(source, `metadata/${this.trust.root.version + 1}.root.json`, MOST_BYTES.root, 'root');
      if (bytes === undefined) break;
      await this.trust.succeed(bytes);
    }
    refuseExpired('root', this.trust.root, now);
  }

  private async takeTimestamp(source: Source, now: number): Promise<Envelope<Timestamp>> {
    const bytes = demand(await fetchCapped(source, 'metadata/timestamp.json', MOST_BYTES.timestamp, 'timestamp'), 'timestamp');
    const offered = about('timestamp', () => readMetadata(bytes, 'timestamp'));
    demandSignatures(offered, 'timestamp', [{ role: this.trust.root.roles.timestamp, keys: this.trust.root.keys }]);
    const held = this.state.generation?.timestamp;
    const meta = offered.signed.meta['snapshot.json'];
    refuseBackwards('timestamp', offered.signed.version, this.trust.floors.timestamp);
    refuseBackwards('snapshot', meta.version, this.trust.floors.snapshot);
    refuseExpired('timestamp', offered.signed, now);
    // One version is one content: of two timestamps signed under the same number the first stays.
    if (held !== undefined && held.signed.version === offered.signed.version && this.trust.floors.timestamp === held.signed.version) {
      if (!sameBytes(held.bytes, offered.bytes)) throw new UpdateRefused('MIX_AND_MATCH', 'timestamp', 'a second content under the same version');
      return held;
    }
    await this.trust.raise({ timestamp: offered.signed.version, snapshot: meta.version });
    return offered;
  }

  private async takeSnapshot(source: Source, timestamp: Envelope<Timestamp>, now: number): Promise<Envelope<Snapshot>> {
    const entry = timestamp.signed.meta['snapshot.json'];
    const snapshot = await this.listed(source, 'snapshot', entry, MOST_BYTES.snapshot, this.state.generation?.snapshot, (bytes) => readMetadata(bytes, 'snapshot'));
    demandSignatures(snapshot, 'snapshot', [{ role: this.trust.root.roles.snapshot, keys: this.trust.root.keys }]);
    refuseOtherVersion('snapshot', snapshot.signed, entry);
    for (const [role, floor] of Object.entries(this.trust.floors.roles)) {
      const named = snapshot.signed.meta[`${role}.json`];
      if (named === undefined) throw new UpdateRefused('ROLLBACK', role, 'is no longer listed by the snapshot');
      refuseBackwards(role, named.version, floor);
    }
    refuseExpired('snapshot', snapshot.signed, now);
    return snapshot;
  }

  private async takeRole(source: Source, snapshot: Envelope<Snapshot>, name: 'targets' | 'localities' | 'consumers' | 'stops', by: Signatories, now: number): Promise<Envelope<Targets>> {
    const entry = Object.hasOwn(snapshot.signed.meta, `${name}.json`) ? snapshot.signed.meta[`${name}.json`] : undefined;
    if (entry === undefined) throw new UpdateRefused('NOT_LISTED', name, 'is not listed by the snapshot');
    const cap = name === 'targets' ? MOST_BYTES.targets : MOST_BYTES.delegated;
    const role = await this.listed(source, name, entry, cap, name === 'consumers' ? undefined : this.state.generation?.[name], (bytes) => readMetadata(bytes, 'targets'));
    demandSignatures(role, name, [by]);
    refuseOtherVersion(name, role.signed, entry);
    refuseExpired(name, role.signed, now);
    return role;
  }

  /** Fetches what a file above describes, unless the very same bytes are already held. */
  private async listed<T extends Signed>(
    source: Source, name: string, entry: MetaEntry, cap: number, held: Envelope<T> | undefined, read: (bytes: Uint8Array) => Envelope<T>,
  ): Promise<Envelope<T>> {
    if (held !== undefined && sha256Of(held.bytes) === entry.hashes.sha256) return held;
    const bytes = await fetchExact(source, `metadata/${entry.version}.${name}.json`, entry, cap, name);
    return about(name, () => read(bytes));
  }

  private async takeContent(source: Source, generation: Generation, authors: Authors, wanted: Wanted, blobs: Map<string, Uint8Array>): Promise<Verified> {
    const listed = generation.localities.signed;
    const { held } = this;
    const take = async <T>(targets: Targets, path: string, before: Taken<T> | undefined, parse: (bytes: Uint8Array) => T): Promise<Taken<T>> => {
      const entry = demandTarget(targets, path);
      const { sha256 } = entry.hashes;
      if (before?.sha256 === sha256) return before;
      const kept = await this.state.blob(sha256);
      const bytes = kept ?? await fetchExact(source, `targets/${consistentPath(path, entry)}`, entry, MOST_BYTES.target, path);
      const target = about(path, () => parse(bytes));
      if (kept === undefined) blobs.set(sha256, bytes);
      return { sha256, target };
    };

    if (!Object.hasOwn(listed.targets, PUBLICATION_PATH)) throw new UpdateRefused('NOTHING_PUBLISHED', PUBLICATION_PATH, 'is not listed');
    const publication = await take(listed, PUBLICATION_PATH, held && { sha256: held.publicationHash, target: held.publication }, parsePublication);
    this.refuseBrokenChain(publication.target, publication.sha256, authors);
    const stops = await take(generation.stops.signed, STOPS_PATH, held && { sha256: held.stopsHash, target: held.stops }, parseStops);
    this.refuseOlderStops(stops.target, publication.target, authors);

    refuseOtherThanNamed(listed, CALLERS_PATH, publication.target.callers);
    const callers = await take(listed, CALLERS_PATH, held && { sha256: held.publication.callers, target: held.callers }, parseCallers);

    const codes = new Set(typeof wanted === 'function' ? await wanted(publication.target) : wanted);
    const localities = new Map<string, VerifiedLocality>();
    for (const code of [...codes].sort()) {
      const named = Object.hasOwn(publication.target.localities, code) ? publication.target.localities[code] : undefined;
      if (named === undefined) continue;
      refuseOtherThanNamed(listed, localityPath(code), named);
      const before = held?.localities.get(code);
      const { sha256, target } = await take(listed, localityPath(code), before && { sha256: before.sha256, target: before.index }, (bytes) => localityOf(code, bytes));
      localities.set(code, before?.index === target ? before : { sha256, index: target });
    }
    return assemble(generation, publication, stops, callers, localities);
  }

  /** The number only rises, one number is one content, and the next carries the hash of the last. */
  private refuseBrokenChain(publication: PublicationTarget, hash: string, authors: Authors): void {
    if (replaced(this.trust.authors.localities, authors.localities)) return;
    const { publication: floor, publicationHash } = this.trust.floors;
    refuseBackwards(PUBLICATION_PATH, publication.number, floor);
    if (publication.number === floor && floor > 0 && hash !== publicationHash) {
      throw new UpdateRefused('MIX_AND_MATCH', PUBLICATION_PATH, 'a second content under the same number');
    }
    if (publication.number === floor + 1 && floor > 0 && publication.previous !== publicationHash) {
      throw new UpdateRefused('CHAIN_BROKEN', PUBLICATION_PATH, 'does not carry the hash of the publication before it');
    }
  }

  private refuseOlderStops(stops: StopsTarget, publication: PublicationTarget, authors: Authors): void {
    if (!replaced(this.trust.authors.stops, authors.stops)) refuseBackwards(STOPS_PATH, stops.number, this.trust.floors.stopList);
    if (stops.number < publication.stopList) {
      throw new UpdateRefused('MIX_AND_MATCH', STOPS_PATH, 'is older than the one that publication.json was compiled with');
    }
  }

  /** The same checks for what this machine wrote itself, without expiry and floors: stale is better than nothing, false is not. */
  private async checkHeld(generation: Generation, blob: (sha256: string) => Promise<Uint8Array>): Promise<Verified> {
    const { root } = this.trust;
    demandSignatures(generation.timestamp, 'timestamp', [{ role: root.roles.timestamp, keys: root.keys }]);
    demandSignatures(generation.snapshot, 'snapshot', [{ role: root.roles.snapshot, keys: root.keys }]);
    demandSignatures(generation.targets, 'targets', [{ role: root.roles.targets, keys: root.keys }]);
    demandSignatures(generation.localities, 'localities', [delegation(generation.targets.signed, PUBLICATION_PATH, 'localities')]);
    demandSignatures(generation.stops, 'stops', [delegation(generation.targets.signed, STOPS_PATH, 'stops')]);
    demandHash('snapshot', generation.snapshot.bytes, generation.timestamp.signed.meta['snapshot.json']);
    for (const name of ['targets', 'localities', 'stops'] as const) {
      const entry = generation.snapshot.signed.meta[`${name}.json`];
      if (entry === undefined) throw new UpdateRefused('NOT_LISTED', name, 'is not listed by the snapshot');
      demandHash(name, generation[name].bytes, entry);
    }
    const take = async <T>(targets: Targets, path: string, parse: (bytes: Uint8Array) => T): Promise<Taken<T>> => {
      const entry = demandTarget(targets, path);
      const bytes = await blob(entry.hashes.sha256);
      demandHash(path, bytes, entry);
      return { sha256: entry.hashes.sha256, target: about(path, () => parse(bytes)) };
    };
    const publication = await take(generation.localities.signed, PUBLICATION_PATH, parsePublication);
    const stops = await take(generation.stops.signed, STOPS_PATH, parseStops);
    const callers = await take(generation.localities.signed, CALLERS_PATH, parseCallers);
    const localities = new Map<string, VerifiedLocality>();
    for (const code of this.state.heldLocalities) {
      const { sha256, target } = await take(generation.localities.signed, localityPath(code), (given) => localityOf(code, given));
      localities.set(code, { sha256, index: target });
    }
    return assemble(generation, publication, stops, callers, localities);
  }
}

function rolesOf(snapshot: Envelope<Snapshot>): Record<string, number> {
  return Object.fromEntries(Object.entries(snapshot.signed.meta).map(([name, entry]) => [name.slice(0, -'.json'.length), entry.version]));
}

function replaced(before: readonly string[], after: readonly string[]): boolean {
  return before.length > 0 && !before.some((key) => after.includes(key));
}


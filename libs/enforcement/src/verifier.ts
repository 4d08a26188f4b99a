import { type Take, takeContent } from './content.js';
import {
  consistentPath, delegation, demand, demandHash, demandListed, demandTarget, fetchCapped, fetchExact, refuseBackwards, refuseExpired, refuseOtherVersion,
} from './demands.js';
import { type ConsumerTarget, type PublicationTarget, PUBLICATION_PATH, STOPS_PATH, consumerPath } from './format.js';
import { checkHeld } from './held-check.js';
import { HeldState, isHeldWithin } from './held-state.js';
import { type Envelope, type MetaEntry, type Signed, type Snapshot, type Targets, type Timestamp, readMetadata } from './metadata.js';
import { type LateOffer, leftOf, withLateStops } from './late-offer.js';
import { Numbers, floorsOf, rolesOf } from './numbers.js';
import { UpdateRefused, about } from './refusals.js';
import { type Signatories, demandSignatures, sha256Of } from './signatures.js';
import { MOST_BYTES, type Source } from './source.js';
import type { Store } from './store.js';
import { parseConsumer, parseStops } from './targets.js';
import { type Floors, Trust, sameBytes } from './trust.js';
import { type Generation, type Verified, same, signedAtOf } from './verified.js';

const MOST_ROOTS_AT_ONCE = 256;

/** The localities a gateway serves: a list, or a question asked once the publication is known. */
export type Wanted = readonly string[] | ((publication: PublicationTarget) => Promise<readonly string[]>);

/**
 * Follows a feed by The Update Framework 1.0: root chain, timestamp, snapshot, targets, delegated roles, target files.
 * Verifies first and persists afterwards, so whatever is refused leaves what is held as it was.
 */
export class Verifier {
  private last: Promise<unknown> = Promise.resolve();
  private late: LateOffer | undefined;

  private constructor(
    private readonly trust: Trust,
    private readonly state: HeldState,
    private readonly isTidiedByCaller: boolean,
  ) {}

  /**
   * `pinnedRoot` is the `1.root.json` given out at registration. What was held before is verified again, expiry aside.
   * @param isTidiedByCaller an update writes what is held and leaves the rest for `tidy`, which whoever asks for this calls in a quiet moment
   */
  static async open(store: Store, pinnedRoot: Uint8Array, isTidiedByCaller = false): Promise<Verifier> {
    const trust = await Trust.open(store, pinnedRoot);
    const verifier = new Verifier(trust, new HeldState(store), isTidiedByCaller);
    await verifier.state.load((generation, kept) => checkHeld(generation, kept, verifier.state.heldLocalities, trust));
    return verifier;
  }

  /** What to enforce until something newer is verified; undefined before the first publication. */
  get held(): Verified | undefined {
    return this.late?.enforced ?? this.state.verified;
  }

  /** The last offer that counted as expired by this clock and was sound by the feed's own time; undefined once one is believed again. */
  get lateOffer(): Pick<LateOffer, 'timestampVersion' | 'signedAt'> | undefined {
    return this.late;
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
    return this.inTurn(async () => {
      try {
        const verified = await this.round(source, wanted, now);
        this.late = leftOf(this.late, verified);
        // Whatever becomes of it on disk: what was taken is enforced.
        if (!this.isTidiedByCaller) await this.putInOrder();
        return this.late?.enforced ?? verified;
      } catch (error) {
        if (error instanceof UpdateRefused && error.code === 'EXPIRED') await this.lookPastExpiry(source);
        throw error;
      }
    });
  }

  /** A consumer's own configuration, for its systems: the same walk down another delegation. Only floors are kept. */
  verifyConsumer(source: Source, code: string, now: number): Promise<ConsumerTarget> {
    return this.inTurn(async () => {
      const { snapshot, targets, at } = await this.takeTop(source, now);
      const path = consumerPath(code);
      const role = await this.takeRole(source, snapshot, 'consumers', delegation(targets.signed, path, 'consumers'), at);
      const entry = demandTarget(role.signed, path);
      const bytes = await fetchExact(source, `targets/${consistentPath(path, entry)}`, entry, MOST_BYTES.target, path);
      const target = about(path, () => parseConsumer(bytes));
      if (target.consumer !== code) throw new UpdateRefused('MIX_AND_MATCH', path, 'is the target of another consumer');
      this.trust.raise({ roles: rolesOf(snapshot) });
      return target;
    });
  }

  /** Writes the floors down that until now only what is held bears witness to, and removes targets that nobody needs any more. */
  tidy(): Promise<void> {
    return this.inTurn(() => this.putInOrder());
  }

  private async putInOrder(): Promise<void> {
    await this.trust.persistAll();
    await this.state.sweep();
  }

  /** However a turn ends, the floors that it raised are on disk before anybody hears of it: beside what is held, or said by what is held. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const whole = async (): Promise<T> => {
      try {
        return await work();
      } finally {
        await this.trust.persist();
      }
    };
    const turn = this.last.then(whole, whole);
    this.last = turn;
    return turn;
  }

  /**
   * What has expired by this clock and not by the feed's own time: either this clock is ahead, or the feed was held back. Nothing of it is
   * believed, or kept on disk, but that sharing was stopped: a stop must not wait for somebody to set a clock.
   */
  private async lookPastExpiry(source: Source): Promise<void> {
    const held = this.state.verified;
    if (held === undefined) return;
    try {
      const timestamp = await this.offeredTimestamp(source);
      const signedAt = signedAtOf(timestamp);
      refuseExpired('root', this.trust.root, signedAt);
      const { snapshot, targets } = await this.takeListed(source, timestamp, signedAt);
      const role = await this.takeRole(source, snapshot, 'stops', delegation(targets.signed, STOPS_PATH, 'stops'), signedAt);
      const stops = await this.taking(source, new Map())(role.signed, STOPS_PATH, { sha256: held.stopsHash, target: held.stops }, parseStops);
      Numbers.after(this.trust, targets.signed).refuseStops(stops, held.publication);
      this.late = { timestampVersion: timestamp.signed.version, signedAt, enforced: withLateStops(held, stops.target, this.late) };
    } catch {
      // Whatever else is wrong with it, the round was refused already, and says why.
    }
  }

  private async takeTop(source: Source, now: number): Promise<Pick<Generation, 'timestamp' | 'snapshot' | 'targets'> & { readonly at: number }> {
    await this.followRoots(source, now);
    const timestamp = await this.takeTimestamp(source, now);
    // What had expired when the timestamp was signed has expired, however slow this clock is.
    const at = Math.max(now, signedAtOf(timestamp));
    return { timestamp, at, ...await this.takeListed(source, timestamp, at) };
  }

  private async takeListed(source: Source, timestamp: Envelope<Timestamp>, at: number): Promise<Pick<Generation, 'snapshot' | 'targets'>> {
    const snapshot = await this.takeSnapshot(source, timestamp, at);
    const targets = await this.takeRole(source, snapshot, 'targets', { role: this.trust.root.roles.targets, keys: this.trust.root.keys }, at);
    return { snapshot, targets };
  }

  private async round(source: Source, wanted: Wanted, now: number): Promise<Verified> {
    const { timestamp, snapshot, targets, at } = await this.takeTop(source, now);
    const localities = await this.takeRole(source, snapshot, 'localities', delegation(targets.signed, PUBLICATION_PATH, 'localities'), at);
    const stops = await this.takeRole(source, snapshot, 'stops', delegation(targets.signed, STOPS_PATH, 'stops'), at);
    const generation: Generation = { timestamp, snapshot, targets, localities, stops };
    const numbers = Numbers.after(this.trust, targets.signed);

    const held = this.state.verified;
    const blobs = new Map<string, Uint8Array>();
    const codes = typeof wanted === 'function' ? wanted : () => Promise.resolve(wanted);
    const verified = await takeContent(generation, this.taking(source, blobs), numbers, held, codes);
    const isSame = held !== undefined && same(held, verified);
    if (!isSame) {
      await this.state.keepBlobs(blobs, verified);
      await this.state.keep(generation, verified, blobs);
    }
    // Held first, floors after: what is held is then never older than the floors say, unless somebody put an older file back.
    this.trust.settle({ roles: rolesOf(snapshot), ...floorsOf(verified) }, numbers.authors);
    return isSame ? held : verified;
  }

  private async followRoots(source: Source, now: number): Promise<void> {
    for (let step = 0; step < MOST_ROOTS_AT_ONCE; step += 1) {
      const bytes = await fetchCapped(source, `metadata/${this.trust.root.version + 1}.root.json`, MOST_BYTES.root, 'root');
      if (bytes === undefined) break;
      await this.trust.succeed(bytes);
    }
    refuseExpired('root', this.trust.root, now);
  }

  private async offeredTimestamp(source: Source): Promise<Envelope<Timestamp>> {
    const bytes = demand(await fetchCapped(source, 'metadata/timestamp.json', MOST_BYTES.timestamp, 'timestamp'), 'timestamp');
    const offered = about('timestamp', () => readMetadata(bytes, 'timestamp'));
    demandSignatures(offered, 'timestamp', [{ role: this.trust.root.roles.timestamp, keys: this.trust.root.keys }]);
    refuseBackwards('timestamp', offered.signed.version, this.trust.floors.timestamp);
    refuseBackwards('snapshot', offered.signed.meta['snapshot.json'].version, this.trust.floors.snapshot);
    return offered;
  }

  private async takeTimestamp(source: Source, now: number): Promise<Envelope<Timestamp>> {
    const offered = await this.offeredTimestamp(source);
    const held = this.state.generation?.timestamp;
    refuseExpired('timestamp', offered.signed, now);
    // One version is one content: of two timestamps signed under the same number the first stays.
    if (held !== undefined && held.signed.version === offered.signed.version && this.trust.floors.timestamp === held.signed.version) {
      if (!sameBytes(held.bytes, offered.bytes)) throw new UpdateRefused('MIX_AND_MATCH', 'timestamp', 'a second content under the same version');
      return held;
    }
    this.trust.raise({ timestamp: offered.signed.version, snapshot: offered.signed.meta['snapshot.json'].version });
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
    const entry = demandListed(snapshot.signed, name);
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
    if (held !== undefined && sha256Of(held.bytes) === entry.hashes.sha256) {
      demandHash(name, held.bytes, entry);
      return held;
    }
    const bytes = await fetchExact(source, `metadata/${entry.version}.${name}.json`, entry, cap, name);
    return about(name, () => read(bytes));
  }

  private taking(source: Source, blobs: Map<string, Uint8Array>): Take {
    return async (listed, path, before, parse) => {
      const entry = demandTarget(listed, path);
      const { sha256 } = entry.hashes;
      if (before?.sha256 === sha256 && this.state.lists(path, entry)) return before;
      const kept = isHeldWithin(path) ? undefined : await this.state.blob(sha256);
      // Held under another length, it could not be read back after a restart.
      if (kept !== undefined) demandHash(path, kept, entry);
      const bytes = kept ?? await fetchExact(source, `targets/${consistentPath(path, entry)}`, entry, MOST_BYTES.target, path);
      const target = about(path, () => parse(bytes));
      if (kept === undefined) blobs.set(sha256, bytes);
      return { sha256, target };
    };
  }
}

import { type KeyObject, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

import type { CallersTarget, ConsumerTarget, LocalityTarget, PublicationTarget, StopEntry, StopsTarget } from '../format.js';
import type { Source } from '../source.js';
import { aCaller } from './a-locality.js';

/** An Ed25519 key as metadata names it. */
export interface TestKey {
  readonly id: string;
  readonly public: string;
  readonly private: KeyObject;
}

export type Role = 'root' | 'targets' | 'localities' | 'consumers' | 'stops' | 'snapshot' | 'timestamp';

export type Files = Map<string, Uint8Array>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LIFE: Readonly<Record<Role, number>> = {
  root: 365 * DAY, targets: 365 * DAY, localities: 7 * DAY, consumers: 7 * DAY, stops: 5 * MINUTE, snapshot: DAY, timestamp: 15 * MINUTE,
};

export interface Content {
  readonly localities?: readonly LocalityTarget[];
  /** Left out: the one caller of `aCaller`. */
  readonly callers?: CallersTarget['consumers'];
  readonly stops?: readonly StopEntry[];
  readonly sealKey?: string;
  /** Fields that a dishonest or broken publisher would write otherwise. */
  readonly publication?: Partial<PublicationTarget>;
  readonly stopsTarget?: Partial<StopsTarget>;
}

/**
 * A feed for specs, made by the specification and by nothing of the publisher's, so that the two can disagree. Keeps every
 * file it ever made; `files` is what is served now.
 */
export class TestFeed {
  readonly files: Files = new Map();
  readonly keys: Record<Role, TestKey[]>;
  readonly thresholds: Record<Role, number> = { root: 2, targets: 1, localities: 1, consumers: 1, stops: 1, snapshot: 1, timestamp: 1 };
  readonly versions: Record<Role, number> = { root: 0, targets: 0, localities: 0, consumers: 0, stops: 0, snapshot: 0, timestamp: 0 };
  number = 0;
  stopList = 0;
  private previous = '';
  private stoppedAt = { number: 0, at: 0 };
  private content: Content = {};
  private listed: Record<string, unknown> = {};

  constructor(at: number, makeKey: () => TestKey = testKey) {
    const [one, three] = [() => [makeKey()], () => [makeKey(), makeKey(), makeKey()]];
    this.keys = { root: three(), targets: one(), localities: one(), consumers: one(), stops: one(), snapshot: one(), timestamp: one() };
    this.issueRoot(at);
    this.issueTargets(at);
    this.issue('consumers', at, { targets: {} });
  }

  get pinnedRoot(): Uint8Array {
    return this.files.get('metadata/1.root.json') as Uint8Array;
  }

  /** A root of the keys held now; signed by `by`, which on rotation must include keys of the root before. */
  issueRoot(at: number, by: readonly TestKey[] = this.keys.root, change: Record<string, unknown> = {}): Uint8Array {
    const roles: Record<string, unknown> = {};
    const keys: Record<string, unknown> = {};
    for (const role of ['root', 'targets', 'snapshot', 'timestamp'] as const) {
      roles[role] = { keyids: this.keys[role].map(({ id }) => id), threshold: this.thresholds[role] };
      for (const key of this.keys[role]) keys[key.id] = asMetadata(key);
    }
    this.versions.root += 1;
    const bytes = signed(this.head('root', 'root', at, { consistent_snapshot: true, keys, roles, ...change }), by);
    this.files.set(`metadata/${this.versions.root}.root.json`, bytes);
    return bytes;
  }

  issueTargets(at: number): void {
    const roles = (['localities', 'consumers', 'stops'] as const).map((name) => ({
      name, keyids: this.keys[name].map(({ id }) => id), threshold: this.thresholds[name], paths: [`${name}/*`], terminating: true,
    }));
    const keys = Object.fromEntries((['localities', 'consumers', 'stops'] as const).flatMap((name) => this.keys[name].map((key) => [key.id, asMetadata(key)])));
    this.issue('targets', at, { targets: {}, delegations: { keys, roles } });
  }

  /** A new publication of this content, with everything above it signed at `at`. */
  publish(at: number, content: Content = this.content): void {
    this.content = content;
    this.number += 1;
    this.stopList += 1;
    const targets: Record<string, unknown> = {};
    const localities: Record<string, string> = {};
    for (const each of content.localities ?? []) {
      localities[each.locality] = this.addTarget(targets, `localities/${each.locality}.json`, each);
    }
    const callers = this.addTarget(targets, 'localities/callers.json', { format: 'accord-callers/1', consumers: content.callers ?? [aCaller()] });
    const publication: PublicationTarget = {
      format: 'accord-publication/2', number: this.number, previous: this.previous, publishedAt: iso(at), stopList: this.stopList,
      sealKey: content.sealKey ?? Buffer.alloc(32, 9).toString('base64'), localities, callers, consumersDigest: sha256(canonical({})), ...content.publication,
    };
    this.previous = this.addTarget(targets, 'localities/publication.json', publication);
    this.listed = targets;
    this.issue('localities', at, { targets });
    this.refresh(at);
  }

  /** Signs the freshness roles again: no new publication. */
  refresh(at: number): void {
    const targets: Record<string, unknown> = {};
    if (this.stoppedAt.number !== this.stopList) this.stoppedAt = { number: this.stopList, at };
    this.addTarget(targets, 'stops/stops.json', {
      format: 'accord-stops/1', number: this.stopList, publishedAt: iso(this.stoppedAt.at), entries: this.content.stops ?? [], ...this.content.stopsTarget,
    });
    this.issue('stops', at, { targets });
    this.issueSnapshot(at);
    this.issueTimestamp(at);
  }

  /** A new stop list under the publication that stands. */
  stop(at: number, stops: readonly StopEntry[]): void {
    this.content = { ...this.content, stops };
    this.stopList += 1;
    this.refresh(at);
  }

  /** What one consumer's systems fetch. */
  issueConsumer(at: number, target: ConsumerTarget): void {
    const targets: Record<string, unknown> = {};
    this.addTarget(targets, `consumers/${target.consumer}.json`, target);
    this.issue('consumers', at, { targets });
    this.issueSnapshot(at);
    this.issueTimestamp(at);
  }

  /** The localities role with other lists than it should have. */
  reissueLocalities(at: number, change: (listed: Record<string, unknown>) => Record<string, unknown>): void {
    this.issue('localities', at, { targets: change({ ...this.listed }) });
    this.issueSnapshot(at);
    this.issueTimestamp(at);
  }

  issueSnapshot(at: number, change: (meta: Record<string, unknown>) => Record<string, unknown> = (meta) => meta): void {
    const meta = Object.fromEntries((['targets', 'localities', 'consumers', 'stops'] as const).map((role) => [`${role}.json`, this.describe(role)]));
    this.issue('snapshot', at, { meta: change(meta) });
  }

  issueTimestamp(at: number, change: Record<string, unknown> = {}, by: readonly TestKey[] = this.keys.timestamp): Uint8Array {
    this.versions.timestamp += 1;
    const bytes = signed(this.head('timestamp', 'timestamp', at, { meta: { 'snapshot.json': this.describe('snapshot') }, ...change }), by);
    this.files.set('metadata/timestamp.json', bytes);
    return bytes;
  }

  issue(role: Exclude<Role, 'root' | 'timestamp'>, at: number, body: Record<string, unknown>, by: readonly TestKey[] = this.keys[role]): void {
    this.versions[role] += 1;
    const type = role === 'snapshot' ? 'snapshot' : 'targets';
    this.files.set(`metadata/${this.versions[role]}.${role}.json`, signed(this.head(role, type, at, body), by));
  }

  source(files: Files = this.files): Source {
    return { fetch: async (path) => files.get(path) };
  }

  private describe(role: Role): Record<string, unknown> {
    const bytes = this.files.get(`metadata/${this.versions[role]}.${role}.json`) as Uint8Array;
    return { version: this.versions[role], length: bytes.length, hashes: { sha256: sha256(bytes) } };
  }

  private head(role: Role, type: string, at: number, body: Record<string, unknown>): Record<string, unknown> {
    return { _type: type, spec_version: '1.0.31', version: this.versions[role], expires: iso(at + LIFE[role]), ...body };
  }

  private addTarget(targets: Record<string, unknown>, path: string, content: unknown): string {
    const bytes = canonical(content);
    const hash = sha256(bytes);
    targets[path] = { length: bytes.length, hashes: { sha256: hash } };
    const slash = path.lastIndexOf('/') + 1;
    this.files.set(`targets/${path.slice(0, slash)}${hash}.${path.slice(slash)}`, bytes);
    return hash;
  }
}

export function testKey(): TestKey {
  // Encoded as it is made: exporting a generated key can meet the collection of what generated it, and Node 20 then waits for ever.
  const pair = generateKeyPairSync('ed25519', { publicKeyEncoding: { type: 'spki', format: 'der' }, privateKeyEncoding: { type: 'pkcs8', format: 'der' } });
  return named(pair.publicKey, pair.privateKey);
}

/** The same keys for the same seed, in the same order. */
export function seededKeys(seed: string): () => TestKey {
  let made = 0;
  return () => {
    made += 1;
    const der = Buffer.concat([PKCS8_ED25519, Buffer.from(sha256(Buffer.from(`${seed} ${made}`)), 'hex')]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    return named(createPublicKey(key).export({ type: 'spki', format: 'der' }), der);
  };
}

/** What stands before the thirty-two bytes of a private key. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

function named(publicKey: Buffer, privateKey: Buffer): TestKey {
  const raw = publicKey.subarray(-32).toString('hex');
  const id = sha256(canonical({ keytype: 'ed25519', keyval: { public: raw }, scheme: 'ed25519' }));
  return { id, public: raw, private: createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }) };
}

export function signed(content: Record<string, unknown>, by: readonly TestKey[]): Uint8Array {
  const bytes = canonical(content);
  return canonical({
    signatures: by.map((key) => ({ keyid: key.id, sig: sign(null, bytes, key.private).toString('hex') })),
    signed: content,
  });
}

function asMetadata(key: TestKey): Record<string, unknown> {
  return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: key.public } };
}

/** Written apart from the product's own, so that a fault in one shows. */
export function canonical(value: unknown): Uint8Array {
  const sorted = (_key: string, item: unknown): unknown => (typeof item === 'object' && item !== null && !Array.isArray(item)
    ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1))) : item);
  return Buffer.from(JSON.stringify(value, sorted), 'utf8');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

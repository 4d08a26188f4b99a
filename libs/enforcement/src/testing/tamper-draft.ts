import { sign } from 'node:crypto';

import { type Files, type TestKey, canonical, sha256 } from './test-feed.js';
import type { TamperStage } from './tamper-stage.js';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export const CONTENT = ['localities/TST1.json', 'localities/TST2.json', 'localities/callers.json', 'localities/publication.json', 'stops/stops.json'] as const;
export const SIGNED = ['targets', 'localities', 'stops', 'snapshot', 'timestamp'] as const;
export type ContentName = (typeof CONTENT)[number];
export type SignedName = (typeof SIGNED)[number];
export type LayerName = ContentName | SignedName;

export interface Signature {
  keyid: string;
  sig: string;
}

/** What is done to one file before the files above it list it: so whoever signs those has signed it knowingly, or has lost the keys. */
export interface Change {
  /** The content, with what it lists of the files below already in it. */
  readonly value?: (value: JsonObject) => Json;
  /** The signatures over these bytes. */
  readonly signatures?: (signatures: Signature[], bytes: Uint8Array) => Json;
  /** The finished file. */
  readonly bytes?: (bytes: Uint8Array) => Uint8Array;
}

export type Changes = { readonly [K in LayerName]?: Change };

/** The third publication made again by its own keys, with changes at any layer: what is above a change lists and signs what it became. */
export class TamperDraft {
  private readonly parsed = new Map<string, JsonObject>();

  constructor(readonly stage: TamperStage) {}

  get good(): Files {
    return this.stage.generations[2];
  }

  pathOf(name: SignedName | 'consumers'): string {
    return name === 'timestamp' ? 'metadata/timestamp.json' : `metadata/${this.stage.versions[name]}.${name}.json`;
  }

  /** Where the target lies in the third publication as it was published. */
  targetPath(name: ContentName): string {
    const role = name.startsWith('stops') ? 'stops' : 'localities';
    const entry = ((this.signedOf(role).targets as JsonObject)[name] as JsonObject).hashes as JsonObject;
    return consistent(name, String(entry.sha256));
  }

  pathIn(name: LayerName): string {
    return isContent(name) ? this.targetPath(name) : this.pathOf(name);
  }

  bytesOf(name: LayerName): Uint8Array {
    return this.good.get(this.pathIn(name)) as Uint8Array;
  }

  signedOf(role: SignedName | 'consumers'): JsonObject {
    return this.read(this.pathOf(role)).signed as JsonObject;
  }

  valueOf(name: LayerName): JsonObject {
    return isContent(name) ? this.read(this.targetPath(name)) : this.signedOf(name);
  }

  make(changes: Changes): Files {
    const files: Files = new Map(this.good);
    const made = new Map<LayerName, Uint8Array>();
    const dirty = new Set(Object.keys(changes) as LayerName[]);
    const layer = (name: LayerName, below: readonly LayerName[], fill: (value: JsonObject) => void, path: (value: JsonObject) => string): void => {
      if (!dirty.has(name) && !below.some((each) => dirty.has(each))) return;
      dirty.add(name);
      const filled = structuredClone(this.valueOf(name));
      fill(filled);
      const value = changes[name]?.value?.(filled) ?? filled;
      const bytes = isContent(name) ? canonical(value) : this.signed(name, canonical(value), value, changes[name]);
      const finished = changes[name]?.bytes?.(bytes) ?? bytes;
      made.set(name, finished);
      files.set(path(filled), finished);
    };
    const listing = (name: LayerName): JsonObject => {
      const bytes = made.get(name) ?? this.bytesOf(name);
      return { length: bytes.length, hashes: { sha256: sha256(bytes) } };
    };
    const listTargets = (names: readonly ContentName[]) => (value: JsonObject): void => {
      for (const name of names) if (dirty.has(name)) (value.targets as JsonObject)[name] = listing(name);
    };

    for (const name of ['localities/TST1.json', 'localities/TST2.json', 'localities/callers.json', 'stops/stops.json'] as const) layer(name, [], nothing, () => 'unlisted');
    layer('localities/publication.json', CONTENT.slice(0, 3), (value) => {
      for (const code of ['TST1', 'TST2'] as const) (value.localities as JsonObject)[code] = sha256(made.get(`localities/${code}.json`) ?? this.bytesOf(`localities/${code}.json`));
      value.callers = sha256(made.get('localities/callers.json') ?? this.bytesOf('localities/callers.json'));
    }, () => 'unlisted');
    layer('targets', [], nothing, () => this.pathOf('targets'));
    layer('localities', CONTENT.slice(0, 4), listTargets(CONTENT.slice(0, 4)), () => this.pathOf('localities'));
    layer('stops', ['stops/stops.json'], listTargets(['stops/stops.json']), () => this.pathOf('stops'));
    layer('snapshot', ['targets', 'localities', 'stops'], (value) => {
      for (const role of ['targets', 'localities', 'stops'] as const) {
        const entry = (value.meta as JsonObject)[`${role}.json`] as JsonObject;
        if (dirty.has(role)) Object.assign(entry, listing(role));
      }
    }, () => this.pathOf('snapshot'));
    layer('timestamp', ['snapshot'], (value) => {
      if (dirty.has('snapshot')) Object.assign((value.meta as JsonObject)['snapshot.json'] as JsonObject, listing('snapshot'));
    }, () => this.pathOf('timestamp'));

    files.delete('unlisted');
    this.placeAsListed(files, made);
    return files;
  }

  private signed(name: SignedName, bytes: Uint8Array, value: Json, change: Change | undefined): Uint8Array {
    const genuine = signaturesBy(this.stage.keys[name], bytes);
    return canonical({ signatures: change?.signatures === undefined ? genuine : change.signatures(genuine, bytes), signed: value });
  }

  /** Whatever signed listings say, the bytes lie where a gateway will look for them. */
  private placeAsListed(files: Files, made: ReadonlyMap<LayerName, Uint8Array>): void {
    const lists = (name: SignedName, key: 'meta' | 'targets'): [string, JsonObject][] => {
      const list = looked(looked(readable(made.get(name)), 'signed'), key);
      return Object.entries(typeof list === 'object' && list !== null && !Array.isArray(list) ? list : {}).filter((each): each is [string, JsonObject] => typeof each[1] === 'object' && each[1] !== null);
    };
    for (const [file, entry] of lists('snapshot', 'meta')) {
      const role = file.replace('.json', '') as SignedName;
      if (role === 'targets' || role === 'localities' || role === 'stops') files.set(`metadata/${String(entry.version)}.${file}`, made.get(role) ?? this.bytesOf(role));
    }
    for (const [, entry] of lists('timestamp', 'meta')) files.set(`metadata/${String(entry.version)}.snapshot.json`, made.get('snapshot') ?? this.bytesOf('snapshot'));
    for (const role of ['localities', 'stops'] as const) {
      for (const [name, entry] of lists(role, 'targets')) {
        const bytes = made.get(name as ContentName) ?? ((CONTENT as readonly string[]).includes(name) ? this.bytesOf(name as ContentName) : undefined);
        const hash = looked(entry.hashes ?? null, 'sha256');
        if (bytes !== undefined && typeof hash === 'string') files.set(consistent(name, hash), bytes);
      }
    }
  }

  private read(path: string): JsonObject {
    let value = this.parsed.get(path);
    if (value === undefined) this.parsed.set(path, value = readable(this.good.get(path)) as JsonObject);
    return value;
  }
}

export function isContent(name: LayerName): name is ContentName {
  return name.includes('/');
}

export function signaturesBy(keys: readonly TestKey[], bytes: Uint8Array): Signature[] {
  return keys.map((key) => ({ keyid: key.id, sig: sign(null, bytes, key.private).toString('hex') }));
}

export function readable(bytes: Uint8Array | undefined): Json {
  try {
    return JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as Json;
  } catch {
    return null;
  }
}

function looked(value: Json | undefined, key: string): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key) ? value[key] as Json : null;
}

function consistent(name: string, hash: string): string {
  const slash = name.lastIndexOf('/') + 1;
  return `${name.slice(0, slash).replace(/^/, 'targets/')}${hash}.${name.slice(slash)}`;
}

function nothing(): void {
  // This layer lists none.
}

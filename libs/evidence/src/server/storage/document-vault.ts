import type { DocumentHash } from '../../contract/index.js';

/** A file that has arrived and is held, encrypted, until somebody decides to keep it. */
export interface HeldDocument {
  readonly sha256: DocumentHash;
  readonly byteLength: number;
  bytes(): Promise<Buffer>;
  /** Keeps it under its hash; durable when this answers. */
  keep(): Promise<void>;
  /** Lets it go; nothing of it stays. Harmless after `keep`. */
  discard(): Promise<void>;
}

export interface KeptDocument {
  readonly sha256: DocumentHash;
  readonly byteLength: number;
}

/** The stream ran past the cap; what had arrived is gone. */
export class StreamTooLong extends Error {}

/** Kept bytes are not what they were: damaged, exchanged, or under another key. Never served. */
export class VaultDamaged extends Error {}

/**
 * Where documents lie: addressed by the SHA-256 of their bytes, encrypted at rest, never changed. A folder by default; an object
 * store is another subclass. Whatever answers here is durable (R13).
 */
export abstract class DocumentVault {
  /** Takes a stream in, hashing and encrypting as it flows; throws StreamTooLong past the cap. */
  abstract receive(stream: AsyncIterable<Uint8Array>, cap: number): Promise<HeldDocument>;
  /** Keeps bytes that Accord made. */
  abstract put(bytes: Uint8Array): Promise<KeptDocument>;
  /** The bytes, checked against their hash; undefined where there are none. */
  abstract get(sha256: DocumentHash): Promise<Buffer | undefined>;
  abstract exists(sha256: DocumentHash): Promise<boolean>;
}

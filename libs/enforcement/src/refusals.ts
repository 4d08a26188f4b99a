/** Why something offered to a gateway was not believed. What is held stays as it was. */
export type UpdateRefusalCode =
  /** Not the one canonical spelling: repeated keys, white space, escapes, not JSON at all. */
  | 'NOT_CANONICAL'
  /** Canonical JSON, but not of the shape its place demands. */
  | 'MALFORMED'
  /** Metadata of another role offered in this one's place. */
  | 'WRONG_TYPE'
  | 'UNSUPPORTED_SPEC'
  /** A key that is not Ed25519. */
  | 'UNSUPPORTED_KEY'
  /** Signed, but by a key that does not speak for this role. */
  | 'UNKNOWN_KEY'
  | 'BAD_SIGNATURE'
  /** Fewer distinct keys than the role demands. */
  | 'THRESHOLD_NOT_MET'
  /** Past its signed expiry: the feed is frozen, or this machine's clock is ahead. */
  | 'EXPIRED'
  /** Older than what was accepted before, also before a restart. */
  | 'ROLLBACK'
  /** A number so far ahead that it would block every honest successor. */
  | 'VERSION_LEAP'
  /** Not the version that the file above it names. */
  | 'VERSION_MISMATCH'
  | 'TOO_LARGE'
  | 'LENGTH_MISMATCH'
  | 'HASH_MISMATCH'
  /** Named by signed metadata, but the feed does not have it. */
  | 'MISSING'
  /** A target that its role does not list. */
  | 'NOT_LISTED'
  /** Files that are each authentic, but not of one publication. */
  | 'MIX_AND_MATCH'
  /** The next publication does not carry the hash of the one held. */
  | 'CHAIN_BROKEN'
  /** The feed is authentic and holds no publication yet. */
  | 'NOTHING_PUBLISHED'
  /** The pinned root is not the one this state was built on. */
  | 'ROOT_CHANGED'
  /** What is on this machine's disk does not verify. */
  | 'HELD_STATE_DAMAGED';

/** The subject of a fault found before anybody said which file is being read. */
const UNNAMED = 'content';

export class UpdateRefused extends Error {
  override readonly name: string = 'UpdateRefused';

  constructor(
    readonly code: UpdateRefusalCode,
    /** The role or file at fault, e.g. `timestamp` or `localities/16C.json`. */
    readonly subject: string,
    readonly detail: string,
    /** Of `HELD_STATE_DAMAGED`: the fault that was found. */
    override readonly cause?: UpdateRefused,
  ) {
    super(`${subject}: ${detail}`);
  }
}

export class NotCanonical extends UpdateRefused {
  override readonly name = 'NotCanonical';

  constructor(detail: string) {
    super('NOT_CANONICAL', UNNAMED, `not canonical JSON: ${detail}`);
  }
}

export class Malformed extends UpdateRefused {
  override readonly name = 'Malformed';

  constructor(
    readonly fault: string,
    readonly path = '',
  ) {
    super('MALFORMED', UNNAMED, path === '' ? fault : `${path} ${fault}`);
  }

  under(step: string): Malformed {
    return new Malformed(this.fault, step + this.path);
  }
}

/** Names the file at fault in whatever refusal the work ends with. */
export function about<T>(subject: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UpdateRefused && error.subject === UNNAMED) throw new UpdateRefused(error.code, subject, error.detail);
    throw error;
  }
}

/** Why something offered to a gateway was not believed. What is held stays as it was. */
export type UpdateRefusalCode =
  | 'NOT_CANONICAL'
  | 'MALFORMED'
  | 'WRONG_TYPE'
  | 'UNSUPPORTED_SPEC'
  | 'UNSUPPORTED_KEY'
  | 'UNKNOWN_KEY'
  | 'BAD_SIGNATURE'
  | 'THRESHOLD_NOT_MET'
  | 'EXPIRED'
  | 'ROLLBACK'
  | 'VERSION_LEAP'
  | 'VERSION_MISMATCH'
  | 'TOO_LARGE'
  | 'LENGTH_MISMATCH'
  | 'HASH_MISMATCH'
  | 'MISSING'
  | 'NOT_LISTED'
  | 'MIX_AND_MATCH'
  | 'CHAIN_BROKEN'
  | 'NOTHING_PUBLISHED'
  | 'ROOT_CHANGED'
  | 'HELD_STATE_DAMAGED';

export class UpdateRefused extends Error {
  override readonly name: string = 'UpdateRefused';

  constructor(
    readonly code: UpdateRefusalCode,
    /** The file or role at fault, e.g. `timestamp` or `localities/16C.json`. */
    readonly subject: string,
    detail: string,
  ) {
    super(`${subject}: ${detail}`);
  }
}

export class NotCanonical extends UpdateRefused {
  override readonly name = 'NotCanonical';

  constructor(detail: string) {
    super('NOT_CANONICAL', 'content', `is not canonical JSON: ${detail}`);
  }
}

export class Malformed extends UpdateRefused {
  override readonly name = 'Malformed';

  constructor(detail: string) {
    super('MALFORMED', 'content', detail);
  }
}

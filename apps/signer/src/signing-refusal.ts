/** Why the signer would not sign. `floor` is told with NOT_RISING, so that a publisher that crashed can go on above it. */
export class SigningRefusal extends Error {
  constructor(readonly code: SigningRefusalCode, message: string, readonly floor?: number) {
    super(message);
  }
}

export type SigningRefusalCode =
  | 'MALFORMED' | 'NOT_CANONICAL' | 'UNKNOWN_KEY' | 'UNKNOWN_ROLE' | 'WRONG_TYPE' | 'EXPIRY_TOO_FAR' | 'EXPIRED' | 'NOT_RISING' | 'TOO_FAR_AHEAD'
  | 'FOREIGN_PATH' | 'UNKNOWN_MEMBER' | 'UNSIGNED_PART' | 'ROLLED_BACK_PART';

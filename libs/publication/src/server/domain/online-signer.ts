import { issued, type IssuedMetadata, type MetadataEntry, type OnlineRole, type Signature, type SignedText } from './tuf-metadata.js';

/** The signer had signed this version before with other content: a publisher crashed between signing and committing. */
export class VersionTaken extends Error {
  constructor(readonly role: OnlineRole, readonly floor: number) {
    super(`The signer has signed version ${floor} of ${role} before.`);
  }
}

export class SignerFault extends Error {}

/** The signer answered and said no. Where it does not hold the key, asking again will not help. */
export class SignerRefused extends SignerFault {
  constructor(role: OnlineRole, readonly code: string) {
    super(`The signer would not sign ${role}: ${code}.`);
  }
}

/** Holds the online keys somewhere else. */
export abstract class OnlineSigner {
  /**
   * @param keyid the key that root or the top targets name for the role now
   * @throws VersionTaken where the version does not rise above what was signed
   */
  abstract sign(role: OnlineRole, keyid: string, part: SignedText): Promise<readonly Signature[]>;
}

/** Signs the next version of a role; versions taken by a publisher that crashed are passed over. */
export async function signNext(signer: OnlineSigner, role: OnlineRole, keyid: string, before: MetadataEntry | undefined, build: (version: number) => SignedText): Promise<IssuedMetadata> {
  const next = build((before?.version ?? 0) + 1);
  try {
    return issued(role, next, await signer.sign(role, keyid, next));
  } catch (error) {
    if (!(error instanceof VersionTaken)) throw error;
    const above = build(error.floor + 1);
    return issued(role, above, await signer.sign(role, keyid, above));
  }
}

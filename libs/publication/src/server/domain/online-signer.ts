import { issued, type IssuedMetadata, type MetadataEntry, type OnlineRole, type Signature, type Signed } from './tuf-metadata.js';

/** The signer had signed this version before with other content: a publisher crashed between signing and committing. */
export class VersionTaken extends Error {
  constructor(readonly role: OnlineRole, readonly floor: number) {
    super(`The signer has signed version ${floor} of ${role} before.`);
  }
}

export class SignerFault extends Error {}

/** Holds the online keys somewhere else. */
export abstract class OnlineSigner {
  /** @throws VersionTaken where the version does not rise above what was signed */
  abstract sign(role: OnlineRole, signed: Signed): Promise<readonly Signature[]>;
}

/** Signs the next version of a role; versions taken by a publisher that crashed are passed over. */
export async function signNext(signer: OnlineSigner, role: OnlineRole, before: MetadataEntry | undefined, build: (version: number) => Signed): Promise<IssuedMetadata> {
  const signed = build((before?.version ?? 0) + 1);
  try {
    return issued(role, signed, await signer.sign(role, signed));
  } catch (error) {
    if (!(error instanceof VersionTaken)) throw error;
    const above = build(error.floor + 1);
    return issued(role, above, await signer.sign(role, above));
  }
}

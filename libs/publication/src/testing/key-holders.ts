import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { signedWith, type Ceremony, type SignedFile } from '../server/domain/key-ceremony.js';
import { proposeKeys, type AskedChange } from '../server/domain/propose-keys.js';
import { publicKeyOf } from '../server/domain/trust-parts.js';
import { ONLINE_ROLES, type OnlineRole } from '../server/domain/tuf-metadata.js';
import type { TrustKeys } from './found-trust.js';
import type { KeyRingSigner } from './key-ring.js';

export const newKey = (): KeyObject => createPrivateKey(generateKeyPairSync('ed25519', { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }).privateKey);

/** The people who hold the offline keys of one repository, and who renew what is theirs. */
export class KeyHolders {
  root: readonly KeyObject[];
  targets: KeyObject;

  constructor(keys: TrustKeys) {
    this.root = keys.root;
    this.targets = keys.targets;
  }

  /** The next trust with new keys for these online roles, which the signer is given. */
  withOnline(standing: Standing, signer: KeyRingSigner, roles: readonly OnlineRole[], now: Date): Ceremony {
    const online = Object.fromEntries(roles.map((role) => {
      const key = newKey();
      signer.hold(key);
      return [role, publicKeyOf(key)];
    }));
    return this.propose(standing, { online }, now);
  }

  /** The next trust with another key in the place of one that a holder has lost. */
  withAnother(standing: Standing, lost: KeyObject, now: Date): { readonly ceremony: Ceremony; readonly key: KeyObject } {
    const key = newKey();
    return { ceremony: this.propose(standing, { replace: new Map([[publicKeyOf(lost), publicKeyOf(key)]]) }, now), key };
  }

  propose(standing: Standing, change: Partial<AskedChange>, now: Date): Ceremony {
    const [root, targets] = [fileOf(standing.root), fileOf(standing.targets)];
    return proposeKeys({ root, targets }, { reason: 'a rotation that was planned', replace: new Map(), online: {}, ...change }, now);
  }

  sign(ceremony: Ceremony, ...keys: readonly KeyObject[]): Ceremony {
    return keys.reduce(signedWith, ceremony);
  }
}

export const EVERY_ONLINE_ROLE = ONLINE_ROLES;

interface Standing { readonly root: Buffer; readonly targets: Buffer }

function fileOf(bytes: Buffer): SignedFile {
  return JSON.parse(bytes.toString()) as SignedFile;
}

import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { canonicalJson } from '@accord/enforcement';
import { keyIdOf, type TrustKeys } from './found-trust.js';
import { OnlineSigner, VersionTaken } from '../server/domain/online-signer.js';
import { ONLINE_ROLES, type OnlineRole, type Signature, type Signed } from '../server/domain/tuf-metadata.js';

const ed25519 = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

/** Every key of a repository, made for one spec. */
export function keyRing(): TrustKeys {
  return {
    root: [ed25519(), ed25519(), ed25519()],
    targets: ed25519(),
    online: Object.fromEntries(ONLINE_ROLES.map((role) => [role, ed25519()])) as Record<OnlineRole, KeyObject>,
  };
}

/** Signs in the spec's own process; keeps floors as the signer does. */
export class KeyRingSigner extends OnlineSigner {
  readonly floors = new Map<OnlineRole, { version: number; bytes: string }>();

  constructor(private readonly keys: TrustKeys) { super(); }

  async sign(role: OnlineRole, signed: Signed): Promise<readonly Signature[]> {
    const bytes = canonicalJson(signed);
    const floor = this.floors.get(role);
    if (floor && signed.version <= floor.version && floor.bytes !== bytes) throw new VersionTaken(role, floor.version);
    this.floors.set(role, { version: signed.version, bytes });
    const key = this.keys.online[role];
    return [{ keyid: keyIdOf(key), sig: sign(null, Buffer.from(bytes), key).toString('hex') }];
  }
}

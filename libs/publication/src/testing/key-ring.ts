import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { keyIdOf, type TrustKeys } from './found-trust.js';
import { OnlineSigner, SignerRefused, VersionTaken } from '../server/domain/online-signer.js';
import { ONLINE_ROLES, type OnlineRole, type Signature, type SignedText } from '../server/domain/tuf-metadata.js';

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
  private readonly held = new Map<string, KeyObject>();

  constructor(keys: TrustKeys) {
    super();
    this.hold(...Object.values(keys.online));
  }

  /** Keys made for the next change of keys, beside the ones held. */
  hold(...keys: readonly KeyObject[]): void {
    for (const key of keys) this.held.set(keyIdOf(key), key);
  }

  async sign(role: OnlineRole, keyid: string, { version, text }: SignedText): Promise<readonly Signature[]> {
    const key = this.keyOf(role, keyid);
    const floor = this.floors.get(role);
    if (floor && version <= floor.version && floor.bytes !== text) throw new VersionTaken(role, floor.version);
    this.floors.set(role, { version, bytes: text });
    return [{ keyid, sig: sign(null, Buffer.from(text), key).toString('hex') }];
  }

  private keyOf(role: OnlineRole, keyid: string): KeyObject {
    const key = this.held.get(keyid);
    if (key === undefined) throw new SignerRefused(role, 'UNKNOWN_KEY');
    return key;
  }
}

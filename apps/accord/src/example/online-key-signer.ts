import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalBytes, canonicalJson } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import { OnlineSigner, type OnlineRole, type Signature, type Signed } from '@accord/publication/server';

/**
 * Signs as the signer would have, on a day gone by: the signer itself signs nothing that has run out. Whatever is signed here has run out
 * before the first start ends, so that gateways only ever meet what the signer signed.
 */
export class OnlineKeySigner extends OnlineSigner {
  constructor(private readonly folder: string) {
    super();
  }

  async sign(role: OnlineRole, signed: Signed): Promise<readonly Signature[]> {
    const key = createPrivateKey(readFileSync(join(this.folder, `${role}.pem`)));
    const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
    const keyid = sha256Hex(canonicalJson({ keytype: 'ed25519', keyval: { public: raw }, scheme: 'ed25519' }));
    return [{ keyid, sig: sign(null, canonicalBytes(signed), key).toString('hex') }];
  }
}

import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnlineSigner, type OnlineRole, type Signature, type SignedText } from '@accord/publication/server';

/**
 * Signs as the signer would have, on a day gone by: the signer itself signs nothing that has run out. Whatever is signed here has run out
 * before the first start ends, so that gateways only ever meet what the signer signed.
 */
export class OnlineKeySigner extends OnlineSigner {
  constructor(private readonly folder: string) {
    super();
  }

  async sign(role: OnlineRole, keyid: string, { text }: SignedText): Promise<readonly Signature[]> {
    const key = createPrivateKey(readFileSync(join(this.folder, `${role}.pem`)));
    return [{ keyid, sig: sign(null, Buffer.from(text), key).toString('hex') }];
  }
}

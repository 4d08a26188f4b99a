import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { VaultDamaged } from './document-vault.js';

const MARK = Buffer.from('ACDV1\0');
const SALT = 32;
const KEY_NAME = 8;
const HEAD = MARK.length + KEY_NAME + SALT;
const TAG = 16;
export const CHUNK = 64 * 1024;

/** The vault's master keys: the first encrypts, the others still open what they once closed. 32 bytes each. */
export type VaultKeys = readonly [Buffer, ...Buffer[]];

function nameOf(key: Buffer): Buffer {
  return createHash('sha256').update('accord-document-key').update(key).digest().subarray(0, KEY_NAME);
}

/** One key per file, so that chunk counters may serve as nonces. */
function fileKey(master: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', master, salt, 'accord-document/1', 32));
}

/** The last chunk is marked in its nonce: a file cut short, or with chunks changed about, does not open. */
function nonce(counter: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(counter, 7);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

/** Encrypts a stream in chunks (AES-256-GCM): head, then each chunk with its tag. */
export class SealedWriter {
  readonly head: Buffer;
  private readonly key: Buffer;
  private counter = 0;
  private waiting = Buffer.alloc(0);

  constructor(keys: VaultKeys) {
    const salt = randomBytes(SALT);
    this.key = fileKey(keys[0], salt);
    this.head = Buffer.concat([MARK, nameOf(keys[0]), salt]);
  }

  write(bytes: Uint8Array): Buffer {
    let rest = this.waiting.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.waiting, bytes]);
    const out: Buffer[] = [];
    // One chunk is always held back, because the last one is closed differently.
    for (; rest.length > CHUNK; rest = rest.subarray(CHUNK)) out.push(this.close(rest.subarray(0, CHUNK), false));
    this.waiting = rest;
    return Buffer.concat(out);
  }

  end(): Buffer {
    return this.close(this.waiting, true);
  }

  private close(chunk: Buffer, last: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce(this.counter, last)).setAAD(this.head);
    this.counter += 1;
    return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Opens a sealed file whole. */
export function openSealed(file: Buffer, keys: VaultKeys): Buffer {
  const head = file.subarray(0, HEAD);
  const master = keys.find((key) => nameOf(key).equals(head.subarray(MARK.length, MARK.length + KEY_NAME)));
  if (file.length < HEAD + TAG || !head.subarray(0, MARK.length).equals(MARK) || master === undefined) throw new VaultDamaged('The document is not sealed with a known key.');
  const key = fileKey(master, head.subarray(MARK.length + KEY_NAME));
  const out: Buffer[] = [];
  for (let at = HEAD, counter = 0; at < file.length; at += CHUNK + TAG, counter += 1) {
    const chunk = file.subarray(at, at + CHUNK + TAG);
    const last = at + CHUNK + TAG >= file.length;
    if (chunk.length < TAG) throw new VaultDamaged('The document was cut short.');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce(counter, last)).setAAD(head).setAuthTag(chunk.subarray(-TAG));
      out.push(decipher.update(chunk.subarray(0, -TAG)), decipher.final());
    } catch (error) {
      throw new VaultDamaged('The document was changed since it was kept.', { cause: error });
    }
  }
  return Buffer.concat(out);
}

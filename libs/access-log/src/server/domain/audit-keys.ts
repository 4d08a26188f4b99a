import { createPrivateKey, type KeyObject } from 'node:crypto';

export class AuditKeyFault extends Error {}

/** What searching needs: the key patients' numbers are encrypted with, and the key of their blind index. Held outside the database. */
export interface SearchKeys {
  readonly dataKey: Uint8Array;
  readonly indexKey: Uint8Array;
}

/** What taking in needs besides: the private key gateways seal events to. */
export interface IntakeKeys extends SearchKeys {
  readonly sealKey: KeyObject;
}

/** Reads the text of data.key and index.key: 32 bytes each, in hex. */
export function readSearchKeys(files: { readonly data: string; readonly index: string }): SearchKeys {
  const keys = { dataKey: secret(files.data, 'data.key'), indexKey: secret(files.index, 'index.key') };
  if (Buffer.compare(keys.dataKey, keys.indexKey) === 0) throw new AuditKeyFault('data.key and index.key are the same key.');
  return keys;
}

/** As above, with the PEM text of seal.key (X25519). */
export function readIntakeKeys(files: { readonly seal: string; readonly data: string; readonly index: string }): IntakeKeys {
  return { ...readSearchKeys(files), sealKey: x25519(files.seal) };
}

function secret(text: string, name: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(text.trim())) throw new AuditKeyFault(`${name} must hold 32 bytes in hex.`);
  return Buffer.from(text.trim(), 'hex');
}

function x25519(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw new AuditKeyFault('seal.key holds no private key.', { cause });
  }
  if (key.asymmetricKeyType !== 'x25519') throw new AuditKeyFault('seal.key must be an X25519 key.');
  return key;
}

import { generateKeyPairSync } from 'node:crypto';

const ENCODED = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const;

/**
 * A new private key as PEM; `ec` is curve P-256. Encoded while it is generated: exporting a generated KeyObject afterwards can hang
 * Node 20 for ever, when a garbage collection falls into the export.
 */
export function newPrivateKey(kind: 'ec' | 'ed25519' | 'x25519'): string {
  const pair = kind === 'ec' ? generateKeyPairSync(kind, { namedCurve: 'P-256', ...ENCODED }) : generateKeyPairSync(kind as 'ed25519', ENCODED);
  return pair.privateKey as unknown as string;
}

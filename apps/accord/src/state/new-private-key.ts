import { generateKeyPairSync } from 'node:crypto';

const ENCODED = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const;

/**
 * A new private key as PEM; `ec` is curve P-256. Encoded while it is generated: exporting a generated KeyObject afterwards can hang
 * Node 20 for ever, when a garbage collection falls into the export.
 */
export function newPrivateKey(kind: 'ec' | 'ed25519' | 'x25519', passphrase?: string): string {
  const closed = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  const encoded = { ...ENCODED, privateKeyEncoding: { ...ENCODED.privateKeyEncoding, ...closed } };
  const pair = kind === 'ec' ? generateKeyPairSync(kind, { namedCurve: 'P-256', ...encoded }) : generateKeyPairSync(kind as 'ed25519', encoded);
  return pair.privateKey as unknown as string;
}

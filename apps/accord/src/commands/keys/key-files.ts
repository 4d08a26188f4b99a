import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '@accord/kernel';
import { CEREMONY_BYTES_MOST, ceremonyFile, keyIdOf, publicKeyOf, readCeremony, type Ceremony, type PublicKey } from '@accord/publication/server';
import { LaunchFault } from '../../launch-fault.js';
import type { Home } from '../../state/home.js';
import { newPrivateKey } from '../../state/new-private-key.js';
import { PUBLIC, replaced, SECRET, writtenOnce } from '../../state/written-once.js';

/** Makes a key pair: the private half in `path`, which nobody else may read, and the public half beside it. Gives where that lies. */
export async function makeKeyPair(path: string, passphrase?: string): Promise<string> {
  const open = `${path.replace(/\.pem$/, '')}.pub`;
  for (const each of [path, open]) if (existsSync(each)) throw new LaunchFault(`${each} is there already: a key is never written over.`);
  const pem = await writing(path, () => writtenOnce(path, SECRET, () => newPrivateKey('ed25519', passphrase)));
  const key = createPublicKey(createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) }));
  await writtenOnce(open, PUBLIC, () => key.export({ type: 'spki', format: 'pem' }) as string);
  return open;
}

export function readPrivateKey(path: string, passphrase?: string): KeyObject {
  const pem = textOf(path);
  try {
    return createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch {
    throw new LaunchFault(`${path} is no private key that can be opened${passphrase === undefined ? '; where it has a passphrase, name the file that holds it (--passphrase-file)' : ' with this passphrase'}.`);
  }
}

export function readPublicKey(path: string): PublicKey {
  const pem = textOf(path);
  if (pem.includes('PRIVATE KEY')) throw new LaunchFault(`${path} is a private key: it never leaves its holder. Name the public half (.pub).`);
  try {
    return publicKeyOf(createPublicKey(pem));
  } catch {
    throw new LaunchFault(`${path} is no public Ed25519 key.`);
  }
}

/** What the signer of this installation signs with once root or the top targets name it. */
export function onlineKeysHeld(home: Home): readonly { readonly path: string; readonly id: string }[] {
  const files = readdirSync(home.onlineKeys).filter((name) => name.endsWith('.pem')).map((name) => join(home.onlineKeys, name));
  return files.flatMap((path) => {
    try {
      return [{ path, id: keyIdOf(publicKeyOf(readPrivateKey(path))) }];
    } catch (error) {
      if (error instanceof LaunchFault || error instanceof Refusal) return []; // no key of a signer
      throw error;
    }
  });
}

export function readPassphrase(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const words = textOf(path).replace(/\r?\n$/, '');
  if (words.trim() === '') throw new LaunchFault(`${path} is empty: a passphrase has to stand in it.`);
  return words;
}

export function readCeremonyFile(path: string): Ceremony {
  if (existsSync(path) && statSync(path).size > CEREMONY_BYTES_MOST) throw new LaunchFault(`${path} is larger than a change of keys can be.`);
  return readCeremony(Buffer.from(textOf(path)));
}

export function writeCeremonyFile(path: string, ceremony: Ceremony): Promise<void> {
  return writing(path, () => Promise.resolve(replaced(path, ceremonyFile(ceremony), PUBLIC)));
}

async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new LaunchFault(`${path} cannot be written: ${code}.`);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new LaunchFault(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`);
  }
}

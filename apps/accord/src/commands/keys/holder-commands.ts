import { resolve } from 'node:path';
import { keyIdOf, publicKeyOf, shown, signaturesIn, signedWith } from '@accord/publication/server';
import { ceremonyLines, signedLines } from './ceremony-lines.js';
import { makeKeyPair, readCeremonyFile, readPassphrase, readPrivateKey, readPublicKey, writeCeremonyFile } from './key-files.js';

type Say = (line: string) => void;

export interface PassphraseOptions {
  readonly passphraseFile?: string;
}

export interface SignOptions extends PassphraseOptions {
  readonly key: readonly string[];
}

/** `accord keys make FILE`: on a key holder's own machine; needs no installation and no network. */
export async function makeHolderKey(path: string, { passphraseFile }: PassphraseOptions, say: Say): Promise<number> {
  const open = await makeKeyPair(path, readPassphrase(passphraseFile));
  const key = readPublicKey(open);
  say(`${resolve(path)} is the key: it stays with its holder.`);
  say(`${resolve(open)} is its public half, to be handed on.`);
  say(`Key id ${shown(key)}, in full ${keyIdOf(key)}.`);
  return 0;
}

/** `accord keys read FILE`: what a change of keys says, and who has signed it; 1 where a signature is not over what stands there. */
export function readHolderFile(path: string, say: Say): number {
  const ceremony = readCeremonyFile(path);
  for (const line of [...ceremonyLines(ceremony), ...signedLines(ceremony)]) say(line);
  return signaturesIn(ceremony).faults.length === 0 ? 0 : 1;
}

/** `accord keys sign FILE --key KEY`: on a key holder's own machine; needs no installation and no network. */
export async function signHolderFile(path: string, { key, passphraseFile }: SignOptions, say: Say): Promise<number> {
  const before = readCeremonyFile(path);
  for (const line of ceremonyLines(before)) say(line);
  const passphrase = readPassphrase(passphraseFile);
  const keys = key.map((file) => readPrivateKey(file, passphrase));
  const signed = keys.reduce(signedWith, before);
  const [fault] = signaturesIn(signed).faults;
  if (fault !== undefined) throw fault; // whoever signed before signed something else
  await writeCeremonyFile(path, signed);
  say(`${resolve(path)} is signed with ${keys.map((each) => shown(publicKeyOf(each))).join(', ')}.`);
  for (const line of signedLines(signed)) say(line);
  return 0;
}
